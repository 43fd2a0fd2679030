namespace Ronchi.Frames;

/// <summary>A value of parameters that has a text form, whatever the data.</summary>
/// <typeparam name="TSelf">The type. Its <c>ToString</c> gives a text that <see cref="Parse"/> reads to an equal value.</typeparam>
public interface IWrittenValue<TSelf>
    where TSelf : notnull, IWrittenValue<TSelf>
{
    /// <summary>What it is.</summary>
    static abstract ParameterKind Kind { get; }

    /// <summary>What is written for it, in capitals: <c>ROW,COL</c>.</summary>
    static abstract string Form { get; }

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">The text is no such value; the message says what was expected.</exception>
    static abstract TSelf Parse(string text);
}
