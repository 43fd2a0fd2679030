namespace Ronchi.Engine.Operations;

/// <summary>The value of a parameter is missing, unreadable, out of range, or does not fit the data.</summary>
/// <param name="parameter">Name of the parameter, as in <c>inner-radius</c>.</param>
/// <param name="reason">What is wrong and what was expected, as a sentence.</param>
/// <param name="innerException">What it was found by; null: nothing.</param>
public sealed class ParameterException(string parameter, string reason, Exception? innerException = null)
    : FormatException($"--{parameter}: {Sentence(reason)}", innerException)
{
    /// <summary>Name of the parameter.</summary>
    public string Parameter { get; } = parameter;

    /// <summary>What is wrong, without the name.</summary>
    public string Reason { get; } = Sentence(reason);

    private static string Sentence(string text) => text[^1..] is "." or "?" ? text : text + ".";
}
