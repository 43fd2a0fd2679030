using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>Frames with an offset and gaps between them.</summary>
public sealed class RawSourceTests : SourceContract
{
    private const int Offset = 13;
    private const int Gap = 5;
    private const int FrameBytes = 6 * 7 * 2;
    private const int Frames = 30;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"ronchi-{Guid.NewGuid():N}.raw");

    [Theory]
    [InlineData(0, 30, 0)]
    [InlineData(5, 30, 0)]
    [InlineData(-1, 29, 1)]
    [InlineData(-84, 29, 0)]
    public void EndOfTheFile_IsWholeFramesAndANote(int change, int frames, int notes)
    {
        File.WriteAllBytes(_path, new byte[Offset + (Frames * FrameBytes) + ((Frames - 1) * Gap) + change]);
        using var source = SourceOpener.Open(_path, Options(null));
        Assert.Equal(frames, source.Shape.FrameCount);
        Assert.Equal(notes, source.Info.Notes.Length);
    }

    [Fact]
    public void TooShortForAFrame_SaysHowManyBytesThereAre()
    {
        File.WriteAllBytes(_path, new byte[50]);
        Assert.Contains(
            "50 bytes", Assert.Throws<SourceException>(() => SourceOpener.Open(_path, Options(null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScanShapeOfAnotherProduct_ListsThePairs()
    {
        File.WriteAllBytes(_path, new byte[Offset + (Frames * (FrameBytes + Gap))]);
        Assert.Contains(
            "5x6, 6x5",
            Assert.Throws<ArgumentException>(() => SourceOpener.Open(_path, Options(new Extent(4, 7)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AbsurdLayouts_AreRefused()
    {
        File.WriteAllBytes(_path, new byte[100]);
        foreach (var layout in new RawOptions[]
        {
            new(new Extent(1 << 20, 1 << 20), ElementType.U16),
            new(new Extent(2, 2), ElementType.C64),
            new(new Extent(2, 2), ElementType.U16) { Offset = -1 },
            new(new Extent(2, 2), ElementType.U16) { Gap = long.MaxValue },
        })
        {
            Assert.ThrowsAny<ArgumentException>(() => SourceOpener.Open(_path, new OpenOptions { OfFormats = [layout] }));
        }
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 11)]
    [InlineData(true, 11)]
    public void PixelsThatLieTogether_AreReadWithoutTheRestOfTheFrame(bool isBigEndian, int gap)
    {
        const int side = 100, frames = 9, bytes = side * side * 2;
        var stored = new byte[Offset + (frames * (bytes + gap))];
        new Random(3).NextBytes(stored);
        File.WriteAllBytes(_path, stored);
        using var source = SourceOpener.Open(
            _path,
            new OpenOptions
            {
                OfFormats = [new RawOptions(new Extent(side, side), new(ElementType.U16, isBigEndian)) { Offset = Offset, Gap = gap }],
            });
        foreach (var (first, count) in new[] { (0, 1), (4321, 77), (side * side - 1, 1), (2000, 6000), (30, 9900), (0, side * side) })
        {
            using var reader = source.OpenReader(new TileRequest(
                TileForm.Pixels,
                PixelSet.From(
                    side * side,
                    pixel => pixel >= first && pixel < first + count && (pixel == first || pixel == first + count - 1 || pixel % 3 == 0)),
                4));
            reader.Seek(new FrameRange(1, 8));
            var seen = 1;
            while (reader.TryRead(out var tile))
            {
                for (var frame = 0; frame < tile.Frames.Count; frame++, seen++)
                {
                    var values = tile.Frame<ushort>(frame);
                    for (var pixel = first; pixel < first + count; pixel++)
                    {
                        var at = stored.AsSpan(Offset + (seen * (bytes + gap)) + (2 * pixel), 2);
                        Assert.Equal(isBigEndian ? (at[0] << 8) | at[1] : (at[1] << 8) | at[0], values[pixel]);
                    }
                }
            }

            Assert.Equal(9, seen);
        }
    }

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var stored = new byte[Offset + (Frames * FrameBytes) + ((Frames - 1) * Gap)];
        new Random(9).NextBytes(stored);
        File.WriteAllBytes(_path, stored);
        byte[] values = [.. Enumerable.Range(0, Frames)
            .SelectMany(frame => stored.AsSpan(Offset + (frame * (FrameBytes + Gap)), FrameBytes).ToArray())];
        return (SourceOpener.Open(_path, Options(new Extent(5, 6))), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        File.Delete(_path);
    }

    private static OpenOptions Options(Extent? scan) =>
        new() { ScanShape = scan, OfFormats = [new RawOptions(new Extent(6, 7), ElementType.U16) { Offset = Offset, Gap = Gap }] };
}
