using System.Text.Json;
using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;
using Ronchi.Signals.Pipelines;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

/// <summary>What is written never replaces a file that is read, also where files are replaced.</summary>
public sealed class InputFilesTests : IDisposable
{
    private static readonly Extent Shape = new(3, 4, 5, 6);
    private static readonly string[] Inputs = ["scan.npy", "dark.npy", "gain.npy", "mask.npy", "repair.npy"];
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _before = [];

    public InputFilesTests()
    {
        foreach (var name in new[] { "scan.npy", "other.npy" })
            Write(name, Shape, 7);
        foreach (var name in new[] { "dark.npy", "gain.npy", "mask.npy", "repair.npy" })
            Write(name, new(5, 6), name == "gain.npy" ? 2 : 0);
        Write("positions.npy", new(3, 4), 1);
        File.CreateSymbolicLink(_folder.File("link.npy"), "mask.npy");
        foreach (var file in Directory.GetFiles(_folder.Path))
            _before[file] = File.ReadAllBytes(file);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ScanRequest Request => new(_folder.File("scan.npy"))
    {
        Dark = new(_folder.File("dark.npy")),
        Gain = new(_folder.File("gain.npy")),
        PixelMask = new(_folder.File("mask.npy")),
        Repair = new(_folder.File("repair.npy")),
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Results_ReplaceNothingThatIsRead()
    {
        await using var session = new Session();
        var scan = await session.OpenAsync(Request, Cancellation);
        await session.OpenAsync(new ScanRequest(_folder.File("other.npy")), Cancellation);
        BufferDeclaration[] declared = [new("intensity", ResultKind.Detector, ElementType.F64)];

        foreach (var name in (string[])[.. Inputs, "link.npy", "other.npy", "positions.npy"])
            Refused(() => new ResultFile(_folder.File(name), null, Overwrite: true).Check(
                declared, scan, InputFiles.OfRegion(ScanRegion.Parse($"mask:{_folder.File("positions.npy")}"))));
        new ResultFile(_folder.File("new.npy"), null, Overwrite: true).Check(declared, scan);
    }

    [Fact]
    public async Task Frames_ReplaceNothingThatIsRead()
    {
        await using var session = new Session();
        var scan = await session.OpenAsync(Request, Cancellation);
        await session.OpenAsync(new ScanRequest(_folder.File("other.npy")), Cancellation);

        foreach (var name in (string[])[.. Inputs, "link.npy", "other.npy", "positions.npy"])
            await RefusedAsync(() => ScanConversion.ConvertAsync(
                scan,
                _folder.File(name),
                new() { Overwrite = true, AlsoRead = [_folder.File("positions.npy")] },
                cancellationToken: Cancellation));
    }

    [Fact]
    public async Task WhatScanSoftwareWroteBesideTheData_IsNotReplaced()
    {
        await using var session = new Session();
        var written = await session.OpenAsync(new ScanRequest(_folder.File("scan.npy")), Cancellation);
        await ScanConversion.ConvertAsync(written, _folder.File("made_master.h5"), cancellationToken: Cancellation);
        var beside = _folder.File("made.h5");
        _before[beside] = File.ReadAllBytes(beside);
        var scan = await session.OpenAsync(new ScanRequest(_folder.File("made_master.h5")), Cancellation);

        foreach (var frames in new[] { scan, written })   // of these data, and of others while they are open
            await RefusedAsync(
                () => ScanConversion.ConvertAsync(frames, beside, new() { Overwrite = true }, cancellationToken: Cancellation));
        await RefusedAsync(() => scan.Derive(new BinDetectorParameters()).CommitAsync(
            beside, new() { Overwrite = true }, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task CommittedFrames_ReplaceNothingThatIsRead()
    {
        await using var session = new Session();
        var scan = await session.OpenAsync(new ScanRequest(_folder.File("scan.npy")), Cancellation);
        await session.OpenAsync(new ScanRequest(_folder.File("other.npy")), Cancellation);
        var dark = scan.Derive(new CorrectFramesParameters { Dark = SignalInput.Parse(_folder.File("dark.npy")) });
        var signal = dark.Derive(new MaskPixelsParameters { PixelMask = _folder.File("mask.npy") });
        var moved = signal.Derive(new ShiftFramesParameters
        {
            By = scan.Analyse("com", ScanRegion.Parse($"mask:{_folder.File("positions.npy")}")).Input("field"),
        });

        foreach (var name in (string[])["scan.npy", "dark.npy", "mask.npy", "link.npy", "other.npy"])
            await RefusedAsync(() => signal.CommitAsync(_folder.File(name), new() { Overwrite = true }, cancellationToken: Cancellation));
        await RefusedAsync(() => moved.CommitAsync(
            _folder.File("positions.npy"), new() { Overwrite = true }, cancellationToken: Cancellation));
        await RefusedAsync(() => signal.CommitAsync(
            _folder.File("gain.npy"), new() { Overwrite = true, AlsoRead = [_folder.File("gain.npy")] }, cancellationToken: Cancellation));
        Assert.NotNull(await signal.CommitAsync(_folder.File("new.npy"), cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData("""{"signal": "s", "file": "{name}.npy"}""", "mask")]
    [InlineData("""{"signal": "c", "file": "{name}.npy"}""", "mask")]
    [InlineData("""{"signal": "s", "file": "{name}her.npy"}""", "ot")]
    [InlineData("""{"signal": "c", "file": "{name}itions.npy"}""", "pos")]
    public async Task OutputsOfAPipeline_ReplaceNothingThatIsRead_AndNothingIsWritten(string output, string name)
    {
        var data = _folder.File($"{name}.raw");   // outputs are called as the data
        File.Copy(_folder.File("scan.npy"), data);
        using var json = JsonDocument.Parse($$$"""
            {
                "pipeline": 1,
                "data": {
                    "pixel-mask": "{{{_folder.File("mask.npy")}}}",
                    "frame-shape": [5, 6], "dtype": "u16", "scan-shape": [3, 4], "offset": 128
                },
                "signals": [
                    {"name": "c", "operation": "crop", "parameters": {"crop": "1,1,3,3"}},
                    {"name": "s", "operation": "sum", "region": "mask:{{{_folder.File("positions.npy")}}}"},
                    {"name": "total", "operation": "sum-sig"}
                ],
                "outputs": [{"signal": "total", "file": "{name}-total.npy"}, {{{output}}}]
            }
            """);
        var pipeline = PipelineJson.Read(json.RootElement, [.. KnownFrameOperations.All, .. KnownAnalyses.All]);
        await using var session = new Session();
        var run = new PipelineRun(session, pipeline, _folder.Path, overwrite: true, [_folder.File("other.npy")]);

        await RefusedAsync(() => run.RunAsync(
            Repertoire.Known.RequestOf(pipeline.Opening.With("path", data)), cancellationToken: Cancellation));

        Assert.False(File.Exists(_folder.File($"{name}-total.npy")));
    }

    [Fact]
    public async Task PipelineThatIsCalledAsItsRecord_StaysAsItIs()
    {
        const string text = """{"pipeline": 1, "signals": [{"name": "s", "operation": "sum"}]}""";
        var file = _folder.File("scan.pipeline.json");
        File.WriteAllText(file, text);
        var pipeline = PipelineJson.ReadFile(file, [.. KnownFrameOperations.All, .. KnownAnalyses.All]);
        await using var session = new Session();

        await RefusedAsync(() => new PipelineRun(session, pipeline, _folder.Path, overwrite: true, [file])
            .RunAsync(new ScanRequest(_folder.File("scan.npy")), cancellationToken: Cancellation));

        Assert.Equal(text, File.ReadAllText(file));
    }

    private void Refused(Action write)
    {
        Assert.Contains("choose another name", Assert.Throws<ArgumentException>(write).Message, StringComparison.Ordinal);
        NothingHasChanged();
    }

    private async Task RefusedAsync(Func<Task> write)
    {
        Assert.Contains(
            "choose another name", (await Assert.ThrowsAsync<ArgumentException>(write)).Message, StringComparison.Ordinal);
        NothingHasChanged();
    }

    private void NothingHasChanged()
    {
        foreach (var (file, bytes) in _before)
            Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    private void Write(string name, Extent shape, int value)
    {
        using var stream = File.Create(_folder.File(name));
        NpyWriter.Write<ushort>(stream, [.. Enumerable.Repeat((ushort)value, (int)shape.Count)], [.. shape.Lengths]);
    }
}
