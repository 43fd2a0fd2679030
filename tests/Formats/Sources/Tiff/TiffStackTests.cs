using System.Buffers.Binary;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Tiff;

/// <summary>Which pages of a TIFF file make a scan, what its axes are, and what is said of files that are damaged.</summary>
public sealed class TiffStackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string A => _folder.File("a.tif");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MorePagesThanSixteenBitsCount_AreAllRead()
    {
        const int Pages = 40_000;
        var tiff = new TinyTiff();
        for (var page = 0; page < Pages; page++)
            tiff.Page(1, 4, [(byte)page, (byte)(page >> 8), (byte)(page >> 16), 7]);
        tiff.Save(A);
        using var source = SourceOpener.Open(A);
        Assert.Equal(new Extent(Pages), source.Shape.Scan);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 64));
        reader.Seek(new(0, Pages));
        var number = 0;
        while (reader.TryRead(out var tile))
        {
            for (var frame = 0; frame < tile.Frames.Count; frame++, number++)
                Assert.Equal(number, BinaryPrimitives.ReadInt32LittleEndian(tile.Bytes(frame)) & 0xFFFFFF);
        }

        Assert.Equal(Pages, number);
    }

    [Fact]
    public void StackBeyondFourGigabytesWithOneDirectory_IsReadToItsEnd()
    {
        const int Frames = 5000;
        const int FrameBytes = 1 << 20;
        var tiff = new TinyTiff();
        var text = tiff.Text($"ImageJ=1.54f\nimages={Frames}\nframes={Frames}\nunit=nm\nfinterval=0.25\n");
        var pixels = tiff.Length + 200;
        tiff.Directory((256, 4, 1024), (257, 4, 1024), (258, 3, 8), (270, 2, text), (273, 4, pixels), (278, 4, 1024), (279, 4, FrameBytes));
        tiff.Save(A);
        using (var file = File.OpenWrite(A))
        {
            file.SetLength(pixels + ((long)Frames * FrameBytes));   // a hole: nothing is written
            file.Position = file.Length - 1;
            file.WriteByte(9);
        }

        using var source = SourceOpener.Open(A);
        Assert.Equal(new Extent(Frames), source.Shape.Scan);
        Assert.Equal(new Axis("time", 0.25, 0, "s"), source.Info.Axes.FirstOrDefault(new Axis("time", 0.25, 0, "s")));
        Assert.Equal(9, Frame(source, Frames - 1)[^1]);
    }

    [Fact]
    public void HyperstackOfImageJ_HasItsAxesAndUnits()
    {
        DebianPython.Require("numpy", "tifffile");
        DebianPython.Run("""
            import sys, numpy as np, tifffile
            tifffile.imwrite(sys.argv[1], np.zeros((4, 3, 2, 5, 6), 'u2'), imagej=True, resolution=(4, 2),
                metadata={'axes': 'TZCYX', 'unit': 'um', 'spacing': 0.5, 'finterval': 2.0})
            """, A);
        using var source = SourceOpener.Open(A);
        Assert.Equal(new DataShape(new Extent(4, 3, 2), new Extent(5, 6)), source.Shape);
        Assert.Equal(
            [new("time", 2, 0, "s"), new("slice", 0.5, 0, "µm"), new("channel"), new("detector row", 0.5, 0, "µm"),
                new("detector column", 0.25, 0, "µm")],
            source.Info.Axes);
    }

    [Fact]
    public void OmeTiff_HasItsAxesAndUnits()
    {
        DebianPython.Require("numpy", "tifffile");
        DebianPython.Run("""
            import sys, numpy as np, tifffile
            a = np.arange(3 * 2 * 5 * 6, dtype='u2').reshape(3, 2, 5, 6)
            tifffile.imwrite(sys.argv[1], a, ome=True, compression='zlib', metadata={'axes': 'TCYX', 'TimeIncrement': 0.1,
                'TimeIncrementUnit': 's', 'PhysicalSizeX': 2, 'PhysicalSizeXUnit': 'nm', 'PhysicalSizeY': 3, 'PhysicalSizeYUnit': 'nm'})
            """, A);
        using var source = SourceOpener.Open(A);
        Assert.Equal(new DataShape(new Extent(3, 2), new Extent(5, 6)), source.Shape);
        Assert.Equal(
            [new("time", 0.1, 0, "s"), new("channel"), new("detector row", 3, 0, "nm"), new("detector column", 2, 0, "nm")],
            source.Info.Axes);
        Assert.Equal(179, Frame(source, 5)[^2]);
    }

    [Theory]
    [InlineData(3, 100_000, "µm", 0.1)]
    [InlineData(3, 118, null, 0)]
    [InlineData(2, 25_400_000, "nm", 1)]
    [InlineData(2, 72, null, 0)]
    [InlineData(1, 100_000, null, 0)]
    public void Resolution_IsACalibrationWhereItIsFinerThanPaper(int unit, int perUnit, string? expected, double size)
    {
        var tiff = new TinyTiff();
        Span<byte> fraction = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(fraction, perUnit);
        BinaryPrimitives.WriteInt32LittleEndian(fraction[4..], 1);
        var at = tiff.Put(fraction);
        tiff.Page(2, 2, [1, 2, 3, 4], (282, 5, at), (283, 5, at), (296, 3, unit)).Save(A);
        using var source = SourceOpener.Open(A);
        Assert.Equal(expected, source.Info.Axes.IsEmpty ? null : source.Info.Axes[^1].Unit);
        if (expected is not null)
            Assert.Equal(size, source.Info.Axes[^1].Scale, 1e-9);
        Assert.Equal(0, source.Shape.Scan.Rank);
    }

    [Fact]
    public void PagesOfSeveralKinds_AreNamedAndTheLargestAreOpened()
    {
        new TinyTiff().Page(1, 2, [1, 2]).Page(2, 2, [1, 2, 3, 4]).Page(2, 2, [5, 6, 7, 8]).Page(1, 1, [9], (254, 4, 1)).Save(A);
        using (var source = SourceOpener.Open(A))
        {
            Assert.Equal(new DataShape(new Extent(2), new Extent(2, 2)), source.Shape);
            Assert.Equal([5, 6, 7, 8], Frame(source, 1));
            Assert.Contains(
                "the file holds pages of several kinds, of which kind 1 is opened: 0: 1 of 1×2 uint8; 1: 2 of 2×2 uint8. --dataset NUMBER "
                + "opens another.",
                source.Info.Notes);
        }

        using var other = SourceOpener.Open(A, new() { OfFormats = [new DatasetOptions { Dataset = "0" }] });
        Assert.Equal(new Extent(1, 2), other.Shape.Detector);
        Assert.Contains(
            "--dataset 2: the pages are of 2 kinds; give a number from 0 to 1.",
            Refusal(new() { OfFormats = [new DatasetOptions { Dataset = "2" }] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ScanShape_CanBeSaid()
    {
        var tiff = new TinyTiff();
        for (var page = 0; page < 6; page++)
            tiff.Page(1, 2, [(byte)page, 1]);
        tiff.Save(A);
        using var source = SourceOpener.Open(A, new() { ScanShape = new Extent(2, 3) });
        Assert.Equal(new Extent(2, 3), source.Shape.Scan);
        Assert.Contains("choose from 2x3", Assert.Throws<ArgumentException>(
            () => SourceOpener.Open(A, new() { ScanShape = new Extent(4, 3) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TruncatedStack_GivesThePagesThatAreThere()
    {
        var tiff = new TinyTiff().Page(1, 2, [1, 2]).Page(1, 2, [3, 4]);
        var whole = tiff.Length;
        tiff.Page(1, 2, [5, 6]);
        File.WriteAllBytes(A, tiff.ToArray()[..(whole + 9)]);
        using var source = SourceOpener.Open(A);
        Assert.Equal(new Extent(2), source.Shape.Scan);
        Assert.Contains(source.Info.Notes, static note => note.Contains("the chain of pages breaks at byte", StringComparison.Ordinal));
        Assert.Equal([3, 4], Frame(source, 1));
    }

    [Fact]
    public void TruncatedStackInOnePiece_LeavesTheRestBlank()
    {
        var tiff = new TinyTiff();
        var text = tiff.Text("ImageJ=1.54f\nimages=4\n");
        var pixels = tiff.Length + 200;
        tiff.Directory((256, 4, 4), (257, 4, 4), (258, 3, 8), (270, 2, text), (273, 4, pixels), (278, 4, 4), (279, 4, 16));
        tiff.Save(A);
        using (var file = File.OpenWrite(A))
            file.SetLength(pixels + 40);
        using var source = SourceOpener.Open(A);
        Assert.Equal(new Extent(4), source.Shape.Scan);
        Assert.Equal(2, source.Validity.RecordedFrames);
        Assert.Contains("the file is truncated: 2 of 4 frames are present; the others are blank and invalid.", source.Info.Notes);
    }

    [Fact]
    public void ChainThatBitesItsTail_EndsThere()
    {
        var tiff = new TinyTiff().Page(1, 2, [1, 2]);
        var second = tiff.Length + 2;
        tiff.Page(1, 2, [3, 4]).LinkTo(second);
        tiff.Save(A);
        using var source = SourceOpener.Open(A);
        Assert.Equal(new Extent(2), source.Shape.Scan);
        Assert.Contains(source.Info.Notes, static note => note.Contains("the chain of pages leads back to byte", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(256, 4, 0, "a page of 2×0 pixels")]
    [InlineData(256, 4, 2_000_000_000, "a frame must have 1 byte to 1 GiB")]
    [InlineData(256, 4, 500_000, "cannot hold its pixels")]
    [InlineData(258, 3, 24, "values of 24 bits of sample format 1")]
    [InlineData(339, 3, 6, "values of 8 bits of sample format 6")]
    [InlineData(259, 3, 34712, "compressed with method 34712, which is not read")]
    [InlineData(259, 3, 8, "a strip or tile does not give the 4 bytes that belong to it (coded as Deflate)")]
    [InlineData(259, 3, 5, "a strip or tile does not give the 4 bytes that belong to it (coded as Lzw)")]
    [InlineData(259, 3, 7, "coded as Jpeg cannot be decoded")]
    [InlineData(317, 3, 9, "predictor 9 for values of 8 bits is not known")]
    [InlineData(278, 4, 1, "1 strips or tiles for a page that needs 2")]
    [InlineData(273, 4, 4_000_000_000, "the first page is truncated")]
    public void PageThatCannotBe_IsRefusedInWords(int tag, int type, long value, string reason)
    {
        new TinyTiff().Page(2, 2, [0xFF, 2, 3, 4], (tag, type, value), (284, 3, 1)).Save(A);
        Assert.Contains(reason, Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 }, "this TIFF has no page")]
    [InlineData(new byte[] { 0xFF, 0, 0, 0 }, "bytes of its header are expected here")]
    public void HeaderThatLeadsNowhere_IsRefusedInWords(byte[] first, string reason)
    {
        File.WriteAllBytes(A, [.. "II*\0"u8, .. first]);
        Assert.Contains(reason, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mapped_OnlyWhereItLiesSo()
    {
        new TinyTiff().Page(1, 2, [1, 2]).Page(1, 2, [3, 4]).Save(A);
        using (var source = SourceOpener.Open(A, new() { OfFormats = [new MapOptions { Map = true }] }))
            Assert.True(source.GivesViews);
        new TinyTiff().Page(2, 2, [3, 1, 2, 3, 4], (259, 3, 32773)).Save(A);
        Assert.Contains("--map maps uncompressed files", Assert.Throws<ArgumentException>(
            () => SourceOpener.Open(A, new() { OfFormats = [new MapOptions { Map = true }] })).Message, StringComparison.Ordinal);
    }

    private string Refusal(OpenOptions? options = null) => Assert.Throws<SourceException>(() =>
    {
        using var source = SourceOpener.Open(A, options);
        Frame(source, 0);
    }).Message;

    private static byte[] Frame(IFrameSource source, long frame)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(frame, 1));
        Assert.True(reader.TryRead(out var tile));
        return tile.Pixels<byte>().ToArray();
    }
}
