using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Server;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>Requests that were damaged on their way: whatever is said, the server answers in words, and goes on.</summary>
public sealed class RequestFuzzTests : IAsyncLifetime
{
    private const int Requests = 1500;

    private static readonly string[] Whole =
    [
        """{"type":"view","view":3,"seq":9,"operation":"virtual-image","parameters":{"detector":["disk:11,12,5"]}}""",
        """{"type":"view","view":3,"seq":9,"operation":"virtual-image","parameters":{"detector":["annulus:11,12,2,5","rect:0,0,3,3"],"combine":"ratio"},"result":"ratio","member":0}""",
        """{"type":"view","view":4,"seq":1,"scan":"frames","operation":"com","parameters":{"within":"sector:8,8,1,6,-45,45","scan-rotation":12.5,"flip-y":true},"result":"field"}""",
        """{"type":"view","view":5,"seq":1,"operation":"dpc","parameters":{"center":"8,8","radius":6},"result":"field","component":1}""",
        """{"type":"view","view":6,"seq":1,"operation":"frame-statistics","result":"std"}""",
        """{"type":"view","view":7,"seq":1,"signal":"sums","result":"intensity"}""",
        """{"type":"view","view":8,"seq":1,"position":[2,3]}""",
        """{"type":"view","view":8,"seq":1,"of":"half","position":[1,1]}""",
        """{"type":"view","view":8,"seq":1,"of":"half","operation":"crop","parameters":{"crop":"2,3,8,9"},"position":[1,1]}""",
        """{"type":"view","view":9,"seq":1,"operation":"max","region":"polygon:0,0,0,3,3,3"}""",
        """{"type":"signals","signals":[{"name":"half","operation":"bin-scan","parameters":{"scan-bin":2}},{"name":"sums","of":"half","operation":"sum","region":"rect:0,0,0,1"}]}""",
        """{"type":"compute","signal":"sums"}""",
        """{"type":"show","scan":"frames"}""",
        """{"type":"patch","layout":{"tab":"compare"}}""",
        """{"type":"patch","document":{"images":[{"pane":"navigator"}],"member":0,"gone":null}}""",
        """{"type":"calibrate","calibration":{"scanStep":0.25,"scanUnit":"nm","flip":true}}""",
        """{"type":"open","path":"frames.raw","scan-shape":[3,4],"frame-shape":[16,16],"dtype":"u16","offset":0,"gap":0,"det-bin":2}""",
        """{"type":"cancel","job":1}""",
        """{"type":"seen","view":3}""",
        """{"type":"forget","view":3}""",
    ];

    private static readonly ScanRequest Request = new("frames.raw")
    {
        ScanShape = new Extent(3, 4),
        OfFormats = [new RawOptions(new Extent(16, 16), ElementType.U16)],
    };

    private readonly TemporaryFolder _folder = new();
    private ViewerServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        byte[] frames = new byte[12 * 16 * 16 * 2];
        new Random(1).NextBytes(frames);
        File.WriteAllBytes(_folder.File("frames.raw"), frames);
        _server = await ViewerServer.StartAsync(new ServerOptions { Roots = [_folder.File(".")] });
        await _server.Session.OpenAsync(Request);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task DamagedRequests_EndNothing(int seed)
    {
        var random = new Random(seed);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new UriBuilder(_server.Address) { Scheme = "ws", Path = "/ws", Query = $"token={_server.Token}" }.Uri, Cancellation);
        var heard = HearAsync(socket);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes("""{"type":"hello","versions":[2]}"""), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        for (var i = 0; i < Requests; i++)
            await socket.SendAsync(Damaged(random), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"dance"}"""), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        var errors = await heard;
        Assert.True(errors.Count > 100, $"seed {seed}: {errors.Count} errors");
        Assert.All(errors, static message => Assert.DoesNotContain("(Parameter", message, StringComparison.Ordinal));

        // Others are answered as before; which scan is open is what damaged requests may have changed.
        using var client = new HttpClient { BaseAddress = _server.Address };
        Assert.True((await client.GetAsync($"/api/state?token={_server.Token}", Cancellation)).IsSuccessStatusCode);
        await OpenAsync();
        using var view = new StringContent("""{"operation":"virtual-image","parameters":{"detector":["disk:3,3,2"]}}""");
        Assert.True((await client.PostAsync($"/api/view?token={_server.Token}", view, Cancellation)).IsSuccessStatusCode);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Openings that were asked for before may still begin, and end this one.
    private async Task OpenAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await _server.Session.OpenAsync(Request, Cancellation);
                return;
            }
            catch (OperationCanceledException) when (attempt < Requests)
            {
                await Task.Delay(5, Cancellation);
            }
        }
    }

    // Some signs are changed, a part is left out or doubled, numbers become others.
    private static byte[] Damaged(Random random)
    {
        var text = Whole[random.Next(Whole.Length)].ToList();
        for (var damage = random.Next(4); damage > 0; damage--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (char)random.Next(32, 127);
                    break;
                case 1:
                    text.InsertRange(at, "µ\0😀");   // but never what is no UTF-8: that ends a connection (RFC 6455, 8.1)
                    break;
                case 2:
                    text.RemoveRange(at, random.Next(text.Count - at));
                    break;
                case 3:
                    text.InsertRange(at, text.GetRange(at, random.Next(Math.Min(text.Count - at, 20))));
                    break;
                default:
                    string[] numbers = ["-1", "1e9", "99999999999999999999", "NaN", "0.5", "[]", "{}", "null", "\"\"", "1e-300", "-0"];
                    if (char.IsAsciiDigit(text[at]))
                    {
                        text.RemoveAt(at);
                        text.InsertRange(at, numbers[random.Next(numbers.Length)]);
                    }

                    break;
            }

            if (text.Count == 0)
                text.Add('x');
        }

        return Encoding.UTF8.GetBytes([.. text]);
    }

    // Errors until that of the last request; values are seen at once.
    private static async Task<List<string>> HearAsync(ClientWebSocket socket)
    {
        var errors = new List<string>();
        var buffer = new byte[1 << 20];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.True(part.MessageType != WebSocketMessageType.Close, $"closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
            if (part.MessageType == WebSocketMessageType.Binary)
            {
                Assert.NotNull(FrameMessage.Decode(buffer.AsSpan(0, length).ToArray()));
                continue;
            }

            var message = JsonNode.Parse(buffer.AsSpan(0, length))!;
            if ((string?)message["type"] != "error")
                continue;
            errors.Add((string)message["message"]!);
            if (errors[^1].StartsWith("'dance'", StringComparison.Ordinal))
                return errors;
        }
    }
}
