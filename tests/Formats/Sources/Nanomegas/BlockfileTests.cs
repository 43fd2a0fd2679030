using System.Buffers.Binary;
using System.Text;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Nanomegas;

/// <summary>The patterns of a blockfile.</summary>
public sealed class BlockfilePatternTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = BlockfileOnDisk.Write(_folder.File("a.blo"));
        return (SourceOpener.Open(_folder.File("a.blo")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>The image of a blockfile.</summary>
public sealed class BlockfileImageTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        BlockfileOnDisk.Write(_folder.File("a.blo"));
        return (
            SourceOpener.Open(_folder.File("a.blo"), new() { OfFormats = [new DatasetOptions { Dataset = "vbf" }] }),
            BlockfileOnDisk.Image);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>What a blockfile says, and what is wrong with some.</summary>
public sealed class BlockfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("a.blo");

    [Fact]
    public void Header_GivesAxesAndFacts()
    {
        BlockfileOnDisk.Write(Path);
        using var source = SourceOpener.Open(Path);
        Assert.Equal(
            [
                new("scan row", 4.5, 0, "nm"), new("scan column", 2.5, 0, "nm"), new("detector row", 0.25, 0, "mm"),
                new("detector column", 0.25, 0, "mm"),
            ],
            source.Info.Axes);
        Assert.Equal(200, source.Info.Kilovolts);
        Assert.Contains(new Fact("camera_length", "0.2", "m"), source.Info.Facts);
        Assert.Contains(new Fact("note", "first line; second"), source.Info.Facts);
        Assert.Contains(source.Info.Notes, static note => note.Contains("--dataset vbf", StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherScanShape_HasNoStepsOfTheScan()
    {
        BlockfileOnDisk.Write(Path);
        using var source = SourceOpener.Open(Path, new() { ScanShape = new Extent(6) });
        Assert.Equal(["px", "mm", "mm"], source.Info.Axes.Select(static axis => axis.Unit));
    }

    [Fact]
    public void TruncatedFile_GivesItsWholePatterns()
    {
        BlockfileOnDisk.Write(Path);
        using (var file = File.OpenWrite(Path))
            file.SetLength(file.Length - 10);
        using var source = SourceOpener.Open(Path);
        Assert.Equal(new Extent(2, 3), source.Shape.Scan);
        Assert.Equal(5, source.Validity.RecordedFrames);
        Assert.Contains(source.Info.Notes, static note => note.Contains("5 of 6 frames are present", StringComparison.Ordinal));
    }

    [Fact]
    public void PatternsWithoutTheirMark_AreNoted()
    {
        BlockfileOnDisk.Write(Path);
        Patch(BlockfileOnDisk.PatternOffset, 0);
        using var source = SourceOpener.Open(Path);
        Assert.Contains(source.Info.Notes, static note => note.Contains("mark of a blockfile", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(6, 0x0203, "of kind 0203")]
    [InlineData(20, 0, "of 0×0 is declared")]
    [InlineData(24, 0, "a scan of 2×0 patterns")]
    [InlineData(14, 0xFFFF, "patterns are said to begin at byte")]
    [InlineData(20, 0xFFFF, "a frame may have up to 1 GiB")]
    [InlineData(20, 30_000, "ends within the first pattern")]
    public void DamagedHeader_IsToldInWords(int offset, ushort value, string expected)
    {
        BlockfileOnDisk.Write(Path);
        Patch(offset, value);
        Assert.Contains(expected, Assert.Throws<SourceException>(() => SourceOpener.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyCutOfTheHeader_IsToldInWords()
    {
        BlockfileOnDisk.Write(Path);
        var whole = File.ReadAllBytes(Path);
        for (var length = 6; length < BlockfileOnDisk.PatternOffset; length += 7)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Throws<SourceException>(() => SourceOpener.Open(Path));
        }
    }

    [Fact]
    public void DatasetThatThereIsNot_IsToldWithThoseThatThereAre()
    {
        BlockfileOnDisk.Write(Path);
        Assert.Contains(
            "there are patterns and vbf",
            Assert.Throws<ArgumentException>(
                () => SourceOpener.Open(Path, new() { OfFormats = [new DatasetOptions { Dataset = "b" }] })).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Patch(int offset, ushort value)
    {
        var bytes = File.ReadAllBytes(Path);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), value);
        File.WriteAllBytes(Path, bytes);
    }
}

/// <summary>Blockfiles of 2×3 random patterns of 5×5.</summary>
internal static class BlockfileOnDisk
{
    public const int PatternOffset = 4096 + (Rows * Columns);
    private const int Rows = 2;
    private const int Columns = 3;
    private const int Side = 5;

    public static byte[] Image { get; } = [.. Enumerable.Range(7, Rows * Columns).Select(static value => (byte)value)];

    public static byte[] Write(string path)
    {
        var values = new byte[Rows * Columns * Side * Side];
        new Random(3).NextBytes(values);
        using var file = new BinaryWriter(File.Create(path));
        file.Write("IMGBLO"u8);
        file.Write((ushort)0x0102);
        file.Write(4096);
        file.Write(PatternOffset);
        file.Write(0);
        foreach (var number in (ushort[])[Side, 4500, Columns, Rows, 0])
            file.Write(number);
        file.Write(2.5);
        file.Write(4.5);
        file.Write(200_000);
        file.Write((ushort)4000);
        file.Write(2000);
        file.Write(42_339.5);
        file.Seek(240, SeekOrigin.Begin);
        file.Write(Encoding.Latin1.GetBytes("first line\r\nsecond\0"));
        file.Seek(4096, SeekOrigin.Begin);
        file.Write(Image);
        for (var i = 0; i < Rows * Columns; i++)
        {
            file.Write((byte[])[0xAA, 0x55]);
            file.Write(i);
            file.Write(values, i * Side * Side, Side * Side);
        }

        return values;
    }
}
