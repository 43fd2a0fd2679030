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
        var identifiers = Repository.CSharp("src", "tests").SelectMany(static file => file.Identifiers).ToHashSet(StringComparer.Ordinal);
        foreach (var page in Repository.Files(Path.Combine(Repository.Root, "docs"), "adding-*.md"))
        {
            var text = Example().Replace(File.ReadAllText(page), "");
            foreach (Match name in NamedType().Matches(text))
                Assert.True(
                    identifiers.Contains(name.Groups["name"].Value),
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

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Repository.Files(Path.Combine(Repository.Root, "docs"), "*.md"))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
                .Select(static room => Path.Combine(room, "README.md"))
                .Where(File.Exists));

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]+)[`.<]", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedType();

    [GeneratedRegex(@"`(?<path>(src|tests|docs|samples)/[A-Za-z0-9/.-]*)`", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
