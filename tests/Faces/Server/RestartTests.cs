using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Server;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AServerThatStartsAgain_GoesOnWhereItEnded_AlsoWithWhatTheDataDoNotSay()
    {
        File.WriteAllBytes(_folder.File("frames.raw"), new byte[7 + (12 * 10 * 2)]);
        var options = new ServerOptions { Roots = [_folder.File(".")], SessionFile = _folder.File("session.json") };
        await using (var before = await ViewerServer.StartAsync(options, Cancellation))
        {
            Assert.False(await before.Session.RestoreAsync(Cancellation));
            await before.Session.OpenAsync(
                new ScanRequest("frames.raw")
                {
                    ScanShape = new Extent(3, 4),
                    OfFormats = [new RawOptions(new Extent(5, 2), ElementType.U16) { Offset = 7 }],
                },
                Cancellation);
            before.Session.Patch(new JsonObject { ["probe"] = new JsonArray(3, 4) });
            await before.Session.OpenAsync(
                new ScanRequest("frames.raw")
                {
                    ScanShape = new Extent(2, 6),
                    OfFormats = [new RawOptions(new Extent(5, 2), ElementType.U16) { Offset = 7 }],
                },
                beside: true,
                Cancellation);
            before.Session.Patch(new JsonObject { ["probe"] = 7 });
            before.Session.Arrange(new JsonObject { ["tab"] = "compare" });
            using var signals = System.Text.Json.JsonDocument.Parse(
                """[{"name":"half","operation":"bin-scan","parameters":{"scan-bin":2}},{"name":"all","of":"half","operation":"sum"}]""");
            before.Session.SetSignals(signals.RootElement);
            before.Session.Show("frames");
        }

        await using (var after = await ViewerServer.StartAsync(options, Cancellation))
        {
            Assert.True(await after.Session.RestoreAsync(Cancellation));
            var state = after.Session.State();
            Assert.Equal(
                ("frames", """["frames","frames-2"]""", "compare"),
                (
                    (string?)state["active"],
                    new JsonArray([.. state["scans"]!.AsArray().Select(static scan => scan!["id"]!.DeepClone())]).ToJsonString(),
                    (string?)state["layout"]!["tab"]));
            var (first, second) = (state["scans"]![0]!, state["scans"]![1]!);
            Assert.Equal(("[3,4]", "7"), (first["document"]!["probe"]!.ToJsonString(), second["document"]!["probe"]!.ToJsonString()));
            Assert.EndsWith("frames.raw", (string?)first["path"]);
            Assert.Equal(
                ("[3,4]", "[5,2]", "[2,6]"),
                (first["scanShape"]!.ToJsonString(), first["detectorShape"]!.ToJsonString(), second["scanShape"]!.ToJsonString()));
            Assert.Equal(["half", "all"], second["signals"]!.AsArray().Select(static signal => (string?)signal!["name"]));
            Assert.Equal(7, (long)state["recent"]![0]!["offset"]!);
        }

        foreach (var damaged in new[]
        {
            "", "{", "[]", "7", """{"version":3}""", """{"version":2,"open":{"path":"frames.raw"}}""",
            """{"version":3,"scans":7}""", """{"version":3,"scans":[7,{"id":7},{"id":"a","open":7}],"layout":[]}""",
            """{"version":3,"scans":[{"id":"a","open":{"path":"/etc/passwd"}}],"active":"b"}""",
            """{"version":3,"scans":[{"id":"a","open":{"path":"frames.raw","dtype":"u7","frameShape":[5,2]},"signals":[7]}]}""",
            """{"version":3,"recent":[7,{"path":{}}]}"""
        })
        {
            File.WriteAllText(options.SessionFile!, damaged);
            await using var server = await ViewerServer.StartAsync(options, Cancellation);
            Assert.False(await server.Session.RestoreAsync(Cancellation));
        }
    }

    [Fact]
    public async Task TheLinkStaysTheSame_AsLongAsItsPortIsFree_AndOnlyItsOwnerReadsIt()
    {
        var options = new ServerOptions { Roots = [_folder.File(".")], AddressFile = _folder.File("address.json") };
        Uri link;
        await using (var first = await ViewerServer.StartAsync(options, Cancellation))
            link = first.Link;
        await using (var second = await ViewerServer.StartAsync(options, Cancellation))
        {
            Assert.Equal(link, second.Link);
            await using var beside = await ViewerServer.StartAsync(options, Cancellation);
            Assert.NotEqual(link.Port, beside.Link.Port);
            Assert.NotEqual(link.Query, beside.Link.Query);   // whoever has the port may know the token
            // Cookies know no ports: pages of both are answered all the same.
            using var browser = new HttpClient();
            foreach (var server in new[] { second, beside })
                Assert.True((await browser.GetAsync(server.Link, Cancellation)).IsSuccessStatusCode);
            foreach (var server in new[] { second, beside })
                Assert.True((await browser.GetAsync(new Uri(server.Address, "/api/state"), Cancellation)).IsSuccessStatusCode);
        }

        await using (var third = await ViewerServer.StartAsync(options, Cancellation))
            Assert.Equal(link, third.Link);   // the one beside took nothing away
        foreach (var damaged in new[]
        {
            "", "{", "[]", """{"port":0}""", """{"port":70000,"token":"x"}""",
            $$"""{"port":{{link.Port}},"token":"short"}""", """{"port":5000,"token":7}"""
        })
        {
            File.WriteAllText(options.AddressFile!, damaged);
            await using var server = await ViewerServer.StartAsync(options, Cancellation);
            Assert.NotEqual(link.Query, server.Link.Query);
        }

        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(options.AddressFile!));
        string kept = File.ReadAllText(options.AddressFile!);
        File.SetUnixFileMode(options.AddressFile!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await using (var anew = await ViewerServer.StartAsync(options, Cancellation))
            Assert.DoesNotContain(anew.Token, kept, StringComparison.Ordinal);   // others may have read it
        await using (var open = await ViewerServer.StartAsync(options with { Address = System.Net.IPAddress.Any }, Cancellation))
            Assert.DoesNotContain(open.Token, File.ReadAllText(options.AddressFile!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerBesideAnotherWithTheSameFile_SaysSo_AndLeavesItsSessionAlone()
    {
        var options = new ServerOptions { Roots = [_folder.File(".")], SessionFile = _folder.File("session.json") };
        await using (var first = await ViewerServer.StartAsync(options, Cancellation))
        {
            Assert.False(first.IsBesideOther);
            first.Session.Arrange(new() { ["by"] = "first" });
            await using var second = await ViewerServer.StartAsync(options, Cancellation);
            Assert.True(second.IsBesideOther);
            Assert.Equal(first.Link, second.LinkOfOther);
            Assert.Null(second.Session.State()["layout"]!["by"]);
            second.Session.Arrange(new() { ["by"] = "second" });
        }

        await using var third = await ViewerServer.StartAsync(options, Cancellation);
        Assert.False(third.IsBesideOther);
        Assert.Equal("first", (string?)third.Session.State()["layout"]!["by"]);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
