namespace Ronchi.Signals;

/// <summary>What an error says to people: not which parameter of which method it was.</summary>
public static class ErrorSentence
{
    /// <summary>The message of an exception without the name of a method's parameter.</summary>
    public static string Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is ArgumentException { ParamName: { } parameter }
            ? exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
            : exception.Message;
    }
}
