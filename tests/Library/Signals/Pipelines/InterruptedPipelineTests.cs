using System.Text.Json;
using Ronchi.Analyses;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals.Pipelines;

public sealed class InterruptedPipelineTests : IDisposable
{
    private static readonly IReadOnlyList<Operation> Known = [.. KnownFrameOperations.All, .. KnownAnalyses.All];

    private readonly TemporaryFolder _folder = new();

    public InterruptedPipelineTests()
    {
        using var file = File.Create(_folder.File("scan_1.npy"));
        NpyWriter.Write(file, new NamedArray("frames", ElementType.U16, [3, 4, 6, 8], new ushort[12 * 48]));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task KilledBetweenOutputAndRecord_GoesOn_WhereTheFileSaysWhatItHolds()
    {
        const string text = """
            {"pipeline": 1, "signals": [
              {"name": "binned", "operation": "bin-detector", "parameters": {"det-bin": 2}},
              {"name": "sums", "of": "binned", "operation": "sum-sig"}],
             "outputs": [{"signal": "sums", "file": "{name}-sums.npz"}, {"signal": "binned", "file": "{name}-binned.h5"}]}
            """;
        await RunAsync(text, "out");
        string[] files = [_folder.File("out/scan_1-sums.npz"), _folder.File("out/scan_1-binned.h5")];
        var written = files.Select(File.GetLastWriteTimeUtc).ToList();
        File.Delete(_folder.File("out/scan_1.pipeline.json"));

        Assert.True((await RunAsync(text, "out")).IsKept);
        Assert.Equal(written, files.Select(File.GetLastWriteTimeUtc));
        Assert.True((await RunAsync(text, "out")).IsKept);

        // Of other parameters the files are in the way, and so is a file that has changed since it was recorded.
        File.Delete(_folder.File("out/scan_1.pipeline.json"));
        var other = text.Replace("\"det-bin\": 2", "\"det-bin\": 4", StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => RunAsync(other, "out"));
        await RunAsync(text, "out");
        File.SetLastWriteTimeUtc(files[0], DateTime.UtcNow.AddMinutes(-5));
        await Assert.ThrowsAsync<IOException>(() => RunAsync(text, "out"));
    }

    // As on a disk that is full when the output is written.
    [Theory]
    [InlineData("sums", ".npy", false)]
    [InlineData("sums", ".npz", true)]
    [InlineData("binned", ".npy", true)]
    public async Task RecordThatCannotBeWritten_LeavesWhatSaysItselfWhatItHolds_AndNothingElse(string signal, string extension, bool stays)
    {
        var text = $$$"""
            {"pipeline": 1, "signals": [
              {"name": "binned", "operation": "bin-detector", "parameters": {"det-bin": 2}},
              {"name": "sums", "of": "binned", "operation": "sum-sig"}],
             "outputs": [{"signal": "{{{signal}}}", "file": "{name}-it{{{extension}}}"}]}
            """;
        var record = Directory.CreateDirectory(_folder.File("out/scan_1.pipeline.json"));

        var failure = await Assert.ThrowsAsync<IOException>(() => RunAsync(text, "out"));

        Assert.Contains("scan_1.pipeline.json: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(stays, failure.Message.Contains(" is complete: run the same again to go on.", StringComparison.Ordinal));
        record.Delete();
        Assert.Equal(stays, Directory.EnumerateFiles(_folder.File("out")).Any());
        Assert.Equal(stays, (await RunAsync(text, "out")).IsKept);
        Assert.True((await RunAsync(text, "out")).IsKept);
    }

    private async Task<PipelineReport> RunAsync(string pipeline, string folder)
    {
        await using var session = new Session();
        using var json = JsonDocument.Parse(pipeline);
        return await new PipelineRun(session, PipelineJson.Read(json.RootElement, Known), _folder.File(folder))
            .RunAsync(new(_folder.File("scan_1.npy")), cancellationToken: TestContext.Current.CancellationToken);
    }
}
