namespace Ronchi.Cli.Scripts;

/// <summary>Finds a user's C# file on the command line: <c>ronchi run my-udf.cs PATH …</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Udf">The class that <c>--udf</c> names; null: none is named.</param>
/// <param name="Arguments">The command line with the file under its command's name, and without <c>--udf</c>.</param>
internal sealed record ScriptArguments(string Path, string? Udf, string[] Arguments)
{
    /// <summary>What the file is called as a command: one without spaces.</summary>
    public string Name { get; } = string.Concat(
        System.IO.Path.GetFileName(Path).Select(static letter => char.IsWhiteSpace(letter) ? '-' : letter));

    /// <summary>Whether an analysis of this name is a user's C# file.</summary>
    public static bool IsScript(string name) => name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>Looks for a file; null: the command runs none.</summary>
    public static ScriptArguments? Find(string[] arguments)
    {
        if (arguments is not ["run", var path, ..] || !IsScript(path))
            return null;
        var rest = new List<string>(arguments[2..]);
        string? udf = null;
        if (rest.IndexOf("--udf") is >= 0 and var at && at + 1 < rest.Count)
        {
            udf = rest[at + 1];
            rest.RemoveRange(at, 2);
        }

        var found = new ScriptArguments(path, udf, []);
        return found with { Arguments = ["run", found.Name, .. rest] };
    }
}
