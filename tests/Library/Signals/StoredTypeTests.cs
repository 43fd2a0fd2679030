using System.Text.RegularExpressions;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

/// <summary>The types that help and forms name for files without a header are those that the library reads.</summary>
public sealed partial class StoredTypeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryTypeOfTheHelp_OpensAFile()
    {
        var offered = Offered();
        Assert.True(offered.Count >= 20, $"{offered.Count} types are named in the help of --dtype.");
        Assert.Equal(offered.Distinct(), offered);
        foreach (var text in offered)
        {
            var (type, isBigEndian) = NpyType.Named(text);
            Assert.Equal(text.StartsWith('>'), isBigEndian);
            var path = _folder.File("scan.raw");
            var bytes = new byte[3 * 4 * type.Size()];
            bytes[isBigEndian ? type.Size() - 1 : 0] = 1;   // the lowest byte of the first value
            File.WriteAllBytes(path, bytes);
            using var source = SourceOpener.Open(path, new() { OfFormats = [new RawOptions(new Extent(2, 2), new(type, isBigEndian))] });
            Assert.Equal(type, source.ElementType);
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 3));
            reader.Seek(new(0, 3));
            Assert.True(reader.TryRead(out var tile));
            Assert.Equal(bytes.Length, tile.Bytes().Length);
            Assert.Equal(1, tile.Bytes()[0]);
        }
    }

    // Each as it is written, and big-endian.
    private static List<string> Offered() =>
    [
        .. Type().Matches(ScanRequest.SchemaOf(KnownFormats.All).Parameters.Single(static parameter => parameter.Name == "dtype").Help)
            .SelectMany(static match => (string[])[match.Value, $">{match.Value}"]),
    ];

    [GeneratedRegex(@"\b(?:u?int|float|[uf])\d+\b")]
    private static partial Regex Type();
}
