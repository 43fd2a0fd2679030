using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Server;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>Derived frames that are written to a file and read there.</summary>
public sealed class CommitTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new(), _outside = new();
    private ViewerServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var random = new Random(3);
        using (var file = File.Create(_folder.File("a.npy")))
            NpyWriter.Write(
                file,
                new NamedArray(
                    "frames", ElementType.U16, [3, 4, 6, 8], Enumerable.Range(0, 576).Select(_ => (ushort)random.Next(200)).ToArray()));
        _server = await ViewerServer.StartAsync(new ServerOptions { Roots = [_folder.Path] });
        _client = TestClient.Of(_server);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/api/open", """{"path": "a.npy"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/api/signals", """
            {"signals": [{"name": "half", "of": "data", "operation": "bin-detector", "parameters": {"det-bin": 2}},
                         {"name": "sums", "of": "half", "operation": "sum-sig"}]}
            """)).Status);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
        _outside.Dispose();
    }

    [Theory]
    [InlineData("half.h5")]
    [InlineData("half.npy")]
    public async Task FramesOfASignal_AreWrittenBelowTheRoots_AndReadThereAsTheyWere(string name)
    {
        var frame = await _client.GetByteArrayAsync(new Uri("/api/signals/half.npy?at=1,2", UriKind.Relative), Cancellation);

        var answer = await PostAsync("/api/commit", $$"""{"signal": "half", "path": "{{name}}"}""");

        Assert.Equal((HttpStatusCode.OK, true), (answer.Status, (bool)answer.Body["written"]!));
        Assert.Equal(_folder.File(name), (string?)answer.Body["file"]);
        Assert.True(File.Exists(_folder.File(name)));
        Assert.Equal(frame, await _client.GetByteArrayAsync(new Uri("/api/signals/half.npy?at=1,2", UriKind.Relative), Cancellation));
        answer = await PostAsync("/api/commit", $$"""{"signal": "half", "path": "{{name}}"}""");
        Assert.Equal((HttpStatusCode.OK, false), (answer.Status, (bool)answer.Body["written"]!));
    }

    [Fact]
    public async Task FilesOutsideTheRoots_AndResults_AreRefused()
    {
        File.CreateSymbolicLink(_folder.File("link.h5"), _outside.File("link.h5"));
        Directory.CreateSymbolicLink(_folder.File("out"), _outside.Path);
        foreach (var path in new[] { "../half.h5", _outside.File("half.h5"), "out/half.h5", "link.h5", "none/half.h5" })
        {
            var answer = await PostAsync("/api/commit", new JsonObject { ["signal"] = "half", ["path"] = path }.ToJsonString());
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("none of those that this server may use", (string?)answer.Body["error"], StringComparison.Ordinal);
        }

        Assert.Contains(
            "\"path\" names the file",
            (string?)(await PostAsync("/api/commit", """{"signal": "half", "path": ""}""")).Body["error"],
            StringComparison.Ordinal);
        Assert.Contains(
            "gives results", (string?)(await PostAsync("/api/commit", """{"signal": "sums", "path": "a.h5"}""")).Body["error"],
            StringComparison.Ordinal);
        Assert.Contains(
            "the data themselves", (string?)(await PostAsync("/api/commit", """{"signal": "data", "path": "a.h5"}""")).Body["error"],
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_outside.Path));
    }

    [Fact]
    public async Task MasksAndOtherData_AreNeverReplaced()
    {
        using (var file = File.Create(_folder.File("mask.npy")))
            NpyWriter.Write<byte>(file, new byte[48], 6, 8);
        File.Copy(_folder.File("a.npy"), _folder.File("b.npy"));
        await PostAsync("/api/open", """{"path": "b.npy", "beside": true}""");
        await PostAsync(
            "/api/signals",
            """{"scan": "b", "signals": [{"name": "less", "operation": "mask-pixels", "parameters": {"pixel-mask": "mask.npy"}}]}""");
        var before = new[] { "a.npy", "b.npy", "mask.npy" }.Select(name => File.ReadAllBytes(_folder.File(name))).ToList();
        foreach (var (scan, signal, path) in new[]
        {
            ("b", "less", "mask.npy"), ("a", "half", "mask.npy"), ("a", "half", "b.npy"), ("b", "less", "a.npy"), ("b", "less", "b.npy")
        })
        {
            var answer = await PostAsync(
                "/api/commit", $$"""{"scan": "{{scan}}", "signal": "{{signal}}", "path": "{{path}}", "overwrite": true}""");
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("choose another name", (string?)answer.Body["error"], StringComparison.Ordinal);
        }

        Assert.Equal(before, new[] { "a.npy", "b.npy", "mask.npy" }.Select(name => File.ReadAllBytes(_folder.File(name))));
    }

    [Theory]
    [InlineData(".h5")]
    [InlineData(".npy")]
    public async Task NameThatIsTooLong_IsToldAsSuch(string extension)
    {
        var answer = await PostAsync("/api/commit", $$"""{"signal": "half", "path": "{{new string('x', 299)}}{{extension}}"}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("the name is too long", (string?)answer.Body["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".h5")]
    [InlineData(".npy")]
    public async Task FileThatAnotherProcessWrites_IsRefused_UntilItIsDone(string extension)
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(python), $"there is no {python}");
        const string hold = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.lockf(f, fcntl.LOCK_EX); "
            + "print('held', flush=True); sys.stdin.readline()";
        using (var other = Process.Start(new ProcessStartInfo(
            python, ["-c", hold, _folder.File($".half{extension}.unfinished.journal")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!)
        {
            Assert.Equal("held", await other.StandardOutput.ReadLineAsync(Cancellation));
            Assert.Contains(
                "another program is writing this file",
                (string?)(await PostAsync("/api/commit", $$"""{"signal": "half", "path": "half{{extension}}"}""")).Body["error"],
                StringComparison.Ordinal);
            other.StandardInput.Close();
            await other.WaitForExitAsync(Cancellation);
        }

        var answer = await PostAsync("/api/commit", $$"""{"signal": "half", "path": "half{{extension}}"}""");
        Assert.Equal((HttpStatusCode.OK, true), (answer.Status, (bool)answer.Body["written"]!));
    }

    [Fact]
    public async Task SignalInAFile_IsToldAsSuch_AlsoAfterARestart_AndWhereTheFileIsAwayItIsComputed()
    {
        var options = new ServerOptions { Roots = [_folder.Path], SessionFile = _outside.File("session.json") };
        const string signals = """
            [{"name": "half", "operation": "bin-detector", "parameters": {"det-bin": 2}},
             {"name": "sums", "of": "half", "operation": "sum-sig"}]
            """;
        await using (var server = await ViewerServer.StartAsync(options, Cancellation))
        {
            await server.Session.OpenAsync("a.npy", Cancellation);
            using var list = JsonDocument.Parse(signals);
            server.Session.SetSignals(list.RootElement);
            Assert.Equal((null, "lazy"), FileOf(server));
            await server.Session.CommitAsync("half", "half.h5", cancellationToken: Cancellation);
            Assert.Equal((_folder.File("half.h5"), "kept"), FileOf(server));
        }

        await using (var server = await ViewerServer.StartAsync(options, Cancellation))
        {
            Assert.True(await server.Session.RestoreAsync(Cancellation));
            while (FileOf(server).File is null)
                await Task.Delay(5, Cancellation);
            Assert.Equal((_folder.File("half.h5"), "kept"), FileOf(server));
        }

        File.Move(_folder.File("half.h5"), _outside.File("half.h5"));
        await using (var server = await ViewerServer.StartAsync(options, Cancellation))
        {
            Assert.True(await server.Session.RestoreAsync(Cancellation));
            using var call = JsonDocument.Parse("""{"operation": "max"}""");
            await server.Session.AnalyseAsync(call.RootElement, region: null, of: "half", cancellationToken: Cancellation);
            Assert.Null(FileOf(server).File);
        }

        File.Move(_outside.File("half.h5"), _folder.File("half.h5"));
        await using (var server = await ViewerServer.StartAsync(options, Cancellation))
        {
            Assert.True(await server.Session.RestoreAsync(Cancellation));
            while (FileOf(server).File is null)
                await Task.Delay(5, Cancellation);
        }

        static (string? File, string? State) FileOf(ViewerServer server)
        {
            var half = server.Session.State()["scans"]![0]!["signals"]![0]!;
            return ((string?)half["file"], (string?)half["state"]);
        }
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await _client.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!);
    }
}
