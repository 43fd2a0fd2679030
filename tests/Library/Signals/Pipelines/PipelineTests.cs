using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals.Pipelines;

public sealed class PipelineTests : IDisposable
{
    private static readonly IReadOnlyList<Operation> Known = [.. KnownFrameOperations.All, .. KnownAnalyses.All];

    private readonly TemporaryFolder _folder = new();

    public PipelineTests()
    {
        for (var number = 1; number <= 3; number++)
            Write($"scan_{number}.npy", number);
    }

    [Fact]
    public async Task GraphOfSignals_IsReadAsTheSamePipeline()
    {
        await using var session = new Session();
        var scan = await session.OpenAsync(
            new ScanRequest(_folder.File("scan_1.npy")) { DetectorBinning = 2 }, TestContext.Current.CancellationToken);
        var center = scan.Analyse("com");
        var centred = scan.Derive(new ShiftFramesParameters { By = center.Input("field"), Back = true });
        var image = centred.Analyse(new VirtualImageParameters { Detector = ["disk:2,2,1.5"] }, ScanRegion.Parse("rect:0,0,1,2"));
        var pipeline = Pipeline.Of(image, centred.Analyse("sum"), scan.Analyse("sum"));

        var read = Read(pipeline.ToJson().ToJsonString());

        Assert.Equal(pipeline.Signals, read.Signals);
        Assert.Equal(["com", "shift-frames", "virtual-image", "sum", "sum-2"], read.Signals.Select(static signal => signal.Name));
        Assert.Equal(pipeline.Opening, read.Opening);
        var signals = read.On(scan);
        Assert.Equal(image.Id, signals["virtual-image"].Id);
        Assert.Equal(centred.Id, signals["shift-frames"].Id);
        Assert.Same(centred, signals["shift-frames"]);
    }

    [Fact]
    public async Task ResultOfOtherData_IsRefusedAsAPartOfAPipeline()
    {
        await using var session = new Session();
        var scan = await session.OpenAsync(new ScanRequest(_folder.File("scan_1.npy")), TestContext.Current.CancellationToken);
        var other = await session.OpenAsync(new ScanRequest(_folder.File("scan_2.npy")), TestContext.Current.CancellationToken);
        var moved = scan.Derive(new ShiftFramesParameters { By = other.Analyse("com").Input("field") });

        Assert.StartsWith(
            "A pipeline is of one data set; these signals take a result of another",
            Assert.Throws<ArgumentException>(() => Pipeline.Of(moved.Analyse("sum"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataThatAProgramOpened_AreInNoPipeline_UnlessAPathSaysAll()
    {
        await using var session = new Session();
        var plain = await session.OpenAsync(_folder.File("scan_1.npy"), cancellationToken: TestContext.Current.CancellationToken);
        var own = await session.OpenAsync(
            _folder.File("scan_1.npy"),
            readPath: KnownFrameOperations.Path(new BinScanParameters { ScanBinning = 2 }),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(_folder.File("scan_1.npy"), ((ScanRequest)Pipeline.Of(plain.Analyse("sum")).Opening.Make()).Path);
        Assert.Contains(
            "open them with a ScanRequest",
            Assert.Throws<ArgumentException>(() => Pipeline.Of(own.Analyse("sum"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_AreWhatTheLibraryComputes_AndAreKept()
    {
        await using var session = new Session();
        var run = new PipelineRun(session, Read("""
            {"pipeline": 1, "signals": [
              {"name": "binned", "operation": "bin-detector", "parameters": {"det-bin": 2}},
              {"name": "com", "of": "binned", "operation": "com"},
              {"name": "centred", "of": "binned", "operation": "shift-frames", "parameters": {"by": "com/field", "back": true}},
              {"name": "pattern", "of": "centred", "operation": "sum"},
              {"name": "sums", "of": "binned", "operation": "sum-sig"}],
             "outputs": [
              {"signal": "pattern", "file": "{name}/pattern.npy"}, {"signal": "sums", "file": "{name}-sums.npz"}, {"signal": "com", "result": "field", "file": "{name}-com.npy"},
              {"signal": "centred", "file": "{name}-centred.npy"}]}
            """), _folder.File("out"));
        var report = await run.RunAsync(new(_folder.File("scan_2.npy")), cancellationToken: TestContext.Current.CancellationToken);
        var scan = await session.OpenAsync(
            new ScanRequest(_folder.File("scan_2.npy")) { DetectorBinning = 2 }, TestContext.Current.CancellationToken);
        var centred = scan.Derive(new ShiftFramesParameters { By = scan.Analyse("com").Input("field"), Back = true });

        Assert.False(report.IsKept);
        Assert.Equal(3, report.Passes);   // the centres and sums together, the pattern, the frames
        Assert.Equal(
            await centred.Analyse("sum").ToArrayAsync<double>(cancellationToken: TestContext.Current.CancellationToken),
            NpyReader.Read(_folder.File("out/scan_2/pattern.npy")).ToDoubles());
        Assert.Equal(
            await scan.Analyse("com").ToArrayAsync<double>("field", TestContext.Current.CancellationToken),
            NpyReader.Read(_folder.File("out/scan_2-com.npy")).ToDoubles());
        var frames = NpyReader.Read(_folder.File("out/scan_2-centred.npy"));
        Assert.Equal([3, 4, 3, 4], frames.Shape);
        Assert.Equal((await centred.FrameAsync(2, 1)).ToDoubles(), frames.ToDoubles().AsSpan(9 * 12, 12).ToArray());

        var again = await run.RunAsync(new(_folder.File("scan_2.npy")), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(again.IsKept);
        Assert.Equal(report.Files.Order(), again.Files.Order());
    }

    [Fact]
    public async Task WhatIsMissing_IsDoneAgain_AndNothingElse()
    {
        await using var session = new Session();
        var pipeline = Read("""{"pipeline": 1, "signals": [{"name": "a", "operation": "sum"}, {"name": "b", "operation": "max"}]}""");
        var request = new ScanRequest(_folder.File("scan_1.npy"));
        var first = await new PipelineRun(session, pipeline, _folder.File("out"))
            .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        var kept = File.GetLastWriteTimeUtc(first.Files[0]);
        File.Delete(first.Files[1]);

        var second = await new PipelineRun(session, pipeline, _folder.File("out"))
            .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.False(second.IsKept);
        Assert.True(File.Exists(first.Files[1]));
        Assert.Equal(kept, File.GetLastWriteTimeUtc(first.Files[0]));

        // Other data of the same name, and files of another run, are not taken for one's own.
        Write("scan_1.npy", 9);
        await Assert.ThrowsAsync<IOException>(() => new PipelineRun(session, pipeline, _folder.File("out"))
            .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken));
        var third = await new PipelineRun(session, pipeline, _folder.File("out"), overwrite: true)
            .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(third.IsKept);
        var other = Read("""{"pipeline": 1, "signals": [{"name": "a", "operation": "max"}]}""");
        await Assert.ThrowsAsync<IOException>(() => new PipelineRun(session, other, _folder.File("out"))
            .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task CancelledRun_GoesOnWhereItEnded()
    {
        using var cancel = new CancellationTokenSource();
        var stopping = new Stopping(cancel);
        await using var session = new Session { Analyses = [.. KnownAnalyses.All, stopping] };
        using var json = JsonDocument.Parse(
            """{"pipeline": 1, "signals": [{"name": "a", "operation": "sum"}, {"name": "binned", "operation": "bin-scan", "parameters": {"scan-bin": 2}}, {"name": "b", "of": "binned", "operation": "stopping"}]}""");
        var pipeline = PipelineJson.Read(json.RootElement, [.. Known, stopping]);
        var request = new ScanRequest(_folder.File("scan_3.npy"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new PipelineRun(session, pipeline, _folder.File("out")).RunAsync(request, cancellationToken: cancel.Token));

        Assert.Equal(
            ["scan_3-a.npz", "scan_3.pipeline.json"], Directory.EnumerateFiles(_folder.File("out")).Select(Path.GetFileName).Order());
        var report = await new PipelineRun(session, pipeline, _folder.File("out"))
            .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, report.Passes);
        Assert.Equal(2, report.Files.Count);
    }

    [Fact]
    public async Task PipelineThatDoesNotFitTheData_NamesTheSignal_AndWritesNothing()
    {
        await using var session = new Session();
        foreach (var (signals, part) in new[]
        {
            (
                """{"name": "a", "operation": "crop", "parameters": {"crop": "0,0,90,90"}}, {"name": "b", "of": "a", "operation": "sum"}""",
                "signal 'b': --crop 0,0,90,90"),
            ("""{"name": "b", "operation": "sum", "region": "rect:0,0,90,90"}""", "signal 'b': The rectangle 0,0,90,90"),
            (
                """{"name": "b", "operation": "virtual-image", "parameters": {"detector": "disk:1,1"}}""",
                "signal 'b': 'disk:1,1' is not a detector"),
        })
        {
            var run = new PipelineRun(
                session, Read($$"""{"pipeline": 1, "signals": [{"name": "ok", "operation": "sum"}, {{signals}}]}"""), _folder.File("out"));

            Assert.StartsWith(
                part,
                (await Assert.ThrowsAnyAsync<ArgumentException>(
                    () => run.RunAsync(new(_folder.File("scan_1.npy")), cancellationToken: TestContext.Current.CancellationToken))).Message,
                StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("out")));
        }
    }

    [Theory]
    [InlineData("dark.npy")]
    [InlineData("mask.npy")]
    [InlineData("list.txt")]
    [InlineData("out/scan_1.h5")]
    [InlineData("out/scan_1-sum.npz")]
    public async Task ChangedFile_IsNotTakenForTheOneOfBefore(string file)
    {
        await using var session = new Session();
        foreach (var array in (string[])["dark.npy", "mask.npy"])
            WriteFrame(array, 1);
        File.WriteAllText(_folder.File("list.txt"), "0,0");
        var pipeline = Read($$"""
            {"pipeline": 1, "data": {"dark": "{{_folder.File("dark.npy")}}"}, "signals": [
              {"name": "image", "operation": "virtual-image", "parameters": {"detector": "a={{_folder.File("mask.npy")}}"}, "region": "list:{{_folder.File("list.txt")}}"},
              {"name": "sum", "operation": "sum"}, {"name": "frames", "operation": "bin-scan"}],
             "outputs": [{"signal": "image", "file": "{name}-image.npz"}, {"signal": "sum", "file": "{name}-sum.npz"}, {"signal": "frames", "file": "{name}.h5"}]}
            """);
        var request = (ScanRequest)pipeline.Opening.With("path", _folder.File("scan_1.npy")).Make();
        async Task<PipelineReport> RunAsync() =>
            await new PipelineRun(session, pipeline, _folder.File("out"))
                .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        await RunAsync();
        Assert.True((await RunAsync()).IsKept);

        File.SetLastWriteTimeUtc(_folder.File(file), DateTime.UtcNow.AddMinutes(1));

        await Assert.ThrowsAsync<IOException>(RunAsync);
    }

    [Fact]
    public async Task FileOfDataBesideAMasterFile_BelongsToTheOutput()
    {
        await using var session = new Session();
        var pipeline = Read(
            """{"pipeline": 1, "signals": [{"name": "frames", "operation": "bin-scan", "parameters": {"scan-bin": 2}}], "outputs": [{"signal": "frames", "file": "{name}_master.h5"}]}""");
        var request = new ScanRequest(_folder.File("scan_1.npy"));
        async Task<PipelineReport> RunAsync(bool overwrite) =>
            await new PipelineRun(session, pipeline, _folder.File("out"), overwrite)
                .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        await RunAsync(overwrite: false);
        File.Delete(_folder.File("out/scan_1_data_000001.h5"));

        Assert.False((await RunAsync(overwrite: true)).IsKept);

        Assert.True(File.Exists(_folder.File("out/scan_1_data_000001.h5")));
    }

    [Theory]
    [InlineData("{\"pipeline\": 1, \"signals\": []}")]
    [InlineData("{\"files\": [], \"files\": []}")]
    [InlineData("// words")]
    public async Task FileThatIsNoRecord_StaysWhereItIs(string text)
    {
        await using var session = new Session();
        Directory.CreateDirectory(_folder.File("out"));
        File.WriteAllText(_folder.File("out/scan_1.pipeline.json"), text);
        var pipeline = Read("""{"pipeline": 1, "signals": [{"name": "a", "operation": "sum"}]}""");

        await Assert.ThrowsAsync<IOException>(() => new PipelineRun(session, pipeline, _folder.File("out"))
            .RunAsync(new(_folder.File("scan_1.npy")), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(text, File.ReadAllText(_folder.File("out/scan_1.pipeline.json")));
        Assert.False((await new PipelineRun(session, pipeline, _folder.File("out"), overwrite: true)
            .RunAsync(new(_folder.File("scan_1.npy")), cancellationToken: TestContext.Current.CancellationToken)).IsKept);
    }

    [Fact]
    public async Task FramesThatLoseSomething_SaySo()
    {
        await using var session = new Session();
        WriteFrame("mask.npy", 0, marked: 5);
        var pipeline = Read(
            """{"pipeline": 1, "signals": [{"name": "a", "operation": "bin-scan"}], "outputs": [{"signal": "a", "file": "{name}-a.npy"}]}""");

        var report = await new PipelineRun(session, pipeline, _folder.File("out"))
            .RunAsync(
                new(_folder.File("scan_1.npy")) { PixelMask = _folder.File("mask.npy") },
                cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("note: 1 masked pixel of every frame: written as 0 (--masked zero).", report.Notes);
    }

    [Theory]
    [InlineData(".npy")]
    [InlineData("...npy")]
    public async Task NameOfDataThatLeadsOutOfTheFolder_IsRefused(string name)
    {
        await using var session = new Session();
        Write(name, 1);
        var pipeline = Read(
            """{"pipeline": 1, "signals": [{"name": "a", "operation": "sum"}], "outputs": [{"signal": "a", "file": "{name}/a.npy"}]}""");

        await Assert.ThrowsAsync<ArgumentException>(() => new PipelineRun(session, pipeline, _folder.File("out"))
            .RunAsync(new(_folder.File(name)), cancellationToken: TestContext.Current.CancellationToken));

        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData(".npz")]
    [InlineData(".png")]
    [InlineData(".tif")]
    public async Task FileOfResults_SaysHowItWasMade(string extension)
    {
        await using var session = new Session();
        var pipeline = Read(
            $$"""{"pipeline": 1, "data": {"scan-bin": 3}, "signals": [{"name": "other", "operation": "max"}, {"name": "a", "operation": "sum"}], "outputs": [{"signal": "a", "file": "{name}{{extension}}"}]}""");
        var request = (ScanRequest)pipeline.Opening.With("path", _folder.File("scan_1.npy")).Make();
        var report = await new PipelineRun(session, pipeline, _folder.File("out"))
            .RunAsync(request, cancellationToken: TestContext.Current.CancellationToken);

        var graph = ResultGraph.Find(report.Files[0])!;

        var json = JsonNode.Parse(graph)!;
        Assert.Equal(_folder.File("scan_1.npy"), (string?)json["input"]![0]!["path"]);
        Assert.Equal(new FileInfo(_folder.File("scan_1.npy")).Length, (long?)json["input"]![0]!["bytes"]);
        Assert.Equal(RunRecord.Program, (string?)json["program"]);
        var again = Read(Provenance.PipelineOf(graph));
        Assert.Equal(["a"], again.Signals.Select(static signal => signal.Name));
        Assert.Equal(pipeline.Opening, again.Opening);
        Assert.Equal(pipeline.Outputs, again.Outputs);
    }

    [Fact]
    public void FileWithoutAGraph_HasNone()
    {
        Assert.Null(ResultGraph.Find(_folder.File("scan_1.npy")));
        foreach (byte[] start in (byte[][])[
            [],
            [(byte)'P', (byte)'K', 3, 4, 5, 6, 7, 8, 9],
            [0x89, .. "PNG\r\n\u001a\n"u8, 0xff, 0xff, 0xff, 0xff, .. "iTXt"u8],
            [.. "II*\0ImageJ=1.11a\ngraph={"u8]])
        {
            File.WriteAllBytes(_folder.File("broken"), start);
            Assert.Null(ResultGraph.Find(_folder.File("broken")));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static Pipeline Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return PipelineJson.Read(json.RootElement, Known);
    }

    // 3 × 4 frames of 6 × 8 pixels with a spot that moves.
    private void Write(string name, int seed)
    {
        var random = new Random(seed);
        var values = new ushort[12 * 48];
        for (var i = 0; i < values.Length; i++)
        {
            var (frame, pixel) = Math.DivRem(i, 48);
            double row = (pixel / 8) - 2 - (frame % 3), column = (pixel % 8) - 2 - (frame % 4);
            values[i] = (ushort)(random.Next(3) + (300 * Math.Exp(-((row * row) + (column * column)) / 3)));
        }

        using var file = File.Create(_folder.File(name));
        NpyWriter.Write(file, new NamedArray("frames", ElementType.U16, [3, 4, 6, 8], values));
    }

    private void WriteFrame(string name, float value, int? marked = null)
    {
        var values = Enumerable.Repeat(value, 48).ToArray();
        if (marked is { } pixel)
            values[pixel] = 1;
        using var file = File.Create(_folder.File(name));
        NpyWriter.Write(file, new NamedArray("frame", ElementType.F32, [6, 8], values));
    }

    /// <summary>A sum during whose pass somebody presses Ctrl-C: it is made once to be looked at, and once to run.</summary>
    private sealed class Stopping(CancellationTokenSource cancel) : Analysis
    {
        private int _made;

        public override string Name => "stopping";

        public override string Summary => "Sums, and is stopped";

        public override Udf Create(OperationContext context, Arguments arguments)
        {
            if (++_made == 2)
                cancel.Cancel();
            return new Ronchi.Analyses.Statistics.Sum();
        }
    }
}
