using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Mrc;

/// <summary>What headers say, what older programs wrote, and what is wrong with some.</summary>
public sealed class MrcTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("a.mrc");

    [Fact]
    public void CellOfTheHeader_GivesSteps()
    {
        new MrcOnDisk(1).Write(Path, 2);
        using var stack = SourceOpener.Open(Path);
        Assert.Equal(
            [new("scan"), new("detector row", 0.4, 0, "nm"), new("detector column", 0.2, 0, "nm")],
            stack.Info.Axes.Select(static axis => axis with { Scale = Math.Round(axis.Scale, 9) }));
        var writer = new MrcOnDisk(1);
        writer.Write(_folder.File("b.mrc"), 2, header => writer.Put(header, 88, 1));
        using var volume = SourceOpener.Open(_folder.File("b.mrc"));
        Assert.Equal(("nm", 0.1), (volume.Info.Axes[0].Unit, Math.Round(volume.Info.Axes[0].Scale, 9)));
    }

    [Fact]
    public void AxesInAnotherOrder_HaveTheStepsOfTheirEdges()
    {
        var writer = new MrcOnDisk(1);
        writer.Write(Path, 5, header =>
        {
            writer.Put(header, 28, 5, 5, 3);
            writer.Put(header, 64, 1, 3, 2);
        });
        using var source = SourceOpener.Open(Path);
        Assert.Equal([0.0667, 0.2], source.Info.Axes[1..].Select(static axis => Math.Round(axis.Scale, 4)));
    }

    [Theory]
    [InlineData(0x444F4D49, 0, ElementType.U8)]
    [InlineData(0x444F4D49, 1, ElementType.I8)]
    [InlineData(0, 0, ElementType.I8)]
    public void BytesOfImod_AreUnsignedUnlessItSaysSo(int stamp, int flags, ElementType expected)
    {
        var writer = new MrcOnDisk(0);
        writer.Write(Path, 2, header => writer.Put(header, 152, stamp, flags));
        using var source = SourceOpener.Open(Path);
        Assert.Equal(expected, source.ElementType);
    }

    [Theory]
    [InlineData("a.st", false)]
    [InlineData("a.rec", true)]
    [InlineData("a.mrcs", false)]
    public void FileWithoutMark_IsKnownByItsLengths(string name, bool isBigEndian)
    {
        var values = new MrcOnDisk(6, isBigEndian).Write(_folder.File(name), 3, static header => header.AsSpan(208, 8).Clear());
        using var source = SourceOpener.Open(_folder.File(name));
        Assert.Equal((3L, values.Length / 3L), (source.Shape.FrameCount, source.StoredFrameBytes));
    }

    [Fact]
    public void StackOfVolumes_HasTheirNumberFirst()
    {
        var writer = new MrcOnDisk(1);
        writer.Write(Path, 6, header =>
        {
            writer.Put(header, 36, 3);
            writer.Put(header, 88, 401);
        });
        using var source = SourceOpener.Open(Path);
        Assert.Equal(new Extent(2, 3), source.Shape.Scan);
    }

    [Fact]
    public void TruncatedFile_GivesItsWholeImages()
    {
        new MrcOnDisk(6).Write(Path, 4);
        using (var file = File.OpenWrite(Path))
            file.SetLength(file.Length - 1);
        using var source = SourceOpener.Open(Path);
        Assert.Equal((4L, 3L), (source.Shape.FrameCount, source.Validity.RecordedFrames));
        Assert.Contains(source.Info.Notes, static note => note.Contains("3 of 4 frames are present", StringComparison.Ordinal));
    }

    [Fact]
    public void NumberOfImagesThatWasNeverKnown_IsThatOfTheFile()
    {
        var writer = new MrcOnDisk(6);
        writer.Write(Path, 2, header => writer.Put(header, 8, 32766));
        using var source = SourceOpener.Open(Path);
        Assert.Equal((2L, (long?)null), (source.Shape.FrameCount, source.Validity.RecordedFrames));
        Assert.Contains(source.Info.Notes, static note => note.Contains("declares 32,766 images", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, -1, "images of 3×-1 are declared")]
    [InlineData(8, 0, "0 images of 3×5 are declared")]
    [InlineData(4, 16_000_000, "ends within its first image")]
    [InlineData(12, 3, "complex numbers (mode 3)")]
    [InlineData(12, 4, "complex numbers (mode 4)")]
    [InlineData(12, 99, "pixels of mode 99 are declared")]
    [InlineData(92, -4, "an extended header of -4 bytes")]
    [InlineData(92, 2_000_000_000, "an extended header of 2000000000 bytes")]
    public void DamagedHeader_IsToldInWords(int offset, int value, string expected)
    {
        var writer = new MrcOnDisk(1);
        writer.Write(Path, 2, header => writer.Put(header, offset, value));
        Assert.Contains(expected, Assert.Throws<SourceException>(() => SourceOpener.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyCutOfTheFirstImage_IsToldInWords()
    {
        new MrcOnDisk(1).Write(Path, 1);
        var whole = File.ReadAllBytes(Path);
        for (var length = 1; length < whole.Length; length += 9)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Throws<SourceException>(() => SourceOpener.Open(Path));
        }
    }

    public void Dispose() => _folder.Dispose();
}
