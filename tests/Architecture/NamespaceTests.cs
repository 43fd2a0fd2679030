using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed class NamespaceTests
{
    [Fact]
    public void NamespacesOfARoom_FormNoCycle()
    {
        foreach (var room in Rooms.Present)
        {
            var edges = NamespaceGraph.Edges([.. Repository.CSharp($"src/{room}")]);
            var cycle = NamespaceGraph.FindCycle(edges.Keys);
            var steps = cycle.Zip(cycle.Skip(1), (from, to) => $"{from} → {to}: {edges[(from, to)]}");
            Assert.True(cycle.Count == 0, $"{room} goes round in a circle:\n{string.Join('\n', steps)}");
        }
    }

    [Fact]
    public void Edges_ToAnEnclosingNamespace_AreSeen() =>
        Assert.Contains(("Ronchi.Engine.Run", "Ronchi.Engine"), NamespaceGraph.Edges([.. Repository.CSharp("src/Engine")]).Keys);

    [Fact]
    public void Namespace_IsTheFolder()
    {
        foreach (var file in Repository.CSharp("src"))
        {
            var folder = Path.GetDirectoryName(file.RelativePath)!["src/".Length..].Replace('/', '.');
            if (file.Namespace.Length > 0 || file.Name != "Program")
                Assert.True(file.Namespace == $"Ronchi.{folder}", $"{file.RelativePath} declares namespace {file.Namespace}, not Ronchi.{folder}.");
        }
    }

    [Fact]
    public void Folders_AreAtMostTwoDeep()
    {
        foreach (var file in Repository.CSharp("src"))
            Assert.True(file.RelativePath.Count(static c => c == '/') <= 4, $"{file.RelativePath} is too deep.");
    }

    [Theory]
    [InlineData("a>b b>c", "")]
    [InlineData("a>b b>a", "a b a")]
    [InlineData("a>b b>c c>d d>b", "b c d b")]
    [InlineData("a>b a>c b>d c>d", "")]
    public void FindCycle_FindsOneWhenThereIsOne(string edges, string cycle) =>
        Assert.Equal(cycle, string.Join(' ', NamespaceGraph.FindCycle(edges.Split(' ').Select(static edge => (edge[..1], edge[2..])))));
}
