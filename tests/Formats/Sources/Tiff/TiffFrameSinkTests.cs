using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Tiff;

/// <summary>Stacks that are written, as other programs read them, and as they come back.</summary>
public sealed class TiffFrameSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string A => _folder.File("a.tif");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OtherPrograms_ReadAHyperstackWithItsUnit()
    {
        DebianPython.Require("numpy", "tifffile");
        var shape = new DataShape(new Extent(3, 4), new Extent(5, 6));
        Axis[] axes = [new("scan row", 2, 0, "nm"), new("scan column", 2, 0, "nm"), new("detector row", 0.5, -1, "1/nm"),
            new("detector column", 0.25, 0, "1/nm")];
        Write(shape, axes, [.. Enumerable.Range(0, (int)shape.Full.Count).Select(static i => (float)i)]);
        DebianPython.Run("""
            import sys, numpy as np, tifffile
            with tifffile.TiffFile(sys.argv[1]) as t:
                assert t.is_imagej and len(t.pages) == 12, t.pages
                s = t.series[0]
                assert s.axes == 'TZYX' and s.shape == (3, 4, 5, 6) and s.dtype == 'f4', (s.axes, s.shape, s.dtype)
                assert (s.asarray().ravel() == np.arange(360)).all()
                assert t.imagej_metadata['unit'] == '1/nm' and t.imagej_metadata['yorigin'] == 2, t.imagej_metadata
                x, y = (t.pages[0].tags[tag].value for tag in ('XResolution', 'YResolution'))
                assert abs(x[0] / x[1] - 4) < 1e-6 and abs(y[0] / y[1] - 2) < 1e-6
            """, A);
        using var source = SourceOpener.Open(A);
        Assert.Equal(shape, source.Shape);
        Assert.Equal(axes, source.Info.Axes);
        File.Delete(A + ".ronchi.json");   // without what is beside it, what TIFF can say
        using var alone = SourceOpener.Open(A);
        Assert.Equal(shape, alone.Shape);
        Assert.Equal(axes[2..], alone.Info.Axes[2..]);
    }

    [Fact]
    public void Colors_AreColors()
    {
        DebianPython.Require("numpy", "tifffile");
        var shape = new DataShape(new Extent(2), new Extent(4, 3, 4));
        Write(shape, [], [.. Enumerable.Range(0, 96).Select(static i => (float)i)]);
        DebianPython.Run("""
            import sys, numpy as np, tifffile
            with tifffile.TiffFile(sys.argv[1]) as t:
                assert len(t.pages) == 2 and t.pages[1].shape == (4, 3, 4) and t.pages[1].photometric == 2
                assert (np.stack([page.asarray() for page in t.pages]).ravel() == np.arange(96)).all()
            """, A);
        using var source = SourceOpener.Open(A);
        Assert.Equal(shape, source.Shape);
    }

    [Fact]
    public void AboveFourGigabytes_ItIsABigTiff()
    {
        var shape = new DataShape(new Extent(70, 70), new Extent(1024, 1024));
        using (var sink = KnownSinks.Create(A, new SinkDescription(shape, ElementType.U8, new SourceInfo("memory", "memory"))))
        {
            var frame = new byte[1 << 20];
            frame[^1] = 7;
            sink.Write(4899, frame);   // the others are holes
            sink.Complete();
        }

        Assert.Equal(43, FileHead.Read(A).Bytes.Span[2]);
        using var source = SourceOpener.Open(A);
        Assert.Equal(shape, source.Shape);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(4899, 1));
        Assert.True(reader.TryRead(out var tile));
        Assert.Equal(7, tile.Pixels<byte>()[^1]);
    }

    [Fact]
    public void Spectra_AreRefused() => Assert.Contains(
        "pages of a TIFF have rows and columns",
        Assert.Throws<ArgumentException>(() => KnownSinks.Create(
            A, new SinkDescription(new(new Extent(2), new Extent(9)), ElementType.U8, new SourceInfo("memory", "memory")))).Message,
        StringComparison.Ordinal);

    private void Write(DataShape shape, Axis[] axes, float[] values)
    {
        using var sink = KnownSinks.Create(
            A, new SinkDescription(shape, ElementType.F32, new SourceInfo("memory", "memory") { Axes = [.. axes] }));
        var pixels = (int)shape.FrameElements;
        for (var frame = 0; frame < shape.FrameCount; frame++)
            sink.Write(frame, MemoryMarshal.AsBytes(values.AsSpan(frame * pixels, pixels)));
        sink.Complete();
    }
}
