using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Numpy;

/// <summary>NumPy archives: stored and deflated, one array and several, and damaged ones.</summary>
public sealed class NpzArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NpzArchiveTests()
    {
        DebianPython.Require("numpy");
        DebianPython.Run("""
            import numpy as np, os, sys
            os.chdir(sys.argv[1])
            a = (np.arange(3 * 4 * 5 * 6) * 37 % 1009).astype('u2').reshape(3, 4, 5, 6)
            rows = dict(peaks_values=np.ones((7, 3)), peaks_offsets=np.arange(8), detector_mask=np.ones((5, 6), bool))
            np.savez('stored.npz', a); np.savez_compressed('deflated.npz', a)
            np.savez('beside.npz', text=np.array(['x']), frames=a, image=a[0, 0], numbers=np.arange(3), complex=a.astype('c8'))
            np.savez_compressed('turned.npz', np.asfortranarray(a.astype('>i4')))
            np.savez('image.npz', intensity=a[0, 0]); np.savez('images.npz', a=a[0, 0], b=a[0, 1])
            np.savez('several.npz', x=a, y=a[:1]); np.savez('none.npz', n=np.arange(4)); np.savez('rows.npz', **rows); np.savez('beside-rows.npz', intensity=a[0, 0], **rows)
            np.savez('texts.npz', t=np.array(['x']))
            """, _folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stored.npz", null, 360)]
    [InlineData("deflated.npz", null, 360)]
    [InlineData("beside.npz", null, 360)]
    [InlineData("turned.npz", null, 360)]
    [InlineData("several.npz", "x", 360)]
    [InlineData("several.npz", "y.npy", 120)]
    [InlineData("image.npz", null, 30)]
    [InlineData("images.npz", "a", 30)]
    [InlineData("beside-rows.npz", null, 30)]
    public void ArrayThatHoldsFrames_IsRead(string file, string? dataset, int values)
    {
        using var source = SourceOpener.Open(_folder.File(file), new() { OfFormats = [new DatasetOptions { Dataset = dataset }] });
        Assert.Equal(_folder.File(file), source.Info.Path);
        var sum = 0L;
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 5));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        while (reader.TryRead(out var tile))
        {
            for (var frame = 0; frame < tile.Frames.Count; frame++)
            {
                for (var pixel = 0; pixel < 30; pixel++)
                    sum += source.ElementType == ElementType.U16 ? tile.Frame<ushort>(frame)[pixel] : tile.Frame<int>(frame)[pixel];
            }
        }

        Assert.Equal(Enumerable.Range(0, values).Sum(static i => (long)(i * 37 % 1009)), sum);
    }

    [Theory]
    [InlineData("several.npz", null, "choose one with --dataset NAME; there are x (3×4×5×6 uint16), y (1×4×5×6 uint16).")]
    [InlineData("images.npz", null, "choose one with --dataset NAME; there are a (5×6 uint16), b")]
    [InlineData("several.npz", "z", "there is no array of numbers 'z' in this archive; there are x")]
    [InlineData("rows.npz", null, "this NumPy archive holds results with rows for each scan position (peaks), and no frames")]
    [InlineData("none.npz", null, "no array in this NumPy archive can hold frames")]
    [InlineData("texts.npz", null, "no array in this NumPy archive holds numbers; t: NumPy type '<U1' is not supported")]
    public void NoArrayOrSeveral_AreTold(string file, string? dataset, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<SourceException>(
                () => SourceOpener.Open(_folder.File(file), new() { OfFormats = [new DatasetOptions { Dataset = dataset }] })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void MappedWhenStored_RefusedWhenDeflated()
    {
        using (var mapped = SourceOpener.Open(_folder.File("stored.npz"), new OpenOptions { OfFormats = [new MapOptions { Map = true }] }))
            Assert.True(mapped.GivesViews);
        Assert.Contains(
            "--map",
            Assert.Throws<ArgumentException>(
                () => SourceOpener.Open(_folder.File("deflated.npz"), new() { OfFormats = [new MapOptions { Map = true }] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ArrayThatCannotBeInsideSoFewBytes_IsRefusedBeforeItIsUnpacked()
    {
        DebianPython.Run("""
            import sys, zipfile
            head = b"{'descr': '<u2', 'fortran_order': False, 'shape': (60, 60, 300, 600), }\n"
            with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('a.npy', b'\x93NUMPY\x01\x00' + len(head).to_bytes(2, 'little') + head + bytes(1000))
            """, _folder.File("bomb.npz"));
        Assert.Contains(
            "truncated",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("bomb.npz"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedArchives_AreRefusedInWords()
    {
        var random = new Random(77);
        foreach (var file in (string[])["stored.npz", "deflated.npz", "several.npz"])
        {
            var whole = File.ReadAllBytes(_folder.File(file));
            for (var trial = 0; trial < 300; trial++)
            {
                var bytes = whole[..(trial % 3 == 0 ? random.Next(5, whole.Length) : whole.Length)];
                for (var change = 0; change < trial % 5; change++)
                    bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(_folder.File("damaged.npz"), bytes);
                try
                {
                    using var source = SourceOpener.Open(_folder.File("damaged.npz"));
                    using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 5));
                    reader.Seek(new(0, (int)Math.Min(source.Shape.FrameCount, 100)));
                    while (reader.TryRead(out _))
                    {
                    }
                }
                catch (SourceException e)
                {
                    Assert.StartsWith(_folder.File("damaged.npz"), e.Message, StringComparison.Ordinal);
                }
            }
        }
    }
}
