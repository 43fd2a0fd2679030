using System.CommandLine;
using Ronchi.Cli.Scripts;
using Ronchi.Signals;

namespace Ronchi.Cli;

/// <summary>Turns whatever goes wrong into one sentence on stderr and an exit code: 1 failed, 2 usage, 130 cancelled.</summary>
internal static class Failure
{
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Cancelled = 130;

    private const int BrokenPipe = 32;

    /// <summary>Says what is wrong with the command line.</summary>
    public static int ReportUsage(ParseResult parsed)
    {
        if (Suggestion.For(parsed) is { } suggestion)
        {
            Console.Error.WriteLine($"ronchi: {suggestion}");
            return Usage;
        }

        var messages = string.Join(" ", parsed.Errors.Select(static error => Plain(error.Message)).Distinct());
        Console.Error.WriteLine(
            $"ronchi: {messages} See 'ronchi {string.Concat(CommandNames(parsed).Select(static name => name + " "))}--help'.");
        return Usage;
    }

    /// <summary>Runs the command that was parsed.</summary>
    /// <remarks>
    /// Without a termination timeout the parser leaves signals to us; its own handler begins to listen after the command has begun.
    /// </remarks>
    public static Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);

    /// <summary>Does something that may fail or be interrupted.</summary>
    public static async Task<int> GuardAsync(bool verbose, Func<CancellationToken, Task<int>> work)
    {
        using var interruption = new Interruption();
        try
        {
            return await work(interruption.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Say("ronchi: cancelled; nothing was written.");
            return Cancelled;
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            return Report(e.InnerExceptions[0], verbose);
        }
        catch (Exception e)
        {
            return Report(e, verbose);
        }
    }

    private static int Report(Exception exception, bool verbose)
    {
        foreach (var line in (exception as ScriptException)?.Lines ?? [])
            Say(line);
        Say($"ronchi: {Sentence(exception)}");
        if (verbose)
            Say(exception.ToString());
        return exception is ArgumentException or FormatException ? Usage : Failed;
    }

    // A terminal that was closed takes no words.
    private static void Say(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (IOException)
        {
        }
    }

    private static string Sentence(Exception exception)
    {
        switch (exception)
        {
            case UnauthorizedAccessException when exception.Message.Contains("denied.", StringComparison.Ordinal)
                && !exception.Message.Contains('\'', StringComparison.Ordinal):
                return "cannot write to standard output: it is closed.";
            case UnauthorizedAccessException:
                return $"{Named(exception.Message)}: no permission to read or write it.";
            case OutOfMemoryException:
                return "there is not enough memory; use --roi, --crop, --det-bin or a smaller --memory.";
            case IOException { HResult: BrokenPipe }:
                return "standard output was closed by the program that reads it.";
            case NullReferenceException or IndexOutOfRangeException or InvalidCastException
                or KeyNotFoundException or OverflowException or AccessViolationException:
                return $"internal error ({exception.GetType().Name}): this is a bug in Ronchi, not in the data. Please "
                    + "report it with the output of --verbose.";
        }

        return ErrorSentence.Of(exception).ReplaceLineEndings(" ");
    }

    // The parser names the .NET type that it expected.
    private static string Plain(string message) => message.TrimEnd('.')
        .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Int64'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal) + ".";

    // The path in the system's message: Access to the path '/a/b' is denied.
    private static string Named(string message) => message.Split('\'') is [_, var path, ..] ? path : message.TrimEnd('.');

    /// <summary>The commands of the line, from the outside in: run, sum.</summary>
    internal static IEnumerable<string> CommandNames(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result?.Parent is not null;
            result = result.Parent as System.CommandLine.Parsing.CommandResult)
                names.Insert(0, result.Command.Name);
        return names;
    }
}
