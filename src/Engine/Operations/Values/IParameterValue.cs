using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>
/// A type of parameters of its own: it has a text form, and may depend on the data. It carries <see cref="ParameterValueAttribute{T}"/>.
/// </summary>
/// <typeparam name="TSelf">The type.</typeparam>
public interface IParameterValue<TSelf> : IWrittenValue<TSelf>
    where TSelf : notnull, IParameterValue<TSelf>
{
    /// <summary>The value for data: lengths in pixels.</summary>
    /// <param name="context">The data.</param>
    /// <param name="parameter">Name of the parameter, for <see cref="OperationContext.Note"/>.</param>
    /// <exception cref="FormatException">The value has a unit that does not fit the data; the message says why.</exception>
    TSelf On(OperationContext context, string parameter) => (TSelf)this;
}
