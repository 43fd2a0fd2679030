namespace Ronchi.Engine.Operations;

/// <summary>A type that says itself how it is written, and what it is for data.</summary>
/// <typeparam name="T">The type.</typeparam>
internal sealed class OwnType<T> : WrittenType<T>
    where T : notnull, IParameterValue<T>
{
    public override object Bind(object value, OperationContext context, string parameter) => ((T)value).On(context, parameter);
}
