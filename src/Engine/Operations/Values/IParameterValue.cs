namespace Ronchi.Engine.Operations;

/// <summary>
/// A type of parameters of its own: it has a text form, and may depend on the data. It carries <see cref="ParameterValueAttribute{T}"/>.
/// </summary>
/// <typeparam name="TSelf">The type. Its <c>ToString</c> gives a text that <see cref="Parse"/> reads to an equal value.</typeparam>
public interface IParameterValue<TSelf>
    where TSelf : notnull, IParameterValue<TSelf>
{
    /// <summary>What it is.</summary>
    static abstract ParameterKind Kind { get; }

    /// <summary>What is written for it, in capitals: <c>ROW,COL</c>.</summary>
    static abstract string Form { get; }

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">The text is no such value; the message says what was expected.</exception>
    static abstract TSelf Parse(string text);

    /// <summary>The value for data: lengths in pixels.</summary>
    /// <param name="context">The data.</param>
    /// <param name="parameter">Name of the parameter, for <see cref="OperationContext.Note"/>.</param>
    /// <exception cref="FormatException">The value has a unit that does not fit the data; the message says why.</exception>
    TSelf On(OperationContext context, string parameter) => (TSelf)this;
}
