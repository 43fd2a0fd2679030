using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>What a browser is answered on its WebSocket, whatever it sends.</summary>
public sealed class ViewerSocketTests : IAsyncLifetime
{
    private readonly ServedScans _scans = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _scans.InitializeAsync();

    public ValueTask DisposeAsync() => _scans.DisposeAsync();

    [Fact]
    public async Task RequestsThatMakeNoSense_AreAnsweredInWords_AndTheConnectionGoesOn()
    {
        await using var browser = await TestBrowser.ConnectAsync(_scans.Server);
        await browser.TextAsync();
        foreach (var request in new[]
        {
            "x", "[]", "{}", """{"type":7}""", """{"type":"dance"}""", """{"type":"view","view":-1,"position":[0,0]}""",
            """{"type":"view","view":1,"position":[0]}""", """{"type":"view","view":1}""", """{"type":"close","scan":"x"}""",
            """{"type":"show"}""", """{"type":"signals","signals":[]}""", """{"type":"compute","signal":"x"}""",
            """{"type":"patch"}""", """{"type":"open","view":9,"path":"../outside_master.h5"}""", new string('[', 300),
        })
        {
            await browser.SendAsync(request);
            var answer = await browser.TextAsync("error");
            Assert.NotEqual("", (string?)answer["message"]);
        }

        for (var view = 100; view < 300; view++)   // views that are forgotten make room
        {
            await browser.SendAsync(
                $$$"""{"type":"view","view":{{{view}}},"operation":"virtual-image","parameters":{"detector":["disk:1,1,1"]}}""");
            Assert.Contains("no scan is open", (string?)(await browser.TextAsync("error"))["message"]);
            await browser.SendAsync($$"""{"type":"forget","view":{{view}}}""");
        }

        await _scans.Server.Session.OpenAsync("a_master.h5", Cancellation);
        Assert.Equal("state", (string?)(await browser.TextAsync())["type"]);
        foreach (var request in new[]
        {
            """{"type":"view","view":1,"position":[99,0]}""", """{"type":"view","view":1,"position":[0]}""",
            """{"type":"view","view":1,"operation":"virtual-image","parameters":{"detector":["disk:1"]}}""",
            """{"type":"view","view":1,"operation":"virtual-image","parameters":{"detector":["/etc/passwd.npy"]}}""",
            """{"type":"view","view":1,"operation":"mean","region":"disk:99,99,3"}""",
        })
        {
            await browser.SendAsync(request);
            Assert.DoesNotContain("(Parameter", (string?)(await browser.TextAsync("error"))["message"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"type":"view"}""")]
    [InlineData("""{"type":"hello","versions":[1,3]}""")]
    public async Task BrowsersOfAnotherVersion_AreTold(string greeting)
    {
        await using var browser = await TestBrowser.ConnectAsync(_scans.Server, greeting);
        Assert.Equal(WebSocketCloseStatus.ProtocolError, await browser.CloseAsync());
    }

    [Fact]
    public async Task MessagesThatAreTooLongOrBinary_EndTheConnection()
    {
        await using var large = await TestBrowser.ConnectAsync(_scans.Server);
        await large.TextAsync();
        await large.SendAsync("\"" + new string('a', 70_000) + "\"");
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await large.CloseAsync());
        await using var binary = await TestBrowser.ConnectAsync(_scans.Server);
        await binary.TextAsync();
        await binary.SendAsync("x", WebSocketMessageType.Binary);
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, await binary.CloseAsync());
    }

    [Fact]
    public async Task MemberThatIsThereTwice_IsRefused_AndTheConnectionStays()
    {
        await _scans.Server.Session.OpenAsync("a_master.h5", Cancellation);
        await using var browser = await TestBrowser.ConnectAsync(_scans.Server);
        await browser.TextAsync();
        foreach (var request in new[]
        {
            """{"type":"state","type":"close","scan":"a"}""",
            """{"type":"view","view":1,"seq":1,"operation":"virtual-image","parameters":{"detector":["disk:9,9,2"],"detector":["disk:9,9,3"]}}""",
            """{"type":"signals","signals":[{"name":"s","operation":"sum","operation":"max"}]}""",
        })
        {
            await browser.SendAsync(request);
            Assert.Contains("is written twice between the same braces", (string?)(await browser.TextAsync("error"))["message"]);
        }
    }

    [Fact]
    public async Task ResultsThatWereComputedForSomethingElse_AreToldWhenTheyAreAskedFor()
    {
        await _scans.Server.Session.OpenAsync("a_master.h5", Cancellation);
        await using var browser = await TestBrowser.ConnectAsync(_scans.Server);
        await browser.SendAsync("""{"type":"signals","signals":[{"name":"s","operation":"sum"}]}""");
        await browser.StateAsync(static state => Signal(state)?["results"] is not null && (string?)Signal(state)!["state"] == "lazy");
        await _scans.Server.Session.Scan!.Scan.Analyse("sum").ComputeAsync(cancellationToken: Cancellation);

        await browser.SendAsync("""{"type":"compute","signal":"s"}""");

        await browser.StateAsync(static state => (string?)Signal(state)?["state"] == "kept");

        static JsonNode? Signal(JsonNode state) =>
            state["scans"]?.AsArray().FirstOrDefault()?["signals"]?.AsArray().FirstOrDefault();
    }

    [Fact]
    public async Task SeveralBrowsers_SeeOneSession_AlsoAfterTheyWereGone()
    {
        await using var first = await TestBrowser.ConnectAsync(_scans.Server);
        await using var second = await TestBrowser.ConnectAsync(_scans.Server);
        await first.TextAsync();
        await second.TextAsync();
        await first.SendAsync("""{"type":"patch","layout":{"probe":[1,2],"map":"viridis"}}""");
        Assert.Equal("[1,2]", (await second.TextAsync())["layout"]!["probe"]!.ToJsonString());
        await second.SendAsync("""{"type":"patch","layout":{"map":null}}""");
        Assert.Null((await first.TextAsync())["layout"]!["map"]);
        await first.DisposeAsync();
        await using var again = await TestBrowser.ConnectAsync(_scans.Server);
        Assert.Equal("""{"probe":[1,2]}""", (await again.TextAsync())["layout"]!.ToJsonString());
        await again.SendAsync("""{"type":"patch","document":{"probe":1}}""");
        Assert.Contains("no scan is open", (string?)(await again.TextAsync("error"))["message"]);
        await _scans.Server.Session.OpenAsync("a_master.h5", Cancellation);
        await again.SendAsync("""{"type":"patch","document":{"probe":1}}""");
        await second.StateAsync(static state => state["scans"]!.AsArray() is [{ } scan] && (int?)scan["document"]!["probe"] == 1);
    }

    [Fact]
    public async Task ABrowserThatDoesNotKeepUp_GetsTheNewest()
    {
        await _scans.Server.Session.OpenAsync("a_master.h5", Cancellation);
        await using var browser = await TestBrowser.ConnectAsync(_scans.Server);
        await browser.TextAsync();
        for (var seq = 1; seq <= 200; seq++)
        {
            var detector = $"disk:{seq % 20},12,5";
            await browser.SendAsync(
                $$$"""{"type":"view","view":1,"seq":{{{seq}}},"operation":"virtual-image","parameters":{"detector":["{{{detector}}}"]}}""");
        }

        var seen = new List<uint>();
        while (seen.Count == 0 || seen[^1] < 200)
        {
            seen.Add((await browser.ValuesAsync(acknowledge: false)).Header.Sequence);
            await browser.SendAsync("""{"type":"seen","view":1}""");
        }

        Assert.Equal(seen.Order(), seen);
        Assert.True(seen.Count < 200, $"{seen.Count} of 200 images were sent");
    }
}
