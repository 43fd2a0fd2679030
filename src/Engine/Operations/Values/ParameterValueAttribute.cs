namespace Ronchi.Engine.Operations;

/// <summary>Says of a type that it can be that of a parameter: see <see cref="ParameterValueAttribute{T}"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public abstract class ParameterValueAttribute : Attribute
{
    private protected ParameterValueAttribute()
    {
    }

    internal abstract ParameterType One { get; }

    internal abstract ParameterType Several { get; }
}

/// <summary>Says of a type that it can be that of a parameter, alone and in a <see cref="ParameterList{T}"/>.</summary>
/// <typeparam name="T">The type itself.</typeparam>
public sealed class ParameterValueAttribute<T> : ParameterValueAttribute
    where T : notnull, IParameterValue<T>
{
    internal override ParameterType One => new OwnType<T>();

    internal override ParameterType Several => new ListType.Of<T>(One);
}
