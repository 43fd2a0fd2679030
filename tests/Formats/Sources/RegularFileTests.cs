using System.Net.Sockets;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>Pipes, sockets, devices and folders in the place of files: refused at once wherever a file is opened.</summary>
public sealed class RegularFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pipe.h5")]
    [InlineData("pipe.npy")]
    [InlineData("pipe")]
    public async Task Pipe_IsRefusedInsteadOfWaitedFor(string name)
    {
        Pipe(name);
        var refused = await Refused(() => SourceOpener.Open(_folder.File(name)).Dispose());
        Assert.StartsWith($"{_folder.File(name)}: this is a pipe, not a file", refused, StringComparison.Ordinal);
        Assert.Contains(
            "a pipe",
            await Refused(
                () => SourceOpener.Open(
                    _folder.File(name), new() { OfFormats = [new RawOptions(new Extent(2, 2), ElementType.U8)] }).Dispose()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task SocketAndDevice_AreRefused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.File("s")));
        Assert.Contains("this is a socket", await Refused(() => SourceOpener.Open(_folder.File("s")).Dispose()), StringComparison.Ordinal);
        Assert.Contains("this is a device", await Refused(() => SourceOpener.Open("/dev/zero").Dispose()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.h5")]
    [InlineData("a")]
    public async Task LinksThatLeadToEachOther_AreNoFile(string name)
    {
        File.CreateSymbolicLink(_folder.File(name), "b" + name);
        File.CreateSymbolicLink(_folder.File("b" + name), name);
        const string Said = "this is a symbolic link that leads back to itself; replace it by one that leads to the file.";
        Assert.Equal($"{_folder.File(name)}: {Said}", await Refused(() => SourceOpener.Open(_folder.File(name)).Dispose()));
        Assert.Equal($"{_folder.File(name)}: {Said}", await Refused(() => RegularFile.OpenRead(_folder.File(name)).Dispose()));
    }

    [Fact]
    public async Task LinkToAPipe_IsAPipe()
    {
        Pipe("p");
        File.CreateSymbolicLink(_folder.File("link.npy"), _folder.File("p"));
        Assert.Contains(
            "this is a pipe", await Refused(() => SourceOpener.Open(_folder.File("link.npy")).Dispose()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.npy", false)]
    [InlineData("a.npy", true)]
    [InlineData("a.npz", false)]
    [InlineData("a.raw", false)]
    [InlineData("a.raw", true)]
    [InlineData("a.h5", false)]
    public void LinkToAFile_IsReadAsTheFile(string name, bool maps)
    {
        DebianPython.Require("h5py", "numpy");
        DebianPython.Run("""
            import h5py, numpy as np, os, sys
            os.chdir(sys.argv[1])
            a = np.arange(2 * 3 * 4 * 5, dtype='u2').reshape(2, 3, 4, 5)
            np.save('a.npy', a); np.savez('a.npz', a=a); a.tofile('a.raw'); h5py.File('a.h5', 'w')['a'] = a
            """, _folder.Path);
        Directory.CreateDirectory(_folder.File("links"));
        var (first, second) = (_folder.File($"links/one.{name[2..]}"), _folder.File($"links/two.{name[2..]}"));
        File.CreateSymbolicLink(second, $"../{name}");
        File.CreateSymbolicLink(first, second);
        var raw = name == "a.raw" ? new RawOptions(new Extent(4, 5), ElementType.U16) : new();
        foreach (var path in (string[])[second, first])
        {
            using var source = SourceOpener.Open(path, new OpenOptions { OfFormats = [new MapOptions { Map = maps }, raw] });
            Assert.Equal(6, source.Shape.FrameCount);
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 6));
            reader.Seek(new(5, 1));
            Assert.True(reader.TryRead(out var tile));
            Assert.Equal(Enumerable.Range(100, 20).Select(static value => (ushort)value), tile.Pixels<ushort>().ToArray());
        }
    }

    [Fact]
    public void TargetOfAnOutput_IsNeverAFileThatIsRead()
    {
        DebianPython.Require("numpy");
        DebianPython.Run(
            "import numpy as np, sys, os; os.chdir(sys.argv[1]); np.save('a.npy', np.ones((2, 2, 3, 3), 'u2')); os.mkdir('d'); "
            + "os.symlink('..', 'd/up'); os.symlink('a.npy', 'l.npy')",
            _folder.Path);
        foreach (var opened in (string[])["a.npy", "l.npy", "d/up/a.npy"])
        {
            using var source = SourceOpener.Open(_folder.File(opened));
            foreach (var target in (string[])["a.npy", "l.npy", "d/up/a.npy", "d/up/l.npy", "d/../a.npy"])
                Assert.Contains(
                    "the data are read from this file",
                    Assert.Throws<ArgumentException>(() => OwnFiles.Refuse(_folder.File(target), source.Info)).Message,
                    StringComparison.Ordinal);
            OwnFiles.Refuse(_folder.File("b.npy"), source.Info);
            // a pattern is no file
            OwnFiles.Refuse(_folder.File("a.npy"), source.Info with { Path = _folder.File("?.npy"), Files = [_folder.File("gone.npy")] });
            OwnFiles.Refuse(_folder.File("d/a.npy"), source.Info);
        }
    }

    [Fact]
    public async Task PipeAsDataFileCompanionOrTable_IsRefused()
    {
        DebianPython.Require("h5py", "numpy");
        DebianPython.Run("""
            import h5py, numpy as np, os, sys
            os.chdir(sys.argv[1])
            a = np.ones((4, 5, 6), 'u2')
            with h5py.File('scan_data_000001.h5', 'w') as f: f['entry/data/data'] = a
            with h5py.File('scan_master.h5', 'w') as f: f['entry/data/data_000001'] = h5py.ExternalLink('scan_data_000001.h5', '/entry/data/data')
            os.mkdir('series'); np.save('series/1.npy', a); np.save('series/2.npy', a)
            """, _folder.Path);
        var master = _folder.File("scan_master.h5");
        using (SourceOpener.Open(master))
            Pipe("scan.h5");
        Assert.Contains("scan.h5: this is a pipe", await Refused(() => SourceOpener.Open(master).Dispose()), StringComparison.Ordinal);
        File.Delete(_folder.File("scan.h5"));
        File.Delete(_folder.File("scan_data_000001.h5"));
        Pipe("scan_data_000001.h5");
        Assert.Contains(
            "scan_data_000001.h5: this is a pipe", await Refused(() => SourceOpener.Open(master).Dispose()), StringComparison.Ordinal);
        Pipe("values.csv");
        Assert.Contains(
            "values.csv: this is a pipe",
            await Refused(
                () => SourceOpener.Open(
                    _folder.File("series"),
                    new() { OfFormats = [new SeriesOptions { SeriesValues = _folder.File("values.csv") }] }).Dispose()),
            StringComparison.Ordinal);
        Pipe("series/3.npy");
        Assert.Contains(
            "3.npy: this is a pipe", await Refused(() => SourceOpener.Open(_folder.File("series")).Dispose()), StringComparison.Ordinal);
        using var left = SourceOpener.Open(_folder.File("series"), new OpenOptions { LeavesOutMisfits = true });
        Assert.Equal(2, left.Shape.Scan[0]);
    }

    [Fact]
    public void FolderAndNothing_SayWhich()
    {
        Assert.Contains(
            "this is a folder", Assert.Throws<SourceException>(() => RegularFile.Require(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no such file", Assert.Throws<SourceException>(() => RegularFile.Require(_folder.File("x"))).Message, StringComparison.Ordinal);
    }

    private void Pipe(string name) => DebianPython.Run("import os, sys; os.mkfifo(sys.argv[1])", _folder.File(name));

    private static async Task<string> Refused(Action open)
    {
        var opening = Task.Run(() => Assert.Throws<SourceException>(open).Message);
        Assert.Same(opening, await Task.WhenAny(opening, Task.Delay(Patience)));
        return await opening;
    }
}
