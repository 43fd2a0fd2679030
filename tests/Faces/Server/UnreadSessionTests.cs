using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Server;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>What a session on disk says and this server cannot read, for a plug-in or a file is missing: it is shown, and kept.</summary>
public sealed class UnreadSessionTests : IDisposable
{
    private const string Signals = """
        [{"name": "half", "of": "data", "operation": "bin-scan", "version": 1, "parameters": {"scan-bin": 2}},
         {"name": "fit", "of": "half", "operation": "fancy-fit", "version": 4, "parameters": {"how": [1, {"x": null}]}, "colour": "red"},
         {"name": "map", "of": "fit", "operation": "sum-sig", "version": 1, "parameters": {}},
         {"name": "total", "of": "half", "operation": "sum-sig", "version": 1, "parameters": {}}]
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string SessionPath => _folder.File("session.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SignalOfAnOperationThatIsNotThere_IsShownAsFailed_AndWrittenBackUnchanged()
    {
        Write("a.npy");
        Keep(Scan("a", """{"path": "a.npy"}""", Signals));
        await using (var server = await StartAsync())
        {
            Assert.True(await server.Session.RestoreAsync(Cancellation));
            var signals = Told(server, "scans")[0]!["signals"]!.AsArray();
            Assert.Equal(
                "half:lazy fit:failed map:failed total:lazy",
                string.Join(' ', signals.Select(static signal => $"{(string?)signal!["name"]}:{(string?)signal["state"]}")));
            Assert.Equal(
                "there is no operation 'fancy-fit': if a plug-in brings it, start with --plugins FOLDER.", (string?)signals[1]!["error"]);
            Assert.Equal("it is made of 'fit', which cannot be read.", (string?)signals[2]!["error"]);
            Assert.Null((string?)signals[1]!["gives"]);

            // The others work.
            using var call = JsonDocument.Parse("""{"operation": "sum-sig"}""");
            var total = await server.Session.AnalyseAsync(call.RootElement, region: null, of: "half", cancellationToken: Cancellation);
            Assert.Equal("[1,2]", total["results"]![0]!["shape"]!.ToJsonString());
            var refused = await Assert.ThrowsAsync<ArgumentException>(
                () => server.Session.AnalyseAsync(call.RootElement, region: null, of: "fit", cancellationToken: Cancellation));
            Assert.Contains("start with --plugins", refused.Message, StringComparison.Ordinal);
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Signals), Kept()["scans"]![0]!["signals"]));
    }

    [Fact]
    public async Task ListWithAnUnreadSignal_IsEditedLikeAnyOther()
    {
        Write("a.npy");
        Keep(Scan("a", """{"path": "a.npy"}""", Signals));
        await using var server = await StartAsync();
        Assert.True(await server.Session.RestoreAsync(Cancellation));
        var list = JsonNode.Parse(Signals)!.AsArray();
        list[0]!["name"] = "less";
        (list[1]!["of"], list[3]!["of"]) = ("less", "less");
        list[1]!["name"] = "fitted";
        list[2]!["of"] = "fitted";

        Set(server, list.ToJsonString());

        Assert.Equal(
            "less:lazy fitted:failed map:failed total:lazy",
            string.Join(' ', Told(server, "scans")[0]!["signals"]!.AsArray()
                .Select(static signal => $"{(string?)signal!["name"]}:{(string?)signal["state"]}")));
        Set(server, "[]");
        Set(server, Signals);   // a step back
        Assert.Equal(4, Told(server, "scans")[0]!["signals"]!.AsArray().Count);
        Assert.Contains(
            "there is no operation 'other'",
            Assert.Throws<FormatException>(() => Set(server, """[{"name": "x", "operation": "other"}]""")).Message,
            StringComparison.Ordinal);
        Set(server, """[{"name": "x", "operation": "other"}]""", keepsUnread: true);
        Assert.Equal("failed", (string?)Told(server, "scans")[0]!["signals"]![0]!["state"]);
    }

    [Fact]
    public async Task ScanWithAnOptionOfAFormatThatIsNotThere_OrWhoseFileIsAway_StaysInTheSession_UntilItIsClosed()
    {
        Write("here.npy");
        var odd = Scan("odd", """{"path": "here.npy", "separator": "comma"}""", Signals);
        var away = Scan("away", """{"path": "away.npy"}""", Signals);
        Keep(odd, away, Scan("here", """{"path": "here.npy"}""", "[]"));
        await using (var server = await StartAsync())
        {
            Assert.True(await server.Session.RestoreAsync(Cancellation));
            Assert.Equal(["here"], Told(server, "scans").Select(static scan => (string?)scan!["id"]));
            var missing = Told(server, "missing");
            Assert.Equal(["odd", "away"], missing.Select(static scan => (string?)scan!["id"]));
            Assert.Contains("separator", (string?)missing[0]!["error"], StringComparison.Ordinal);
            Assert.Contains("there is no such file", (string?)missing[1]!["error"], StringComparison.Ordinal);
        }

        foreach (var scan in new[] { odd, away })
            Assert.Contains(Kept()["scans"]!.AsArray(), kept => JsonNode.DeepEquals(kept, scan));

        Write("away.npy");
        await using (var server = await StartAsync())
        {
            Assert.True(await server.Session.RestoreAsync(Cancellation));
            Assert.Equal(["here", "away"], Told(server, "scans").Select(static scan => (string?)scan!["id"]));
            Assert.Equal(4, Told(server, "scans")[1]!["signals"]!.AsArray().Count);
            server.Session.Close("odd");
            Assert.Empty(Told(server, "missing"));
        }

        Assert.DoesNotContain(Kept()["scans"]!.AsArray(), static kept => (string?)kept!["id"] == "odd");
    }

    [Theory]
    [InlineData("""{"version": 99, "scans": []}""")]
    [InlineData("{")]
    public async Task SessionThatCannotBeRead_IsSetAside(string text)
    {
        Write("a.npy");
        File.WriteAllText(SessionPath, text);
        await using (var server = await StartAsync())
        {
            Assert.False(await server.Session.RestoreAsync(Cancellation));
            Assert.Equal($"{SessionPath}.unread", (string?)server.Session.State()["setAside"]);
            await server.Session.OpenAsync("a.npy", Cancellation);
        }

        Assert.Equal(text, File.ReadAllText($"{SessionPath}.unread"));
        Assert.Equal(3, (int)Kept()["version"]!);
    }

    private static void Set(ViewerServer server, string list, bool keepsUnread = false)
    {
        using var signals = JsonDocument.Parse(list);
        server.Session.SetSignals(signals.RootElement, scan: null, keepsUnread);
    }

    private static JsonArray Told(ViewerServer server, string member) => server.Session.State()[member]!.AsArray();

    private static JsonObject Scan(string id, string open, string signals) => new()
    {
        ["id"] = id,
        ["open"] = JsonNode.Parse(open),
        ["document"] = new JsonObject { ["probe"] = 1 },
        ["signals"] = JsonNode.Parse(signals),
    };

    private Task<ViewerServer> StartAsync() =>
        ViewerServer.StartAsync(new ServerOptions { Roots = [_folder.Path], SessionFile = SessionPath }, Cancellation);

    private void Keep(params JsonObject[] scans) => File.WriteAllText(
        SessionPath,
        new JsonObject { ["version"] = 3, ["scans"] = new JsonArray([.. scans.Select(static scan => scan.DeepClone())]) }.ToJsonString());

    private JsonNode Kept() => JsonNode.Parse(File.ReadAllText(SessionPath))!;

    private void Write(string name)
    {
        using var stream = File.Create(_folder.File(name));
        NpyWriter.Write<ushort>(
            stream, [.. Enumerable.Range(0, 3 * 4 * 5 * 6).Select(static value => (ushort)(value * 7 % 11))], [3, 4, 5, 6]);
    }
}
