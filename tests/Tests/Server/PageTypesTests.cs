using System.Text.RegularExpressions;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>The types that the page offers for files without a header are those that the library reads.</summary>
public sealed partial class PageTypesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryTypeOfTheList_OpensAFile()
    {
        var offered = Offered();
        Assert.True(offered.Count >= 8, $"{offered.Count} types were found in the page's source.");
        Assert.Equal(offered.Distinct(), offered);
        foreach (var text in offered)
        {
            var (type, isBigEndian) = NpyType.Named(text);
            Assert.Equal(text.StartsWith('>'), isBigEndian);
            var path = _folder.File("scan.raw");
            var bytes = new byte[3 * 4 * type.Size()];
            bytes[isBigEndian ? type.Size() - 1 : 0] = 1;   // the lowest byte of the first value
            File.WriteAllBytes(path, bytes);
            using var source = SourceOpener.Open(path, new OpenOptions { Raw = new(new Extent(2, 2), type, isBigEndian) });
            Assert.Equal(type, source.ElementType);
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 3));
            reader.Seek(new(0, 3));
            Assert.True(reader.TryRead(out var tile));
            Assert.Equal(bytes.Length, tile.Bytes().Length);
            Assert.Equal(1, tile.Bytes()[0]);
        }
    }

    // The page's own list: <For each={['uint8', …]}> in the form for files without a header.
    private static List<string> Offered()
    {
        var source = File.ReadAllText(Path.Combine(Root(), "viewer", "src", "panels", "OpenPanel.tsx"));
        return [.. Type().Matches(List().Match(source).Value).Select(static match => match.Groups[1].Value)];
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Ronchi.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Ronchi.slnx was not found above the tests.");
    }

    [GeneratedRegex(@"onChange=\{event => setDtype\(event\.currentTarget\.value\)\}>\s*<For each=\{\[[^\]]*\]\}>")]
    private static partial Regex List();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Type();
}
