using System.Buffers.Binary;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Norpix;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Norpix;

/// <summary>A sequence of 16 bits whose images are padded.</summary>
public sealed class SeqImagesTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = new SeqFile { Images = 7 }.Write(_folder.File("a.seq"));
        return (SourceOpener.Open(_folder.File("a.seq")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>A sequence in colour, of the older version.</summary>
public sealed class SeqColorTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var stored = new SeqFile { Images = 5, Bits = 24, Version = 3 }.Write(_folder.File("a.seq"));
        return (
            SourceOpener.Open(_folder.File("a.seq")),
            [.. stored.Chunk(3).SelectMany(static pixel => (byte[])[pixel[2], pixel[1], pixel[0]])]);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>A pair of sequences with the halves of frames, three in each image.</summary>
public sealed class SeqPairTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        const int Half = 2 * 5 * 2, Row = 5 * 2;
        var top = new SeqFile { Images = 3, Rows = 6, Seed = 1 }.Write(_folder.File("a_Top_14-13-42.seq"));
        var bottom = new SeqFile { Images = 2, Rows = 6, Seed = 2 }.Write(_folder.File("a_Bottom_14-13-43.seq"));
        var values = new List<byte>();
        for (var frame = 0; frame < 6; frame++)
        {
            values.AddRange(top.AsSpan((frame * Half) + Row, Row));
            values.AddRange(top.AsSpan(frame * Half, Row));
            values.AddRange(bottom.AsSpan(frame * Half, Half));
        }

        return (
            SourceOpener.Open(_folder.File("a_Bottom_14-13-43.seq"), new() { OfFormats = [new SeqOptions { Prebuffer = 3 }] }),
            [.. values]);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Counts, times, files beside and faults of sequences.</summary>
public sealed class SeqTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Images_AreCountedByTheSizeOfTheFile_AndHaveTheirTimes()
    {
        new SeqFile { Images = 9, Allocated = 4 }.Write(_folder.File("a.seq"));
        using var source = SourceOpener.Open(_folder.File("a.seq"));
        Assert.Equal(9, source.Shape.FrameCount);
        Assert.Equal("3×3", source.Shape.Scan.ToString());
        using var series = SourceOpener.Open(_folder.File("a.seq"), new() { ScanShape = new Extent(9) });
        Assert.Equal(new Axis("time", 0.0205, 0, "s"), series.Info.Axes[0] with { Scale = Math.Round(series.Info.Axes[0].Scale, 9) });
        Assert.Contains(new Fact("recorded", "2001-09-09T01:46:40Z"), source.Info.Facts);
        Assert.Contains(new Fact("frame_rate", "30", "Hz"), source.Info.Facts);
    }

    [Fact]
    public void ImageThatIsCut_IsLeftOut()
    {
        new SeqFile { Images = 4 }.Write(_folder.File("a.seq"));
        File.WriteAllBytes(_folder.File("a.seq"), File.ReadAllBytes(_folder.File("a.seq"))[..^480]);
        using var source = SourceOpener.Open(_folder.File("a.seq"));
        Assert.Equal(3, source.Shape.FrameCount);
    }

    [Fact]
    public void ReferencesAndConfigurationBeside_AreTold()
    {
        new SeqFile { Images = 4 }.Write(_folder.File("a.seq"));
        File.WriteAllText(_folder.File("a.seq.dark.mrc"), "");
        File.WriteAllText(_folder.File("a.seq.gain.mrc"), "");
        File.WriteAllText(
            _folder.File("a.seq.Config.Metadata.xml"),
            "<Configuration><FileInfo><CameraType Value=\"Celeritas Camera\" /><FrameRate Value=\"86956.52\" /></FileInfo>"
            + "</Configuration>");
        using var source = SourceOpener.Open(_folder.File("a.seq"));
        Assert.Contains(
            "the dark frame and gain map beside the sequence are not applied: use --dark a.seq.dark.mrc --gain a.seq.gain.mrc.",
            source.Info.Notes);
        Assert.Contains(new Fact("detector_name", "Celeritas Camera"), source.Info.Facts);
        Assert.Contains(new Fact("frame_rate", "86956.52", "Hz"), source.Info.Facts);
        File.WriteAllText(_folder.File("a.seq.Config.Metadata.xml"), "<Configuration><FileInfo>");
        using var damaged = SourceOpener.Open(_folder.File("a.seq"));
        Assert.Contains(
            damaged.Info.Notes, static note => note.StartsWith("a.seq.Config.Metadata.xml cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public void HalfOfAPair_SaysHowWholeFramesAreRead()
    {
        new SeqFile { Images = 1, Rows = 6 }.Write(_folder.File("a_Top_1.seq"));
        new SeqFile { Images = 1, Rows = 6 }.Write(_folder.File("a_Bottom_2.seq"));
        File.WriteAllText(
            _folder.File("a.seq.Config.Metadata.xml"),
            "<Configuration><FileInfo><SegmentPreBuffer Value=\"3\" /></FileInfo></Configuration>");
        using var source = SourceOpener.Open(_folder.File("a_Top_1.seq"));
        Assert.Equal("6×5", source.Shape.Detector.ToString());
        Assert.Contains(
            "these are the top halves of frames whose bottom halves are in a_Bottom_2.seq: --prebuffer 3 reads whole frames.",
            source.Info.Notes);
    }

    [Fact]
    public void PairThatDoesNotFit_IsRefusedInWords()
    {
        var options = new OpenOptions { OfFormats = [new SeqOptions { Prebuffer = 3 }] };
        new SeqFile { Images = 1, Rows = 6 }.Write(_folder.File("a_Top_1.seq"));
        new SeqFile { Images = 1, Rows = 6 }.Write(_folder.File("whole.seq"));
        Assert.Contains(
            "must lie beside it, in one file a_Bottom_….seq; there are 0 such files",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a_Top_1.seq"), options)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "whole.seq is none of them",
            Assert.Throws<ArgumentException>(() => SourceOpener.Open(_folder.File("whole.seq"), options)).Message,
            StringComparison.Ordinal);
        new SeqFile { Images = 1, Rows = 9 }.Write(_folder.File("a_Bottom_2.seq"));
        Assert.Contains(
            "they do not belong together",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a_Top_1.seq"), options)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "--prebuffer 4: images of 6 rows cannot be cut",
            Assert.Throws<ArgumentException>(() => SourceOpener.Open(
                _folder.File("a_Top_1.seq"), new() { OfFormats = [new SeqOptions { Prebuffer = 4 }] })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(548, 0, "images of 4×0 pixels")]
    [InlineData(551, 0x7F, "an image must have 1 byte to 1 GiB")]
    [InlineData(556, 12, "pixels of 12 bits are not read")]
    [InlineData(564, 1, "but 1 are said to be stored in 512")]
    [InlineData(581, 0, "are said to be stored in 0")]
    [InlineData(620, 1, "the images are compressed (kind 1), which is not read")]
    public void DamagedHeader_IsRefusedInWords(int at, byte value, string sentence)
    {
        new SeqFile { Images = 1 }.Write(_folder.File("a.seq"));
        var file = File.ReadAllBytes(_folder.File("a.seq"));
        file[at] = value;
        File.WriteAllBytes(_folder.File("a.seq"), file);
        Assert.Contains(
            sentence, Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.seq"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SequenceWithoutImage_IsRefused()
    {
        new SeqFile { Images = 0 }.Write(_folder.File("a.seq"));
        Assert.Contains(
            "the sequence holds no whole image",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.seq"))).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Writes a sequence, an image each 20.5 ms.</summary>
internal sealed record SeqFile
{
    private const int Columns = 5;

    public int Images { get; init; }

    public int Allocated { get; init; } = 10;

    public int Rows { get; init; } = 4;

    public int Bits { get; init; } = 16;

    public int Version { get; init; } = 5;

    public int Stride { get; init; } = 512;

    public int Seed { get; init; } = 3;

    /// <summary>Writes it.</summary>
    /// <returns>The pixels of all images as they are stored.</returns>
    public byte[] Write(string path)
    {
        var offset = Version >= 5 ? 8192 : 1024;
        var bytes = Rows * Columns * Bits / 8;
        var file = new byte[offset + (Images * Stride)];
        BinaryPrimitives.WriteUInt32LittleEndian(file, 0xFEED);
        System.Text.Encoding.Unicode.GetBytes("Norpix seq").CopyTo(file, 4);
        (int At, int Value)[] words =
        [
            (28, Version), (32, 1024), (548, Columns), (552, Rows), (556, Bits), (560, Math.Min(Bits, 12)), (564, bytes), (568, 100),
            (572, Allocated), (580, Stride),
        ];
        foreach (var (at, value) in words)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(584), 30);
        var random = new Random(Seed);
        var values = new byte[Images * bytes];
        random.NextBytes(values);
        for (var i = 0; i < Images; i++)
        {
            var image = file.AsSpan(offset + (i * Stride));
            values.AsSpan(i * bytes, bytes).CopyTo(image);
            BinaryPrimitives.WriteUInt32LittleEndian(image[bytes..], 1_000_000_000);
            BinaryPrimitives.WriteUInt16LittleEndian(image[(bytes + 4)..], (ushort)(20 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(image[(bytes + 6)..], (ushort)(500 * i));
        }

        File.WriteAllBytes(path, file);
        return values;
    }
}
