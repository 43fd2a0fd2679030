using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

public sealed class DetectorAxesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("numpy.save(p, a)", "a.npy")]
    [InlineData("numpy.save(p, numpy.asfortranarray(a))", "f.npy")]
    [InlineData("numpy.savez(p, a)", "a.npz")]
    [InlineData("f = __import__('h5py').File(p, 'w'); f['x/y'] = a", "a.h5")]
    public void ArrayOfThreeAxes_IsAScanOfSpectraOrALineOfImages_AsTheRequestSays(string save, string name)
    {
        DebianPython.Require("numpy", "h5py");
        DebianPython.Run($"import numpy, sys; p = sys.argv[1]; a = numpy.arange(60, dtype='u2').reshape(3, 4, 5); {save}",
            _folder.File(name));
        using var images = SourceOpener.Open(_folder.File(name));
        Assert.Equal(new DataShape(new Extent(3), new Extent(4, 5)), images.Shape);
        using var spectra = SourceOpener.Open(_folder.File(name), new OpenOptions { DetectorAxes = 1 });
        Assert.Equal(new DataShape(new Extent(3, 4), new Extent(5)), spectra.Shape);
        foreach (var source in (IFrameSource[])[images, spectra])
        {
            var read = new List<ushort>();
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 2));
            reader.Seek(new(0, (int)source.Shape.FrameCount));
            while (reader.TryRead(out var tile))
                read.AddRange(tile.Pixels<ushort>());
            Assert.Equal(Enumerable.Range(0, 60).Select(static i => (ushort)i), read);
        }
    }

    [Theory]
    [InlineData("numpy.save(p, a)", "a.npy")]
    [InlineData("numpy.save(p, numpy.asfortranarray(a))", "f.npy")]
    [InlineData("numpy.savez(p, a)", "a.npz")]
    [InlineData("f = __import__('h5py').File(p, 'w'); f['x/y'] = a", "a.h5")]
    [InlineData("f = __import__('h5py').File(p, 'w'); f.create_dataset('a', data=a, chunks=(1, 1, 2, 4, 3), compression='gzip')", "c.h5")]
    [InlineData("f = __import__('h5py').File(p, 'w'); f.create_dataset('a', data=a, chunks=(1, 2, 4, 5, 2), compression='gzip')", "b.h5")]
    public void ThreeDetectorAxes_AreFramesInColor_AndNeverTakenUnasked(string save, string name)
    {
        DebianPython.Require("numpy", "h5py");
        DebianPython.Run(
            $"import numpy, sys; p = sys.argv[1]; a = numpy.arange(360).astype('u1').reshape(2, 3, 4, 5, 3); {save}", _folder.File(name));
        using var frames = SourceOpener.Open(_folder.File(name));
        Assert.Equal(new DataShape(new Extent(2, 3, 4), new Extent(5, 3)), frames.Shape);
        Assert.Contains(frames.Info.Notes, static note =>
            note == "the last axis has 3 values of uint8; taken as 24 frames of 5×3; --detector-axes 3 takes them as frames of 4×5 in "
            + "3 colors.");
        using var colors = SourceOpener.Open(_folder.File(name), new OpenOptions { DetectorAxes = 3 });
        Assert.Equal(new DataShape(new Extent(2, 3), new Extent(4, 5, 3)), colors.Shape);
        Assert.DoesNotContain(colors.Info.Notes, static note => note.Contains("--detector-axes", StringComparison.Ordinal));
        var read = new List<byte>();
        using var reader = colors.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 2));
        reader.Seek(new(0, 6));
        while (reader.TryRead(out var tile))
            read.AddRange(tile.Pixels<byte>());
        Assert.Equal(Enumerable.Range(0, 360).Select(static i => (byte)i), read);
    }

    [Theory]
    [InlineData(1, "spectra need one")]
    [InlineData(2, "frames need two")]
    [InlineData(3, "frames in color need three")]
    public void ArrayOfFewerAxesThanTheDetector_IsRefused(int axes, string expected)
    {
        DebianPython.Require("numpy");
        DebianPython.Run($"import numpy, sys; numpy.save(sys.argv[1], numpy.zeros({(axes == 1 ? "()" : axes == 2 ? "3" : "(3, 3)")}))",
            _folder.File("a.npy"));
        Assert.Contains(
            expected,
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.npy"), new OpenOptions { DetectorAxes = axes })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void HyperSpysSpectra_AreOpenedAsTheFileSays()
    {
        DebianPython.Require("numpy", "h5py");
        const string Script = """
            import h5py, numpy, sys
            f = h5py.File(sys.argv[1], 'w')
            g = f.create_group('Experiments/x')
            g['data'] = numpy.zeros((3, 4, 5), 'u2')
            axes = [('y', 'nm', 2, 0, True), ('x', 'nm', 2, 0, True), ('Energy loss', 'eV', 0.5, 280, False)]
            for i, (name, unit, scale, offset, moves) in enumerate(axes):
                a = g.create_group('axis-%d' % i).attrs
                a.update(name=name, units=unit, scale=scale, offset=offset, size=(3, 4, 5)[i], navigate=moves)
            """;
        DebianPython.Run(Script, _folder.File("a.hspy"));
        using var source = SourceOpener.Open(_folder.File("a.hspy"));
        Assert.Equal(new DataShape(new Extent(3, 4), new Extent(5)), source.Shape);
        Assert.Equal(new Axis("Energy loss", 0.5, 280, "eV"), source.Info.Axes[2]);
        Assert.Equal("scan column", source.Info.Axes[1].Name);
    }

    [Fact]
    public void FormatsWhoseFramesHaveTwoAxes_RefuseTheOption()
    {
        File.WriteAllText(_folder.File("a.toml"), "[params]\nfiletype = \"raw_csr\"\nnav_shape = [2, 2]\n");
        Assert.Contains("--detector-axes is for arrays",
            Assert.Throws<ArgumentException>(() => SourceOpener.Open(_folder.File("a.toml"), new OpenOptions { DetectorAxes = 1 }))
            .Message, StringComparison.Ordinal);
    }
}
