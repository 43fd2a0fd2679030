using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed class NamespaceTests
{
    private const int LongestList = 30;
    private const string ListOfCommands = "src/Cli/Commands";   // one file each

    // Folders that only put a long list in order: their files keep the namespace of the folder above, so that one using opens a contract.
    private static readonly string[] Shelves =
    [
        "Frames/Contract", "Frames/Elements", "Frames/Files", "Frames/Growth", "Frames/Parameters", "Frames/Tiles",
        "Kernels/Pixels/Masks", "Kernels/Pixels/Moments", "Kernels/Pixels/Statistics", "Kernels/Pixels/Sums",
        "Sources/Options", "Sources/Storage/Axes", "Sources/Storage/Blocks", "Sources/Storage/Chunks", "Sources/Storage/Flat",
        "Sources/Zarr/Chunks", "Sources/Zarr/Descriptions", "Sources/Zarr/Stores", "Sources/Zarr/Writing",
        "Engine/Buffers", "Engine/Contract", "Engine/Devices", "Engine/Results", "Engine/Selection", "Engine/Vectors",
        "Engine/Operations/Types", "Engine/Operations/Values",
        "Engine/Run/Executors", "Engine/Run/Merging", "Engine/Run/Queue",
        "Store/Blocks", "Store/Frames", "Store/Images", "Store/Memory", "Store/Sparse",
        "Pictures/Colors", "Pictures/Figures", "Pictures/Files", "Pictures/Formats", "Pictures/Images",
        "Signals/Arrays", "Signals/Resident", "Signals/Results",
        "Server/Files", "Server/Routes", "Server/Session", "Server/Socket",
    ];

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
            var folder = Path.GetDirectoryName(file.RelativePath)!["src/".Length..];
            if (Shelves.Contains(folder, StringComparer.Ordinal))
                folder = Path.GetDirectoryName(folder)!;
            var expected = $"Ronchi.{folder.Replace('/', '.')}";
            if (file.Namespace.Length > 0 || file.Name != "Program")
                Assert.True(file.Namespace == expected, $"{file.RelativePath} declares namespace {file.Namespace}, not {expected}.");
        }
    }

    [Fact]
    public void Shelf_HoldsFiles()
    {
        foreach (var shelf in Shelves)
            Assert.True(Repository.CSharp($"src/{shelf}").Any(), $"There is no src/{shelf} any more: take it off the list.");
    }

    [Fact]
    public void Folder_HoldsNoLongList()
    {
        foreach (var folder in Repository.CSharp("src")
            .GroupBy(static file => Path.GetDirectoryName(file.RelativePath)!, StringComparer.Ordinal))
            Assert.True(
                folder.Count() <= LongestList || folder.Key == ListOfCommands,
                $"{folder.Key} holds {folder.Count()} files: put them in folders of 8 to 15.");
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
