using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Ronchi.ArchitectureTests;

/// <summary>
/// Files that know each other in a circle are understood only together: docs/architecture.md lists how many, and they become fewer.
/// </summary>
public sealed partial class FileCircleTests
{
    private const int Unlisted = 4;   // a type with its parts
    private const string Begin = "<!-- file circles: written by tests/Architecture with RONCHI_UPDATE_DOCS=1 -->";
    private const string End = "<!-- end of the file circles -->";

    [Fact]
    public void FilesInACircle_AreListed_AndDoNotBecomeMore()
    {
        var path = Path.Combine(Repository.Root, "docs", "architecture.md");
        var page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal), end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"docs/architecture.md lacks the lines '{Begin}' and '{End}'.");
        var largest = Rooms.Present
            .Select(static room => (Room: room, Circle: FileGraph.Circles([.. Repository.CSharp($"src/{room}")]).FirstOrDefault() ?? []))
            .Where(static room => room.Circle.Count > Unlisted)
            .ToArray();
        if (Environment.GetEnvironmentVariable("RONCHI_UPDATE_DOCS") == "1")
        {
            var list = string.Join(" · ", largest.Select(static room => $"{room.Room} {room.Circle.Count}"));
            File.WriteAllText(path, $"{page[..begin]}{Begin}\n{list}\n{page[end..]}");
            return;
        }

        var listed = Entry().Matches(page[(begin + Begin.Length)..end])
            .ToDictionary(
                static entry => entry.Groups["room"].Value,
                static entry => int.Parse(entry.Groups["count"].Value, CultureInfo.InvariantCulture));
        foreach (var (room, circle) in largest)
        {
            Assert.True(
                circle.Count <= listed.GetValueOrDefault(room, Unlisted),
                $"{circle.Count} files of {room} go round in a circle, which were {listed.GetValueOrDefault(room, Unlisted)}: "
                + $"{string.Join(", ", circle.Order(StringComparer.Ordinal))}.");
        }
    }

    [Fact]
    public void Circles_OfTypesThatKnowEachOther_AreFound() =>
        Assert.Contains(
            FileGraph.Circles([.. Repository.CSharp("src/Frames")]),
            static circle => circle.Contains("src/Frames/Tiles/Tile") && circle.Contains("src/Frames/Contract/ITileReader"));

    [GeneratedRegex(@"(?<room>\w+) (?<count>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();
}
