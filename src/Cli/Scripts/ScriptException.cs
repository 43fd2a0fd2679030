namespace Ronchi.Cli.Scripts;

/// <summary>A C# file of the user does not compile, or holds no UDF that can be run.</summary>
internal sealed class ScriptException(string message) : Exception(message)
{
    /// <summary>Errors of the compiler with file and line, to be shown before the sentence.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
