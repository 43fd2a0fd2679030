using System.CommandLine;
using Ronchi.Signals;
using Ronchi.Signals.Plugins;

namespace Ronchi.Cli.Commands;

/// <summary>
/// The option <c>--plugins</c>: folders of plug-ins, which are loaded before the command line is parsed, for they bring commands.
/// </summary>
internal static class PluginArguments
{
    private const string Name = "--plugins";

    public static Option<string[]> ForAll { get; } = new(Name)
    {
        HelpName = "FOLDER",
        Description = "Folder of plug-ins, which add formats, analyses and executors; may be given several times "
            + $"(default: those in {PluginFolder.Variable})",
        AllowMultipleArgumentsPerToken = false,
        Recursive = true,
    };

    /// <summary>
    /// What there is to work with: what Ronchi brings, and the plug-ins of the folders that the option names, or else the variable.
    /// </summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="variable">Value of <see cref="PluginFolder.Variable"/>; null: it is not set.</param>
    /// <exception cref="ArgumentException">The name of a folder is empty.</exception>
    /// <exception cref="PluginException">A folder does not exist, or a plug-in cannot be used.</exception>
    public static Repertoire Repertoire(string[] arguments, string? variable)
    {
        var folders = Given(arguments).ToList();
        if (folders.Contains(""))
            throw new ArgumentException($"{Name}: the name of the folder is empty.");
        if (folders.Count == 0)
            folders.AddRange((variable ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        return folders.Aggregate(Signals.Repertoire.Known, static (repertoire, folder) => repertoire.With(PluginFolder.Load(folder)));
    }

    private static IEnumerable<string> Given(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == Name && i + 1 < arguments.Length)
                yield return arguments[++i];
            else if (arguments[i].StartsWith($"{Name}=", StringComparison.Ordinal))
                yield return arguments[i][(Name.Length + 1)..];
        }
    }
}
