using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Server;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>What a browser says and hears.</summary>
internal sealed class TestBrowser : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TestBrowser> ConnectAsync(ViewerServer server, string greeting = """{"type":"hello","versions":[2]}""")
    {
        var browser = new TestBrowser();
        await browser._socket.ConnectAsync(
            new UriBuilder(server.Address) { Scheme = "ws", Path = "/ws", Query = $"token={server.Token}" }.Uri, Cancellation);
        await browser.SendAsync(greeting);
        return browser;
    }

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, Cancellation);

    /// <summary>The next text of a kind; others, jobs and states of an opening that goes on, are passed over.</summary>
    public async Task<JsonNode> TextAsync(string kind = "state")
    {
        while (true)
        {
            var (type, bytes) = await ReceiveAsync();
            Assert.Equal(WebSocketMessageType.Text, type);
            var text = JsonNode.Parse(bytes)!;
            if ((string?)text["type"] == kind)
                return text;
            Assert.NotEqual("error", (string?)text["type"]);
        }
    }

    /// <summary>The next state that is as it is waited for; states that come before it are passed over.</summary>
    public async Task<JsonNode> StateAsync(Func<JsonNode, bool> isIt)
    {
        while (true)
        {
            var state = await TextAsync();
            if (isIt(state))
                return state;
        }
    }

    /// <summary>The next values that are all that will come.</summary>
    public Task<(FrameMessage Header, byte[] Payload)> ValuesAsync(bool acknowledge = true) =>
        ValuesAsync(static (header, _) => header.Flags.HasFlag(FrameFlags.Final), acknowledge);

    /// <summary>The next values that are as they are waited for; others that come before them are passed over.</summary>
    public async Task<(FrameMessage Header, byte[] Payload)> ValuesAsync(Func<FrameMessage, byte[], bool> isIt, bool acknowledge = true)
    {
        while (true)
        {
            var (type, bytes) = await ReceiveAsync();
            if (type == WebSocketMessageType.Text && (string?)JsonNode.Parse(bytes)!["type"] is "job" or "state")
                continue;
            Assert.True(type == WebSocketMessageType.Binary, Encoding.UTF8.GetString(bytes));
            var header = FrameMessage.Decode(bytes)!;
            if (acknowledge)
                await SendAsync($$"""{"type":"seen","view":{{header.View}}}""");
            var payload = bytes[FrameMessage.HeaderBytes..];
            if (isIt(header, payload))
                return (header, payload);
        }
    }

    public async Task<WebSocketCloseStatus?> CloseAsync()
    {
        while (_socket.State == WebSocketState.Open)
            await ReceiveAsync();
        return _socket.CloseStatus;
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        _socket.Dispose();
    }

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var bytes = new List<byte>();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            bytes.AddRange(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return (part.MessageType, [.. bytes]);
        }
    }
}
