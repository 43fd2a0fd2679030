using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.NeXus;

/// <summary>
/// Which dataset is taken when links, other files and other arrays are about; each expectation is h5py's sum of the right one.
/// </summary>
public sealed class DatasetSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DatasetSearchTests()
    {
        DebianPython.Require("h5py", "numpy");
        DebianPython.Run("""
            import h5py, numpy as np, os, sys
            os.chdir(sys.argv[1])
            a = (np.arange(2 * 3 * 4 * 5) % 251).astype('u2').reshape(2, 3, 4, 5)
            X = h5py.ExternalLink
            def file(name, **kw): return h5py.File(name + '.h5', 'w', **kw)
            with file('hard') as f: f['entry/instrument/detector/data'] = a; f['entry/data/data'] = f['entry/instrument/detector/data']
            with file('group') as f: f['entry/instrument/detector/data'] = a; f['entry/view'] = f['entry/instrument/detector']; f['entry/again/loop'] = f['entry']
            with file('soft') as f: f['a/data'] = a; f['b'] = h5py.SoftLink('/a/data'); f['c'] = h5py.SoftLink('/nowhere')
            with file('dense', libver='latest') as f:
                g = f.create_group('g', track_order=True)
                g['data'] = a
                for i in range(40): g[f'name{i}'] = g['data']
            with file('linked') as f: f['entry/data/data'] = X('hard.h5', '/entry/data/data')
            with file('grouplink') as f: f['elsewhere'] = X('hard.h5', '/entry'); f['small'] = np.zeros((2, 2, 2), 'u1')
            with file('twice') as f: f['one'] = X('hard.h5', '/entry/data/data'); f['two'] = X('hard.h5', '/entry/instrument/detector/data')
            with file('chain') as f: f['first'] = X('linked.h5', '/entry/data/data')
            with file('image') as f: f['only'] = a[0, 0]
            with file('two') as f: f['a'] = a; f['b'] = a
            with file('complex') as f: f['c'] = a.astype('c8')
            with file('empty') as f: f['e'] = np.zeros((0, 3, 4, 5), 'u2')
            with file('broken') as f: f['b'] = X('gone.h5', '/x')
            with file('brokenbeside') as f: f['b'] = X('gone.h5', '/x'); f['d'] = a
            with file('images') as f: f['i'] = a[0, 0]; f['j'] = a[0, 1]
            with file('nothing') as f: f['n'] = np.arange(4)
            with file('stack') as f: f['images'] = np.zeros((32, 40, 3), 'u1')
            with file('records') as f: f['r'] = np.zeros((9, 9, 9), [('x', 'f8'), ('y', 'f8')]); f['d'] = a
            """, _folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hard")]
    [InlineData("group")]
    [InlineData("soft")]
    [InlineData("dense")]
    [InlineData("linked")]
    [InlineData("grouplink")]
    [InlineData("twice")]
    [InlineData("chain")]
    [InlineData("brokenbeside")]
    [InlineData("records")]
    public void OneObjectWithSeveralNames_IsOne(string file)
    {
        using var source = SourceOpener.Open(_folder.File(file + ".h5"));
        Assert.Equal(new Extent(2, 3, 4, 5), source.Shape.Full);
        Assert.Equal(Enumerable.Range(0, 120).Sum(static i => i % 251), Sum(source));
    }

    [Theory]
    [InlineData("two", "several datasets are equally large: choose one with --dataset PATH; there are /a (2×3×4×5 u16), /b")]
    [InlineData("complex", "'/c' (2×3×4×5) holds complex numbers")]
    [InlineData("empty", "'/e' has shape 0×3×4×5: it holds no frame.")]
    [InlineData("broken", "the external link '/b' leads to 'gone.h5', which does not exist")]
    [InlineData("images", "only single images: read one with --dataset PATH; there are /i (4×5 u16), /j")]
    [InlineData("nothing", "no dataset of numbers with three or more axes")]
    [InlineData("stack", "its last axis could be images or detector columns")]
    public void NothingToTake_TellsTheOneReason(string file, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File(file + ".h5"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("two", null, "several datasets are equally large")]
    [InlineData("stack", null, "its last axis could be images or detector columns")]
    [InlineData("images", "/i", "has 2 axes")]
    public void WhatWaitingCannotChange_IsSaidAtOnce(string file, string? dataset, string reason)
    {
        var path = _folder.File(file + ".h5");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        var options = new OpenOptions
        {
            Follow = new() { Idle = TimeSpan.FromSeconds(30) },
            DetectorAxes = dataset is null ? null : 3,
            OfFormats = dataset is null ? [] : [new DatasetOptions { Dataset = dataset }],
        };

        var message = Assert.Throws<SourceException>(() => SourceOpener.Open(path, options)).Message;

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing new came", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two", null)]
    [InlineData("images", null)]
    [InlineData("two", "/c")]
    public void WhatMayStillCome_IsWaitedFor(string file, string? dataset)
    {
        var path = _folder.File(file + ".h5");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);   // somebody writes it
        var options = new OpenOptions
        {
            Follow = new() { Idle = TimeSpan.FromSeconds(1), Period = TimeSpan.FromMilliseconds(10) },
            OfFormats = dataset is null ? [] : [new DatasetOptions { Dataset = dataset }],
        };
        var said = new List<string>();

        Assert.Throws<SourceException>(() => SourceOpener.Open(path, options with { Follow = options.Follow with { Note = said.Add } }));

        Assert.StartsWith("waiting for data: ", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyImage_IsOneFrame()
    {
        using var source = SourceOpener.Open(_folder.File("image.h5"));
        Assert.Equal(new Extent(4, 5), source.Shape.Full);
    }

    [Fact]
    public void StackThatIsNamed_IsTakenAsNamed()
    {
        using var source = SourceOpener.Open(_folder.File("stack.h5"), new() { OfFormats = [new DatasetOptions { Dataset = "/images" }] });
        Assert.Equal(new Extent(40, 3), source.Shape.Detector);
    }

    [Fact]
    public void WhatWasPassedOver_IsSaid()
    {
        using var broken = SourceOpener.Open(_folder.File("brokenbeside.h5"));
        Assert.Contains("gone.h5", Assert.Single(broken.Info.Notes), StringComparison.Ordinal);
        using var records = SourceOpener.Open(_folder.File("records.h5"));
        Assert.Contains("'/r'", Assert.Single(records.Info.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linked", null)]
    [InlineData("linked", "/entry/data/data")]
    [InlineData("grouplink", "/elsewhere/data/data")]
    public void FilesThatMayNotBeRead_StayClosed(string file, string? dataset)
    {
        var asked = new List<string>();
        var options = new OpenOptions
        {
            OfFormats = [new DatasetOptions { Dataset = dataset }],
            MayRead = path => { asked.Add(Path.GetFileName(path)); return false; },
        };
        var refused = Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File(file + ".h5"), options));
        Assert.Contains("hard.h5", asked);
        Assert.Contains("may not be opened", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PathBehindALink_IsToldAsItIsReachedHere()
    {
        using var source = SourceOpener.Open(_folder.File("chain.h5"));
        Assert.Equal("/first", Assert.Single(source.Info.Facts, static fact => fact.Name == "dataset").Value);
        Assert.Equal(["chain.h5", "hard.h5"], source.Info.Files.Select(Path.GetFileName));
    }

    private static long Sum(IFrameSource source)
    {
        var sum = 0L;
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 4));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        while (reader.TryRead(out var tile))
        {
            foreach (var value in tile.Pixels<ushort>())
                sum += value;
        }

        return sum;
    }
}
