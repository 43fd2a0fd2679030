using System.Text.RegularExpressions;
using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void Links_LeadToFiles()
    {
        foreach (var page in Pages())
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                var target = link.Groups["target"].Value;
                if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith('#'))
                    continue;
                var path = Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]);
                Assert.True(Path.Exists(path), $"{Repository.Relative(page)} links to {target}, which does not exist.");
            }
        }
    }

    [Fact]
    public void EveryPage_IsLinkedFromAnother()
    {
        var linked = Pages()
            .SelectMany(static page => Link()
                .Matches(File.ReadAllText(page))
                .Select(link => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link.Groups["target"].Value.Split('#')[0]))))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var page in Repository.Files(Path.Combine(Repository.Root, "docs"), "*.md"))
            Assert.True(linked.Contains(page), $"{Repository.Relative(page)} is linked from nowhere.");
    }

    [Fact]
    public void Readme_HasItsTwoCommands()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

        Assert.Contains("```\n./ronchi demo\n./test\n```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Guides_NameWhatIsThere()
    {
        var known = Repository.CSharp("src", "tests", "samples").SelectMany(static file => file.Identifiers)
            .Concat(RoomPages().SelectMany(static page => FoldersOfRoom(page)))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var page in Guides().Concat(RoomPages()))
        {
            var text = Example().Replace(File.ReadAllText(page), "");
            foreach (Match name in NamedType().Matches(text))
                Assert.True(
                    known.Contains(name.Groups["name"].Value),
                    $"{Repository.Relative(page)} names {name.Groups["name"].Value}, which is nowhere.");
            foreach (Match path in NamedPath().Matches(text))
                Assert.True(
                    Path.Exists(Path.Combine(Repository.Root, path.Groups["path"].Value)),
                    $"{Repository.Relative(page)} names {path.Groups["path"].Value}, which does not exist.");
        }
    }

    [Fact]
    public void EveryRoom_SaysOnAPageWhatItOwnsAndWhereANewThingGoes()
    {
        foreach (var room in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")))
        {
            var lines = File.ReadAllLines(Path.Combine(room, "README.md"));

            Assert.Equal($"# {Path.GetFileName(room)}", lines[0]);
            Assert.Contains("What always holds:", lines);
            Assert.InRange(lines.Length, 8, 40);
            Assert.All(lines, line => Assert.True(line.Length <= 220, $"{room}: {line}"));
        }
    }

    [Fact]
    public void EveryFolderOfARoom_IsNamedOnItsPage()
    {
        // Of analyses, each idea has a folder of its name.
        foreach (var page in RoomPages().Where(static page => FolderOf(page) != "Analyses"))
        {
            var text = File.ReadAllText(page);
            foreach (var folder in FoldersOfRoom(page))
                Assert.True(
                    text.Contains($"`{folder}`", StringComparison.Ordinal),
                    $"{Repository.Relative(page)} does not say what `{folder}` is for.");
        }
    }

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Repository.Files(Path.Combine(Repository.Root, "docs"), "*.md"))
            .Concat(RoomPages());

    // What an author follows line by line.
    private static IEnumerable<string> Guides() =>
        Repository.Files(Path.Combine(Repository.Root, "docs"), "*.md")
            .Where(static page => Path.GetFileName(page) is "plugins.md" or "your-own-udf.md"
                || Path.GetFileName(page).StartsWith("adding-", StringComparison.Ordinal));

    private static IEnumerable<string> RoomPages() =>
        Repository.Folders(Path.Combine(Repository.Root, "src"))
            .Select(static room => Path.Combine(room, "README.md"))
            .Where(File.Exists);

    private static IEnumerable<string> FoldersOfRoom(string page) =>
        Repository.Folders(Path.GetDirectoryName(page)!).Select(static folder => Path.GetFileName(folder));

    private static string FolderOf(string page) => Path.GetFileName(Path.GetDirectoryName(page)!);

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)[`.<]", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedType();

    [GeneratedRegex(@"`(?<path>(src|tests|docs|samples|viewer)/[A-Za-z0-9/.-]*)`", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
