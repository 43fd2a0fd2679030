using System.Net.Sockets;
using Ronchi.Frames;
using Ronchi.Signals;
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
        Assert.Contains("a pipe", await Refused(() => SourceOpener.Open(_folder.File(name), new OpenOptions { Raw = new(new Extent(2, 2), ElementType.U8) }).Dispose()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SocketAndDevice_AreRefused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.File("s")));
        Assert.Contains("this is a socket", await Refused(() => SourceOpener.Open(_folder.File("s")).Dispose()), StringComparison.Ordinal);
        Assert.Contains("this is a device", await Refused(() => SourceOpener.Open("/dev/zero").Dispose()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LinkToAPipe_IsAPipe()
    {
        Pipe("p");
        File.CreateSymbolicLink(_folder.File("link.npy"), _folder.File("p"));
        Assert.Contains("this is a pipe", await Refused(() => SourceOpener.Open(_folder.File("link.npy")).Dispose()), StringComparison.Ordinal);
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
        Assert.Contains("scan_data_000001.h5: this is a pipe", await Refused(() => SourceOpener.Open(master).Dispose()), StringComparison.Ordinal);
        Pipe("values.csv");
        Assert.Contains("values.csv: this is a pipe", await Refused(() => SourceOpener.Open(_folder.File("series"), new OpenOptions { SeriesValues = _folder.File("values.csv") }).Dispose()), StringComparison.Ordinal);
        Pipe("series/3.npy");
        Assert.Contains("3.npy: this is a pipe", await Refused(() => SourceOpener.Open(_folder.File("series")).Dispose()), StringComparison.Ordinal);
        using var left = SourceOpener.Open(_folder.File("series"), new OpenOptions { LeavesOutMisfits = true });
        Assert.Equal(2, left.Shape.Scan[0]);
    }

    [Fact]
    public async Task PipeAsCalibration_IsRefused()
    {
        Pipe("a.npy.ronchi.json");
        Assert.Contains("this is a pipe", await Refused(() => Calibration.Beside(_folder.File("a.npy"))), StringComparison.Ordinal);
    }

    [Fact]
    public void FolderAndNothing_SayWhich()
    {
        Assert.Contains("this is a folder", Assert.Throws<SourceException>(() => RegularFile.Require(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<SourceException>(() => RegularFile.Require(_folder.File("x"))).Message, StringComparison.Ordinal);
    }

    private void Pipe(string name) => DebianPython.Run("import os, sys; os.mkfifo(sys.argv[1])", _folder.File(name));

    private static async Task<string> Refused(Action open)
    {
        var opening = Task.Run(() => Assert.Throws<SourceException>(open).Message);
        Assert.Same(opening, await Task.WhenAny(opening, Task.Delay(Patience)));
        return await opening;
    }
}
