using System.Runtime.InteropServices;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;
using Ronchi.Sources.Dectris;
using Ronchi.Sources.Series;
using Ronchi.Store;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Series;

public sealed class SeriesSourceContractTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        ushort[] values = [.. Enumerable.Range(0, 3 * 4 * 5 * 12).Select(static i => (ushort)(i * 7))];
        for (var member = 0; member < 3; member++)
            SeriesSourceTests.Npy(_folder.File($"m{member}.npy"), [4, 5, 3, 4], values.AsSpan(member * 240, 240));
        return (SourceOpener.Open(_folder.Path), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}

public sealed class SeriesSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_AreOrderedAsPeopleNumberThem()
    {
        string[] names = ["scan_10", "scan_9", "Scan_1b", "scan_1", "scan_002", "a", "scan_100", "scan_9a", "scan_0010"];
        Assert.Equal(
            ["a", "scan_1", "Scan_1b", "scan_002", "scan_9", "scan_9a", "scan_0010", "scan_10", "scan_100"],
            names.Order(NaturalOrder.Instance));
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            string[] texts = [.. Enumerable.Range(0, 3)
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "aB01 9"[random.Next(6)])))];
            var order = NaturalOrder.Instance;
            Assert.Equal(0, order.Compare(texts[0], texts[0]));
            Assert.Equal(Math.Sign(order.Compare(texts[0], texts[1])), -Math.Sign(order.Compare(texts[1], texts[0])));
            if (order.Compare(texts[0], texts[1]) <= 0 && order.Compare(texts[1], texts[2]) <= 0)
                Assert.True(order.Compare(texts[0], texts[2]) <= 0, string.Join('|', texts));
        }
    }

    [Fact]
    public void Masters_InFolders_AreFound_ByFolderAndByPattern()
    {
        foreach (var number in new[] { 2, 10, 1 })
            Eiger(Path.Combine(Directory.CreateDirectory(_folder.File($"scan_{number}")).FullName, "x_master.h5"), (3, 4), (8, 9), number);
        string[] expected = [.. new[] { 1, 2, 10 }.Select(number => _folder.File($"scan_{number}/x_master.h5"))];
        Assert.Equal(expected, SeriesFiles.Find(_folder.Path));
        Assert.Equal(expected, SeriesFiles.Find(_folder.File("scan_*/*_master.h5")));
        Assert.Equal(expected[..2], SeriesFiles.Find(_folder.File("scan_?/x_master.h5")));
        Assert.Throws<SourceException>(() => SeriesFiles.Find(_folder.File("nothing_*")));

        using var one = SourceOpener.Open(_folder.File("scan_2"));
        Assert.Equal(new DataShape(new(3, 4), new(8, 9)), one.Shape);
        using var all = SourceOpener.Open(_folder.Path);
        Assert.Equal(new DataShape(new(3, 3, 4), new(8, 9)), all.Shape);
        Assert.Equal([TileForm.BitPlanes, TileForm.Pixels], all.Forms);
    }

    [Fact]
    public async Task Series_HeldCompressed_GivesWhatTheFilesGive()
    {
        for (var number = 0; number < 3; number++)
            Eiger(_folder.File($"s{number}_master.h5"), (5, 7), (13, 11), number);
        using var files = SourceOpener.Open(_folder.Path);
        using var held = await CompressedScan.LoadAsync(
            (ICompressedSource)SourceOpener.Open(_folder.Path), cancellationToken: TestContext.Current.CancellationToken);
        using var cube = await ScanBlockedCube.LoadAsync(files, cancellationToken: TestContext.Current.CancellationToken);
        var detector = VirtualDetector.Disk(6, 5, 3).On(files.Shape.Detector);
        var expected = await RunAsync(files);
        foreach (var source in new IFrameSource[] { held, cube })
        {
            var found = await RunAsync(source);
            Assert.Equal(expected.Of(0)[0].Values, found.Of(0)[0].Values);
            Assert.Equal(expected.Of(1)[0].Values, found.Of(1)[0].Values);
        }

        Assert.Equal(new Extent(3, 5, 7), expected.Of(0)[0].Shape);

        Task<ResultSet> RunAsync(IFrameSource source) =>
            new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new VirtualImage(detector), new Sum()]));
    }

    [Fact]
    public void Misfits_AreNamed_AndLeftOutOnRequest()
    {
        Npy(_folder.File("a1.npy"), [2, 2, 3, 4], new ushort[48]);
        Npy(_folder.File("a2.npy"), [2, 2, 3, 5], new ushort[60]);
        Npy(_folder.File("a3.npy"), [2, 2, 3, 4], new ushort[48]);
        File.WriteAllText(_folder.File("a4.npy"), "damaged");
        var refused = Assert.Throws<SourceException>(
            () => SourceOpener.Open(_folder.File("a[123].npy".Replace("[123]", "*", StringComparison.Ordinal)), new OpenOptions()));
        Assert.Contains("a4.npy", refused.Message);
        File.Delete(_folder.File("a4.npy"));
        refused = Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.Path));
        Assert.Contains("a2.npy", refused.Message);
        Assert.Contains("--leave-out", refused.Message);
        File.WriteAllText(_folder.File("a4.npy"), "damaged");
        using var source = SourceOpener.Open(_folder.Path, new OpenOptions { LeavesOutMisfits = true });
        Assert.Equal(2, source.Shape.Scan[0]);
        Assert.Contains(source.Info.Notes, static note => note.Contains("a2.npy", StringComparison.Ordinal));
        Assert.Contains(source.Info.Notes, static note => note.Contains("a4.npy", StringComparison.Ordinal));
    }

    [Fact]
    public void SeveralKindsOfFiles_AreNoSeries()
    {
        File.WriteAllText(_folder.File("a.txt"), "x");
        File.WriteAllText(_folder.File("b.csv"), "x");
        Assert.Contains("several kinds", Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.Path)).Message);
        Assert.Throws<SourceException>(() => SourceOpener.Open(Directory.CreateDirectory(_folder.File("empty")).FullName));
    }

    [Theory]
    [InlineData("1.5\n2.5\n4\n", "value", "px")]
    [InlineData("tilt (deg)\n1.5\n2.5\n4\n", "tilt", "deg")]
    [InlineData("file,focus (nm)\na3.npy,4\na1.npy,1.5\n\na2,2.5\n", "focus", "nm")]
    public void Values_ComeFromATable(string table, string name, string unit)
    {
        for (var number = 1; number <= 3; number++)
            Npy(_folder.File($"a{number}.npy"), [2, 2, 3, 4], new ushort[48]);
        using var elsewhere = new TemporaryFolder();
        File.WriteAllText(elsewhere.File("values.csv"), table);
        using var source = Assert.IsType<SeriesSource>(
            SourceOpener.Open(_folder.Path, new() { OfFormats = [new SeriesOptions { SeriesValues = elsewhere.File("values.csv") }] }));
        Assert.Equal([1.5, 2.5, 4], source.Values);
        var values = SeriesValues.FromTable(elsewhere.File("values.csv"), source.Members);
        Assert.Equal((name, unit, 1.25, 1.5), (values.Axis.Name, values.Axis.Unit, values.Axis.Scale, values.Axis.Offset));
        foreach (var wrong in new[] { "1\n2\n", "1\n2\nthree\n", "a1.npy,1\na2.npy,2\n" })
        {
            File.WriteAllText(elsewhere.File("values.csv"), wrong);
            Assert.Throws<SourceException>(
                () => SourceOpener.Open(
                    _folder.Path, new() { OfFormats = [new SeriesOptions { SeriesValues = elsewhere.File("values.csv") }] }));
        }
    }

    [Fact]
    public void Facts_ThatDifferFromMemberToMember_AreItsValues()
    {
        SourceInfo[] members = [.. new[] { "-10", "0", "10" }
            .Select((tilt, i) => new SourceInfo("x", "y")
            {
                Facts = [
                    new("stage_tilt", tilt, "deg"),
                    new("count_time", "0.1", "s"),
                    new("data_collection_date", $"2026-01-0{i + 1}T00:00:00")],
            })];
        var values = SeriesValues.FromFacts(members)!;
        Assert.Equal(("stage tilt", "deg"), (values.Name, values.Unit));
        Assert.Equal([-10, 0, 10], values.Values);
        values = SeriesValues.FromFacts([.. members.Select(static member => member with { Facts = member.Facts.RemoveAt(0) })])!;
        Assert.Equal(("time", "s"), (values.Name, values.Unit));
        Assert.Equal([0, 86400, 172800], values.Values);
        Assert.Null(SeriesValues.FromFacts([new SourceInfo("x", "y"), new SourceInfo("x", "z")]));
    }

    internal static void Npy(string path, long[] shape, ReadOnlySpan<ushort> values)
    {
        using var stream = File.Create(path);
        var writer = new NpyWriter(stream, ElementType.U16, shape);
        writer.Append<ushort>(values);
        writer.Complete();
    }

    private static void Eiger(string path, (int Rows, int Columns) scan, (int Rows, int Columns) detector, int seed)
    {
        var random = new Random(seed);
        using var writer = new EigerFileWriter(path, new EigerRecording(scan.Rows, scan.Columns, detector.Rows, detector.Columns));
        var frame = new ushort[detector.Rows * detector.Columns];
        for (var number = 0; number < scan.Rows * scan.Columns; number++)
        {
            for (var pixel = 0; pixel < frame.Length; pixel++)
                frame[pixel] = (ushort)random.Next(50);
            writer.Write(number, frame);
        }

        writer.Complete();
    }
}
