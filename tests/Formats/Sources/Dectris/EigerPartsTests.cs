using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Store;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Dectris;

/// <summary>
/// Scans of which data files are lost, damaged or elsewhere: what is intact is read where it belongs, and the rest is never taken for
/// measured.
/// </summary>
public sealed class EigerPartsTests : IDisposable
{
    private const int Scan = 6, Parts = 3, PerFile = 12, Pixels = 8 * 9;
    private readonly TemporaryFolder _folder = new();

    public EigerPartsTests()
    {
        DebianPython.Require("h5py", "numpy");
        DebianPython.Run("""
            import h5py, numpy as np, os, sys
            os.chdir(sys.argv[1])
            a = (np.arange(36)[:, None, None] * 100 + np.arange(72).reshape(8, 9)).astype('u2')
            def scan(name, numbers, chunks):
                for k in range(3):
                    with h5py.File(f'{name}_data_{k+1:06d}.h5', 'w') as f:
                        d = f.create_dataset('entry/data/data', data=a[12*k:12*k+12], chunks=chunks)
                        if numbers: d.attrs['image_nr_low'] = 12 * k + 1; d.attrs['image_nr_high'] = 12 * k + 12
                with h5py.File(f'{name}_master.h5', 'w') as f:
                    for k in range(3): f[f'entry/data/data_{k+1:06d}'] = h5py.ExternalLink(f'{name}_data_{k+1:06d}.h5', '/entry/data/data')
                    s = f.create_group('entry/instrument/detector/detectorSpecific'); s['ntrigger'] = np.uint32(36); s['nimages'] = np.uint32(1)
            scan('numbered', True, (1, 8, 9)); scan('plain', False, (1, 8, 9)); scan('chunked', True, (4, 8, 3))
            """, _folder.Path);
    }

    public static TheoryData<string, int[]> Losses { get; } = new()
    {
        { "numbered", [0] }, { "numbered", [1] }, { "numbered", [2] },
        { "numbered", [0, 1] }, { "numbered", [0, 2] }, { "numbered", [1, 2] },
        { "plain", [0] }, { "plain", [1] }, { "plain", [2] },
        { "chunked", [0] }, { "chunked", [1] }, { "chunked", [2] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task LostDataFiles_LeaveTheRestInItsPlace(string name, int[] lost)
    {
        Assert.Equal(FileSetState.Complete, SourceOpener.StateOf(Master(name)));
        foreach (var part in lost)
            File.Delete(Data(name, part));
        Assert.Equal(FileSetState.Incomplete, SourceOpener.StateOf(Master(name)));
        var refused = Assert.Throws<SourceException>(() => SourceOpener.Open(Master(name))).Message;
        Assert.Contains($"{name}_data_00000{lost[0] + 1}.h5", refused, StringComparison.Ordinal);
        Assert.Contains("--leave-out", refused, StringComparison.Ordinal);
        Assert.Contains("--data-folder", refused, StringComparison.Ordinal);
        await CheckAsync(name, lost);
    }

    [Theory]
    [InlineData("numbered", 0)]
    [InlineData("numbered", 1)]
    [InlineData("plain", 2)]
    [InlineData("chunked", 1)]
    public async Task TruncatedDataFile_GivesTheFramesThatAreInIt(string name, int part)
    {
        var file = Data(name, part);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, bytes[..^1], TestContext.Current.CancellationToken);
        Assert.Equal(FileSetState.Incomplete, SourceOpener.StateOf(Master(name)));
        Assert.Contains(
            "truncated", Assert.Throws<SourceException>(() => SourceOpener.Open(Master(name))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Use --leave-out to read the frames that are present",
            Assert.Throws<SourceException>(() => SourceOpener.Open(Master(name))).Message,
            StringComparison.Ordinal);
        var left = new HashSet<long>();
        for (var length = bytes.Length - 1; length > 0; length -= 53)
        {
            await File.WriteAllBytesAsync(file, bytes[..length], TestContext.Current.CancellationToken);
            using var source = SourceOpener.Open(
                Master(name), new OpenOptions { LeavesOutMisfits = true, ScanShape = new Extent(Scan, Scan) });
            var there = source.Validity.RecordedCount(Scan * Scan) - ((Parts - 1) * PerFile);
            if (left.Add(there))
                await CheckAsync(name, frame => frame / PerFile != part || frame % PerFile < there, [part]);
        }

        Assert.Contains(0, left);
        Assert.True(left.Count > 2, $"only {string.Join(", ", left)} of {PerFile} frames were ever left");
    }

    [Fact]
    public void FilesOfUnknownLength_AreNotPlacedByGuess()
    {
        DebianPython.Run("""
            import h5py, os, sys
            os.chdir(sys.argv[1])
            with h5py.File('plain_master.h5', 'a') as f: f['entry/data/data_000004'] = h5py.ExternalLink('plain_data_000003.h5', '/entry/data/data')
            with h5py.File('plain_data_000001.h5', 'a') as f: d = f['entry/data/data'][:5]; del f['entry/data/data']; f.create_dataset('entry/data/data', data=d, chunks=(1, 8, 9))
            """, _folder.Path);
        File.Delete(Data("plain", 1));
        Assert.Contains(
            "the number of frames missing before the remaining data files is unknown",
            Assert.Throws<SourceException>(() => SourceOpener.Open(Master("plain"), new OpenOptions { LeavesOutMisfits = true })).Message,
            StringComparison.Ordinal);
        using var intact = SourceOpener.Open(Master("numbered"), new OpenOptions { LeavesOutMisfits = true });
        Assert.True(intact.Validity.IsComplete(36));
    }

    [Fact]
    public void AllLost_IsRefused()
    {
        for (var part = 0; part < Parts; part++)
            File.Delete(Data("plain", part));
        Assert.Contains(
            "none of the 3 data files can be read",
            Assert.Throws<SourceException>(() => SourceOpener.Open(Master("plain"), new OpenOptions { LeavesOutMisfits = true })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void DataFilesElsewhere_AreFoundWhereTheyAreSaidToBe()
    {
        Directory.CreateDirectory(_folder.File("elsewhere"));
        for (var part = 0; part < Parts; part++)
            File.Move(Data("plain", part), Path.Combine(_folder.File("elsewhere"), Path.GetFileName(Data("plain", part))));
        using var source = SourceOpener.Open(
            Master("plain"), new() { OfFormats = [new LinkedFilesOptions { DataFolder = _folder.File("elsewhere") }] });
        Assert.True(source.Validity.IsComplete(36));
        var asked = new List<string>();
        var options = new OpenOptions
        {
            OfFormats = [new LinkedFilesOptions { DataFolder = _folder.File("elsewhere") }],
            MayRead = path => { asked.Add(path); return !path.Contains("elsewhere", StringComparison.Ordinal); },
        };
        Assert.Contains(
            "may not be opened",
            Assert.Throws<SourceException>(() => SourceOpener.Open(Master("plain"), options)).Message,
            StringComparison.Ordinal);
        Assert.Contains(asked, static path => path.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public void LinkedMaster_HasDataFilesAndCompanionBesideTheRealOne()
    {
        DebianPython.Run("""
            import h5py, sys
            with h5py.File(sys.argv[1], 'w') as f: f.create_group('STEM Metadata').attrs.update({'NumPixelsY': 4, 'NumPixelsX': 9})
            """, _folder.File("plain.h5"));
        Directory.CreateDirectory(_folder.File("links"));
        var link = _folder.File("links/other_master.h5");
        File.CreateSymbolicLink(link, "../plain_master.h5");
        using var source = SourceOpener.Open(link);
        Assert.Equal(new Extent(4, 9), source.Shape.Scan);
        var closed = new OpenOptions { MayRead = path => path.StartsWith(_folder.File("links"), StringComparison.Ordinal) };
        Assert.Contains(
            "may not be opened", Assert.Throws<SourceException>(() => SourceOpener.Open(link, closed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndThatIsLost_DoesNotChangeTheShapeOfTheScan()
    {
        DebianPython.Run("import h5py, sys; f = h5py.File(sys.argv[1], 'a'); del f['entry/instrument']", Master("plain"));
        foreach (var part in (int[])[1, 2])
            File.Delete(Data("plain", part));
        // 12 frames are there; a square of 9 or 16 is nothing that anybody said.
        using var source = SourceOpener.Open(Master("plain"), new OpenOptions { LeavesOutMisfits = true });
        Assert.NotNull(source.Info.UnknownScanShape);
        using var asked = SourceOpener.Open(
            Master("plain"), new OpenOptions { LeavesOutMisfits = true, ScanShape = new Extent(Scan, Scan) });
        Assert.Equal(12, asked.Validity.RecordedCount(36));
    }

    private Task CheckAsync(string name, int[] lost) => CheckAsync(name, frame => !lost.Contains((int)(frame / PerFile)), lost);

    private async Task CheckAsync(string name, Func<long, bool> isThere, int[] damaged)
    {
        bool IsThere(long frame) => isThere(frame);
        var expected = Enumerable.Range(0, Scan * Scan)
            .Select(frame => IsThere(frame) ? (ulong)((frame * 100 * Pixels) + (Pixels * (Pixels - 1) / 2)) : 0).ToArray();
        var options = new OpenOptions { LeavesOutMisfits = true };
        using var source = SourceOpener.Open(Master(name), options);
        Assert.Equal(new Extent(Scan, Scan), source.Shape.Scan);
        Assert.Equal(
            Enumerable.Range(0, 36).Select(frame => IsThere(frame)),
            Enumerable.Range(0, 36).Select(frame => source.Validity.IsRecorded(frame)));
        Assert.Equal(Enumerable.Range(0, 36).Count(frame => IsThere(frame)), source.Validity.RecordedCount(36));
        Assert.False(source.Validity.IsComplete(36));
        foreach (var part in damaged)
            Assert.Contains(
                source.Info.Notes,
                note => note.StartsWith("left out ", StringComparison.Ordinal)
                    && note.Contains($"data_00000{part + 1}: ", StringComparison.Ordinal));

        var whole = VirtualDetector.Rectangle(0, 0, 7, 8).On(source.Shape.Detector);
        var image = await RunAsync(source, new VirtualImage(whole));
        Assert.Equal(expected, image["rect"].Span<ulong>().ToArray());
        Assert.Equal(Enumerable.Range(0, 36).Select(frame => IsThere(frame)), image["rect"].Valid!);
        var least = await RunAsync(source, new Envelope(isMaximum: false));
        Assert.Equal(
            Enumerable.Range(0, 36).Where(frame => IsThere(frame)).Min() * 100,
            Convert.ToInt32(
                least.First(static result => result.Name.Contains("min", StringComparison.Ordinal)).Values.GetValue(0),
                System.Globalization.CultureInfo.InvariantCulture));

        foreach (var stage in (Func<IFrameSource, IFrameSource>[])[
            source => new SyncOffset(source, 5), source => new SyncOffset(source, -7)])
        {
            using var shifted = stage(SourceOpener.Open(Master(name), options));
            var offset = shifted.Info.Notes[^1].Contains("offset 5", StringComparison.Ordinal) ? 5 : -7;
            Assert.Equal(
                Enumerable.Range(0, 36).Select(frame => frame + offset is >= 0 and < 36 && IsThere(frame + offset)),
                (await RunAsync(shifted, new VirtualImage(whole)))["rect"].Valid!);
        }

        using var binned = new BinScan(SourceOpener.Open(Master(name), options), 4);
        Assert.Equal([Square().All(IsThere)], (await RunAsync(binned, new VirtualImage(whole)))["rect"].Valid ?? [true]);

        foreach (var held in (IFrameSource[])[await ScanBlockedCube.LoadAsync(source), await SparseScan.LoadAsync(source)])
        {
            using (held)
                Assert.Equal(expected, (await RunAsync(held, new VirtualImage(whole)))["rect"].Span<ulong>().ToArray());
        }
    }

    private static IEnumerable<long> Square() => Enumerable.Range(0, 16).Select(static i => (long)((i / 4 * Scan) + (i % 4)));

    private string Master(string name) => _folder.File($"{name}_master.h5");

    private string Data(string name, int part) => _folder.File($"{name}_data_00000{part + 1}.h5");

    private static Task<ResultSet> RunAsync(IFrameSource source, Udf udf) => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [udf]));
}
