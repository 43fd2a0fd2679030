using System.Text;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Merlin;
using Ronchi.Tests.Oracles;
using Ronchi.Tests.Sources.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Merlin;

/// <summary>Scan shapes, turned frames, files that do not belong together, and what is wrong with some.</summary>
public sealed class MibTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("a.mib");

    [Theory]
    [InlineData(4, 3, 20)]
    [InlineData(4, 2, 20)]
    [InlineData(100, 7, 300)]
    [InlineData(64, 64, 5)]
    [InlineData(3, 50, 5)]
    public void TimesOfFrames_TellTheLinesOfAScan(int columns, int rows, int flyback)
    {
        new MibOnDisk("U08", 6, 1, 8).Write(
            Path, columns * rows, microseconds: i => (1000L * i) + (i / columns * flyback) + (i % 3 == 0 ? 1 : 0));
        using var source = SourceOpener.Open(Path);
        Assert.Equal(new Extent(rows, columns), source.Shape.Scan);
    }

    [Fact]
    public void FirstFrameOfEachLineThatTakesLonger_TellsTheLines()
    {
        new MibOnDisk("U08", 6, 1, 8).Write(Path, 60, microseconds: static i => (1000L * i) + ((i + 11) / 12 * 50));
        using var source = SourceOpener.Open(Path);
        Assert.Equal(new Extent(5, 12), source.Shape.Scan);
    }

    [Fact]
    public void TimesOfAPause_AreNoLines()
    {
        new MibOnDisk("U08", 6, 1, 8).Write(Path, 40, microseconds: static i => (1000L * i) + (i > 9 ? 500 : 0));
        using var source = SourceOpener.Open(Path);
        Assert.Equal(new Extent(40), source.Shape.Scan);
    }

    [Fact]
    public void LinesOfALongScan_AreFoundInFewReads()
    {
        Assert.SkipUnless(ThreadReads.AreCounted, "The system does not count the reads of a thread (/proc/thread-self/io).");
        new MibOnDisk("U08", 6, 1, 8).Write(Path, 128 * 128, microseconds: static i => (1000L * i) + (i / 128 * 20));
        var (reads, bytes) = ThreadReads.Of(() => SourceOpener.Open(Path).Dispose());
        Assert.True(reads <= 64 && bytes <= 1 << 20, $"{reads} reads, {bytes} bytes");
    }

    [Theory]
    [InlineData("Frames in Acquisition (Number):\t12\nFrames per Trigger (Number):\t4\n", "3×4", 12)]
    [InlineData("Frames in Acquisition (Number):\t12\nFrames per Trigger (Number):\t12\n", "12", 12)]
    [InlineData("Frames in Acquisition (Number):\t24\nFrames per Trigger (Number):\t6\n", "4×6", 12)]
    [InlineData("Frames in Acquisition (Number):\t12\nFrames per Trigger (Number):\t1\nScanX:\t2\nScanY:\t6\n", "6×2", 12)]
    public void Description_TellsTheScan(string lines, string expected, int recorded)
    {
        new MibOnDisk("U08", 6, 1, 8).Write(Path, recorded);
        File.WriteAllText(_folder.File("a.hdr"), $"HDR,\t\r\n{lines}Thresholds (keV):\t4.000000E+1,5.110000E+2\nEnd\t");
        foreach (var opened in (string[])["a.hdr", "a.mib"])
        {
            using var source = SourceOpener.Open(_folder.File(opened));
            Assert.Equal(expected, source.Shape.Scan.ToString());
            Assert.Contains(new Fact("threshold_energy", "40000", "eV"), source.Info.Facts);
            Assert.Equal(source.Shape.FrameCount == recorded ? null : recorded, source.Validity.RecordedFrames);
        }
    }

    [Theory]
    [InlineData("U16", 12, 1)]
    [InlineData("R64", 6, 1)]
    [InlineData("R64", 12, 4)]
    [InlineData("R64", 24, 4)]
    public void Flip_TurnsRowsOver(string type, int bits, int chips)
    {
        var writer = new MibOnDisk(type, bits, chips: chips);
        writer.Write(Path, 1);
        using var source = SourceOpener.Open(Path);
        using var flipped = SourceOpener.Open(Path, new() { OfFormats = [new MerlinOptions { Flip = true }] });
        var rowBytes = writer.Frame.Columns * source.ElementType.Size();
        Assert.Equal(Frame(source).Chunk(rowBytes).Reverse().SelectMany(static row => row), Frame(flipped));
    }

    [Fact]
    public void FilesThatAreNoPartsOfOneAcquisition_AreOpenedAlone()
    {
        var writer = new MibOnDisk("U08", 6);
        writer.Write(_folder.File("scan1.mib"), 3);
        writer.Write(_folder.File("scan2.mib"), 2);
        using var source = SourceOpener.Open(_folder.File("scan2.mib"));
        Assert.Equal(2, source.Shape.FrameCount);
        Assert.Contains(source.Info.Notes, static note => note.Contains("begins with frame 1 where", StringComparison.Ordinal));
    }

    [Fact]
    public void ManyFiles_AreReadInTheOrderOfTheirNumbers()
    {
        var writer = new MibOnDisk("U08", 6, 1, 8);
        byte[] values = [.. Enumerable.Range(0, 40)
            .SelectMany(i => writer.Write(_folder.File($"scan_{i + 1}.mib"), 2, sequence: (2 * i) + 1))];
        using var source = SourceOpener.Open(_folder.File("scan_7.mib"));
        Assert.Equal(80, source.Shape.FrameCount);
        Assert.Equal(values, Frames(source));
    }

    [Fact]
    public void LastFrameThatIsCut_IsLeftOut()
    {
        new MibOnDisk("U08", 6).Write(Path, 5);
        using (var file = File.OpenWrite(Path))
            file.SetLength(file.Length - 10);
        using var source = SourceOpener.Open(Path);
        Assert.Equal(4, source.Shape.FrameCount);
        Assert.Contains(source.Info.Notes, static note => note.Contains("the last frame of a.mib is cut off", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("U08", "X08", "pixels of the type 'X08'")]
    [InlineData(",00384,", ",00004,", "has the length '00004'")]
    [InlineData(",00384,", ",0o384,", "has the number '0o384'")]
    [InlineData(",0064,0003,", ",0000,0003,", "frames of 3×0 are declared")]
    [InlineData(",0064,0003,", ",9999,9999,", "ends within its first frame")]
    [InlineData("000002,00384,01,0064", "000002,00384,01,0032", "the second frame has another size")]
    public void DamagedHeader_IsToldInWords(string from, string to, string expected)
    {
        new MibOnDisk("U08", 6).Write(Path, 2);
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Path));
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllBytes(Path, Encoding.Latin1.GetBytes(text[..at] + to + text[(at + from.Length)..]));
        Assert.Contains(expected, Assert.Throws<SourceException>(() => SourceOpener.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyCutOfTheFirstFrame_IsToldInWords()
    {
        new MibOnDisk("R64", 1).Write(Path, 1);
        var whole = File.ReadAllBytes(Path);
        for (var length = 4; length < whole.Length; length += 11)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Throws<SourceException>(() => SourceOpener.Open(Path));
        }
    }

    [Fact]
    public void DescriptionWithoutFrames_IsToldInWords()
    {
        File.WriteAllText(_folder.File("b.hdr"), "HDR,\t\r\nEnd");
        Assert.Contains(
            "its frames b.mib are not in the same folder",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("b.hdr"))).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Frame(IFrameSource source) => Frames(source)[..((int)source.Shape.FrameElements * source.ElementType.Size())];

    private static byte[] Frames(IFrameSource source)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        var all = new MemoryStream();
        while (reader.TryRead(out var tile))
            all.Write(tile.Pixels<byte>());
        return all.ToArray();
    }
}
