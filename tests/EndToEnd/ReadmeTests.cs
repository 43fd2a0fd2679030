using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>The tour of the README: every command runs, and prints what the page shows, but for numbers.</summary>
/// <remarks>With RONCHI_UPDATE_DOCS=1 the page takes over what the commands print now.</remarks>
[UnsupportedOSPlatform("windows")]
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly string Page = Path.Combine(RonchiProgram.Root, "README.md");
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-readme-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tour_PrintsWhatThePageShows()
    {
        Assert.Equal(0, RonchiProgram.Run(_folder, "demo", "--no-view").ExitCode);
        var page = File.ReadAllText(Page);
        var isUpdate = Environment.GetEnvironmentVariable("RONCHI_UPDATE_DOCS") == "1";
        var commands = 0;
        var now = Blocks().Replace(page, block =>
        {
            var text = new StringBuilder("```console\n");
            foreach (var (command, shown) in Steps(block.Groups["body"].Value))
            {
                commands++;
                var printed = Run(command);
                if (!isUpdate)
                    AssertSameShape(command, shown, printed);
                // A page shows the beginning of what is long.
                var lines = shown is ["…"] or [] ? printed : shown[^1] == "…" ? [.. printed.Take(shown.Length - 1), "…"] : printed;
                text.Append("$ ").Append(command).Append('\n').AppendJoin("", lines.Select(static line => line + "\n"));
            }

            return text.Append("```").ToString();
        });
        Assert.True(commands >= 6, $"Only {commands} commands are in the tour.");
        if (isUpdate)
            File.WriteAllText(Page, now);
    }

    private string[] Run(string command)
    {
        Assert.StartsWith("./ronchi ", command, StringComparison.Ordinal);
        var arguments = command.Split(' ')[1..];
        if (arguments[0] == "view")
            return [Link().Replace(FirstLine([.. arguments, "--no-browser"]), "http://127.0.0.1:40123/?token=…")];
        var program = RonchiProgram.Run(_folder, arguments);
        Assert.True(program.ExitCode == 0, $"{command}: {program.Errors}");
        return program.Output.TrimEnd('\n').Split('\n');
    }

    private string FirstLine(string[] arguments)
    {
        var start = new ProcessStartInfo(RonchiProgram.Executable, arguments)
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["XDG_STATE_HOME"] = _folder;
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine() ?? "";
        using (var kill = Process.Start("/bin/kill", ["-s", "INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            kill.WaitForExit();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return line;
    }

    private static void AssertSameShape(string command, string[] shown, string[] printed)
    {
        var isBeginning = shown is [.., "…"];
        var expected = (isBeginning ? shown[..^1] : shown).Select(Shape).ToArray();
        var actual = (isBeginning ? printed.Take(expected.Length) : printed).Select(Shape).ToArray();
        Assert.True(
            expected.SequenceEqual(actual, StringComparer.Ordinal),
            $"README.md shows for '{command}':\n{string.Join('\n', expected)}\nand it "
            + $"prints:\n{string.Join('\n', actual)}\nRONCHI_UPDATE_DOCS=1 takes it over.");
    }

    // Times and rates differ from run to run, widths with them.
    private static string Shape(string line) => Blanks().Replace(Numbers().Replace(line, "0"), " ");

    private static IEnumerable<(string Command, string[] Shown)> Steps(string body)
    {
        foreach (var step in body.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = step.TrimEnd('\n').Split('\n');
            yield return (lines[0], lines[1..]);
        }
    }

    [GeneratedRegex("```console\n(?<body>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"-?\d[\d,.]*(E[+-]?\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Numbers();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"http://[^ ]+token=[^ ]+")]
    private static partial Regex Link();
}
