using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.PnDetector;

/// <summary>A scan of six frames in two files.</summary>
public sealed class Frms6ContractTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = Frms6OnDisk.WriteMeasurement(_folder);
        return (SourceOpener.Open(_folder.File("scan.hdr")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Which files belong together, and what is wrong with some.</summary>
public sealed class Frms6Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("scan.hdr", "2×3", 6)]
    [InlineData("scan_002.frms6", "2×3", 6)]
    [InlineData("scan_000.frms6", "4", 4)]
    public void AnyFile_OpensTheMeasurement_AndTheFirstItsDarkFrames(string name, string scan, int frames)
    {
        Frms6OnDisk.WriteMeasurement(_folder);
        using var source = SourceOpener.Open(_folder.File(name));
        Assert.Equal((scan, (long)frames), (source.Shape.Scan.ToString(), source.Shape.FrameCount));
        Assert.Equal(new Extent(2 * Frms6OnDisk.Rows, Frms6OnDisk.Columns), source.Shape.Detector);
        Assert.Equal(frames == 6, source.Info.Notes.Any(static note => note.Contains("--dark", StringComparison.Ordinal)));
        Assert.Contains(new Fact("scan_dwell_time", "0.001", "s"), source.Info.Facts);
        Assert.Contains(source.Info.Notes, static note => note.Contains("added up 2 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void FramesOfATruncatedFile_AreLeftOut()
    {
        Frms6OnDisk.WriteMeasurement(_folder);
        using (var file = File.OpenWrite(_folder.File("scan_002.frms6")))
            file.SetLength(file.Length - 3);
        using var source = SourceOpener.Open(_folder.File("scan.hdr"));
        Assert.Equal((6L, 5L), (source.Shape.FrameCount, source.Validity.RecordedFrames));
        Assert.Contains(
            source.Info.Notes, static note => note.Contains("scan_002.frms6 is truncated: 1 of 2 frames", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(88, 7, "no halves can be made")]
    [InlineData(90, 0, "no halves can be made")]
    [InlineData(90, 60_000, "ends within its first frame")]
    public void DamagedHeader_IsToldInWords(int offset, ushort value, string expected)
    {
        Frms6OnDisk.WriteMeasurement(_folder);
        foreach (var name in (string[])["scan_001.frms6", "scan_002.frms6"])
        {
            var bytes = File.ReadAllBytes(_folder.File(name));
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), value);
            File.WriteAllBytes(_folder.File(name), bytes);
        }

        Assert.Contains(
            expected, Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("scan.hdr"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfOtherFrames_AreRefused()
    {
        Frms6OnDisk.WriteMeasurement(_folder);
        Frms6OnDisk.WriteFile(_folder.File("scan_003.frms6"), 1, new Random(3), rows: 5);
        Assert.Contains(
            "frames of 5×8, but those of scan_001.frms6 have 3×8",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("scan.hdr"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void MeasurementWithoutFrames_IsToldInWords()
    {
        Frms6OnDisk.WriteMeasurement(_folder);
        File.Delete(_folder.File("scan_001.frms6"));
        File.Delete(_folder.File("scan_002.frms6"));
        Assert.Contains(
            "are not in the same folder",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("scan.hdr"))).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Writes measurements of random frames.</summary>
internal static class Frms6OnDisk
{
    public const int Rows = 3;
    public const int Columns = 4;

    public static byte[] WriteMeasurement(TemporaryFolder folder)
    {
        var random = new Random(19);
        File.WriteAllText(
            folder.File("scan.hdr"),
            "[measurementInfo]\nDwelltimeMicroseconds = 1000\nDarkframes = 4\nSignalframes = 6\nSTEMImageSize = 2x3\n"
            + "ReadoutMode = \"bin: 2, windowing: 6 x 4\"\n");
        WriteFile(folder.File("scan_000.frms6"), 4, random);
        return [.. WriteFile(folder.File("scan_001.frms6"), 4, random), .. WriteFile(folder.File("scan_002.frms6"), 2, random)];
    }

    public static byte[] WriteFile(string path, int frames, Random random, int rows = Rows)
    {
        using var file = File.Create(path);
        var header = new byte[1024];
        BinaryPrimitives.WriteUInt16LittleEndian(header, 1024);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), 64);
        header[7] = 6;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(88), 2 * Columns);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(90), (ushort)rows);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(1020), frames);
        file.Write(header);
        var all = new List<byte>();
        for (var i = 0; i < frames; i++)
        {
            ushort[] frame = [.. Enumerable.Range(0, 2 * rows * Columns).Select(_ => (ushort)random.Next(65536))];
            file.Write(new byte[64]);
            for (var row = 0; row < rows; row++)
            {
                file.Write(MemoryMarshal.AsBytes(frame.AsSpan(row * Columns, Columns)));
                ushort[] lower = [.. frame[(((2 * rows) - 1 - row) * Columns)..][..Columns].Reverse()];
                file.Write(MemoryMarshal.AsBytes(lower.AsSpan()));
            }

            all.AddRange(MemoryMarshal.AsBytes(frame.AsSpan()).ToArray());
        }

        return [.. all];
    }
}
