using System.Buffers.Binary;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Tvips;

/// <summary>A series in three files.</summary>
public sealed class TvipsSeriesTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = TvipsSeries.Write(_folder, new() { Frames = [3, 1, 2] });
        return (SourceOpener.Open(_folder.File("a_001.tvips")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>A scan that begins after some frames, in the second file of bytes.</summary>
public sealed class TvipsScanContractTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var series = new TvipsSeries { Frames = [3, 17], Bits = 8, Version = 2, HeaderBytes = 108, Scan = (5, 3, 4) };
        var values = TvipsSeries.Write(_folder, series);
        return (SourceOpener.Open(_folder.File("a_000.tvips")), values[(5 * series.FrameBytes)..(17 * series.FrameBytes)]);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Series of TVIPS cameras.</summary>
public sealed class TvipsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ScanThatIsRecorded_IsFoundWithFewFrames_AndMarkedAsEstimated()
    {
        TvipsSeries.Write(_folder, new() { Frames = [700, 4000], Bits = 8, HeaderBytes = 80, Scan = (11, 60, 71) });
        using var source = SourceOpener.Open(_folder.File("a_000.tvips"));
        Assert.Equal("60×71", source.Shape.Scan.ToString());
        Assert.Contains("11 frames before the scan are left out.", source.Info.Notes);
        Assert.Contains(source.Info.Notes, static note => note.StartsWith(
            "the scan of 60×71 is estimated: the positions that are recorded with ", StringComparison.Ordinal));
    }

    [Fact]
    public void ScanShapeThatIsAskedFor_BeginsWhereTheScanDoes()
    {
        TvipsSeries.Write(_folder, new() { Frames = [200], Bits = 8, HeaderBytes = 80, Scan = (11, 9, 10) });
        using var source = SourceOpener.Open(_folder.File("a_000.tvips"), new() { ScanShape = new Extent(8, 10) });
        Assert.Equal("8×10", source.Shape.Scan.ToString());
        Assert.Contains("11 frames before the scan are left out.", source.Info.Notes);
    }

    [Fact]
    public void LostFrames_LeaveTheShapeUnknown()
    {
        TvipsSeries.Write(_folder, new() { Frames = [130], Bits = 8, HeaderBytes = 80, Scan = (3, 11, 11), Lost = 40 });
        using var source = SourceOpener.Open(_folder.File("a_000.tvips"));
        Assert.NotNull(source.Info.UnknownScanShape);
    }

    [Fact]
    public void ScanOfOneRow_LeavesTheShapeUnknown()
    {
        TvipsSeries.Write(_folder, new() { Frames = [20], Bits = 8, HeaderBytes = 80, Scan = (3, 1, 40) });
        using var source = SourceOpener.Open(_folder.File("a_000.tvips"));
        Assert.NotNull(source.Info.UnknownScanShape);
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 60)]
    public void SeriesWithoutScan_IsASeriesInTime(int version, int headerBytes)
    {
        TvipsSeries.Write(_folder, new() { Frames = [4, 3], Version = version, HeaderBytes = headerBytes });
        using var source = SourceOpener.Open(_folder.File("a_000.tvips"));
        Assert.Equal(7, source.Shape.Scan[0]);
        Assert.Equal("time", source.Info.Axes[0].Name);
        Assert.Equal(0.25, source.Info.Axes[0].Scale, 1e-9);
        Assert.Equal(version == 2, source.Info.Axes[^1] is { Scale: 3, Unit: "1/nm" });
        Assert.Equal(200, source.Info.Kilovolts);
        Assert.Contains(new Fact("recorded", "2001-09-09T01:46:40Z"), source.Info.Facts);
    }

    [Fact]
    public void FrameThatIsCut_IsLeftOutAndTold()
    {
        TvipsSeries.Write(_folder, new() { Frames = [4] });
        var path = _folder.File("a_000.tvips");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        using var source = SourceOpener.Open(path);
        Assert.Equal(3, source.Shape.FrameCount);
        Assert.Contains(source.Info.Notes, static note => note.StartsWith("a_000.tvips ends within a frame", StringComparison.Ordinal));
    }

    [Fact]
    public void MissingFile_IsNamed()
    {
        TvipsSeries.Write(_folder, new() { Frames = [1, 1, 1] });
        File.Delete(_folder.File("a_001.tvips"));
        Assert.Contains(
            "a_001.tvips is missing from the series, which goes on with a_002.tvips",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a_000.tvips"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 0, "frames of 4×0 pixels")]
    [InlineData(11, 0x7F, "a frame must have 1 byte to 1 GiB")]
    [InlineData(50, 0x7F, "headers of frames are said to have")]
    public void DamagedHeader_IsRefusedInWords(int at, byte value, string sentence)
    {
        TvipsSeries.Write(_folder, new() { Frames = [1] });
        var file = File.ReadAllBytes(_folder.File("a_000.tvips"));
        file[at] = value;
        File.WriteAllBytes(_folder.File("a_000.tvips"), file);
        Assert.Contains(
            sentence,
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a_000.tvips"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a_000.tvips", FileRole.Scan)]
    [InlineData("a_012.tvips", FileRole.Part)]
    [InlineData("a_000.npy", FileRole.Unknown)]
    [InlineData("a.tvips", FileRole.Unknown)]
    public void Names_SayWhichFileIsOpened(string name, FileRole role) =>
        Assert.Equal(role, SourceOpener.RoleOf(name, KnownFormats.All));

    public void Dispose() => _folder.Dispose();
}

/// <summary>Writes a series: <c>a_000.tvips</c>, …, with a frame each quarter of a second.</summary>
internal sealed record TvipsSeries
{
    private const int Rows = 4, Columns = 5;

    public int[] Frames { get; init; } = [];

    public int Version { get; init; } = 2;

    public int Bits { get; init; } = 16;

    public int HeaderBytes { get; init; } = 60;

    /// <summary>First frame, rows and columns of a scan.</summary>
    public (int Start, int Rows, int Columns)? Scan { get; init; }

    /// <summary>Number of a frame of the scan that was lost, and all positions behind it are one too early.</summary>
    public int Lost { get; init; } = int.MaxValue;

    public int FrameBytes => Rows * Columns * Bits / 8;

    /// <summary>Writes it.</summary>
    /// <returns>The pixels of all frames.</returns>
    public static byte[] Write(TemporaryFolder folder, TvipsSeries series)
    {
        var random = new Random(5);
        var values = new List<byte>();
        var number = 0;
        for (var file = 0; file < series.Frames.Length; file++)
        {
            using var stream = File.Create(folder.File($"a_{file:D3}.tvips"));
            if (file == 0)
                stream.Write(series.Header());
            for (var i = 0; i < series.Frames[file]; i++, number++)
            {
                var pixels = new byte[series.FrameBytes];
                random.NextBytes(pixels);
                values.AddRange(pixels);
                stream.Write(series.FrameHeader(number));
                stream.Write(pixels);
            }
        }

        return [.. values];
    }

    private byte[] Header()
    {
        var header = new byte[256];
        int[] words = [256, Version, Columns, Rows, Bits, 0, 0, 2, 2, 3, 200, 80, HeaderBytes];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4 * i), words[i]);
        return header;
    }

    private byte[] FrameHeader(int number)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, number);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), 1_000_000_000 + (number / 4));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), 250 * (number % 4));
        if (Version == 2)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), 2);
        if (Scan is not var (start, rows, columns))
            return header;
        var position = number - start + (number - start >= Lost ? 1 : 0);
        position = position < 0 || position >= rows * columns ? 0 : position;
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(68), position % columns);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(72), position / columns);
        return header;
    }
}
