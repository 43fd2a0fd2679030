using System.Text;
using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed class MeasuredGraphTests
{
    private const string Begin = "<!-- measured graph: written by tests/Architecture with RONCHI_UPDATE_DOCS=1 -->";
    private const string End = "<!-- end of the measured graph -->";

    [Fact]
    public void GraphInTheDocs_IsTheCompiledOne()
    {
        var path = Path.Combine(Repository.Root, "docs", "architecture.md");
        var page = File.ReadAllText(path);
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"docs/architecture.md lacks the lines '{Begin}' and '{End}'.");

        var updated = $"{page[..begin]}{Begin}\n{Mermaid()}{page[end..]}";
        if (Environment.GetEnvironmentVariable("RONCHI_UPDATE_DOCS") == "1")
            File.WriteAllText(path, updated);
        else
            Assert.True(
                page == updated,
                $"The graph in docs/architecture.md is out of date: run this test with RONCHI_UPDATE_DOCS=1. It is now:\n{Mermaid()}");
    }

    private static string Mermaid()
    {
        var text = new StringBuilder("```mermaid\ngraph BT\n");
        foreach (var room in Rooms.Present.Order(StringComparer.Ordinal))
        {
            foreach (var used in CompiledRoom.UsedRooms(room))
                text.Append("  ").Append(room).Append(" --> ").Append(used).Append('\n');
        }

        return text.Append("```\n").ToString();
    }
}
