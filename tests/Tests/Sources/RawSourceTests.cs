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
        Assert.Contains("50 bytes", Assert.Throws<SourceException>(() => SourceOpener.Open(_path, Options(null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScanShapeOfAnotherProduct_ListsThePairs()
    {
        File.WriteAllBytes(_path, new byte[Offset + (Frames * (FrameBytes + Gap))]);
        Assert.Contains("5x6, 6x5", Assert.Throws<ArgumentException>(() => SourceOpener.Open(_path, Options(new Extent(4, 7)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AbsurdLayouts_AreRefused()
    {
        File.WriteAllBytes(_path, new byte[100]);
        foreach (var layout in new RawLayout[]
        {
            new(new Extent(1 << 20, 1 << 20), ElementType.U16),
            new(new Extent(2, 2), ElementType.C64),
            new(new Extent(2, 2), ElementType.U16, Offset: -1),
            new(new Extent(2, 2), ElementType.U16, Gap: long.MaxValue),
        })
        {
            Assert.ThrowsAny<ArgumentException>(() => SourceOpener.Open(_path, new OpenOptions { Raw = layout }));
        }
    }

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var stored = new byte[Offset + (Frames * FrameBytes) + ((Frames - 1) * Gap)];
        new Random(9).NextBytes(stored);
        File.WriteAllBytes(_path, stored);
        byte[] values = [.. Enumerable.Range(0, Frames).SelectMany(frame => stored.AsSpan(Offset + (frame * (FrameBytes + Gap)), FrameBytes).ToArray())];
        return (SourceOpener.Open(_path, Options(new Extent(5, 6))), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        File.Delete(_path);
    }

    private static OpenOptions Options(Extent? scan) => new() { ScanShape = scan, Raw = new RawLayout(new Extent(6, 7), ElementType.U16, Offset: Offset, Gap: Gap) };
}
