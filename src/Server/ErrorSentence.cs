namespace Ronchi.Server;

/// <summary>What an error says to people: not which parameter of which method it was.</summary>
internal static class ErrorSentence
{
    public static string Of(Exception exception) =>
        exception is ArgumentException { ParamName: { } parameter } ? exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal) : exception.Message;
}
