using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Pictures;
using Ronchi.Server;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>Operations that are looked at without being part of the tree, as while their parameters are typed.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private const string Tree = """
        {"signals": [
          {"name": "field", "operation": "com"},
          {"name": "half", "operation": "bin-detector", "parameters": {"det-bin": 2}}
        ]}
        """;

    private static readonly Extent Shape = new(3, 4, 8, 6);
    private readonly TemporaryFolder _folder = new();
    private ViewerServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var random = new Random(3);
        ushort[] values = [.. Enumerable.Range(0, (int)Shape.Count).Select(_ => (ushort)random.Next(200))];
        using (var stream = File.Create(_folder.File("a.npy")))
            NpyWriter.Write<ushort>(stream, values, [.. Shape.Lengths]);
        _server = await ViewerServer.StartAsync(new ServerOptions { Roots = [_folder.Path] });
        _client = TestClient.Of(_server);
        await ToldAsync("open", """{"path": "a.npy"}""");
        await ToldAsync("signals", Tree);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("data", "crop", """{"crop": "2,1,5,4"}""")]
    [InlineData("data", "bin-scan", """{"scan-bin": 2}""")]
    [InlineData("half", "crop", """{"crop": "0,0,1,2"}""")]
    [InlineData("data", "shift-frames", """{"by": "field/field"}""")]
    public async Task FrameOfACall_IsThatOfTheSignalOfTheSameCall(string of, string operation, string parameters)
    {
        var call = $$"""
            "of": "{{of}}", "operation": "{{operation}}", "parameters": {{parameters}}
            """;
        var before = await ViewAsync($$"""{{{call}}, "position": [0, 1]}""");
        var declared = await ToldAsync("declare", $$"""{{{call}}}""");
        Assert.Equal(2, Signals(await StateAsync()).Count);   // it was only looked at
        await ToldAsync("signals", Tree.Replace("]}", $$""", {"name": "made", {{call}}}]}""", StringComparison.Ordinal));
        var after = await ViewAsync("""{"of": "made", "position": [0, 1]}""");
        Assert.Equal(after[FrameMessage.HeaderBytes..], before[FrameMessage.HeaderBytes..]);
        var header = FrameMessage.Decode(before)!;
        Assert.Equal(
            (long)header.Rows * header.Columns,
            declared["frames"]!["detectorShape"]!.AsArray().Aggregate(1L, static (product, length) => product * (long)length!));
        Assert.Equal("frames", (string?)declared["gives"]);
    }

    [Fact]
    public async Task ResultsOfACall_AreDeclaredAsThoseOfTheSignal()
    {
        var declared = await ToldAsync("declare", """{"operation": "com", "parameters": {"radius": 2, "center": "3,3"}}""");
        Assert.Equal("results", (string?)declared["gives"]);
        var field = Signals(await StateAsync())[0]["results"]!.AsArray();
        Assert.Equal(field.Select(Said), declared["results"]!.AsArray().Select(Said));
        Assert.Equal(2, Signals(await StateAsync()).Count);

        static string Said(JsonNode? result) => $"{result!["name"]} {result["kind"]} {result["components"]} {result["unit"]}";
    }

    [Fact]
    public async Task ParameterThatIsWrong_IsNamed()
    {
        var (sentence, parameter) = await RefusedAsync("declare", """{"operation": "crop", "parameters": {"crop": "a"}}""");
        Assert.Equal("crop", parameter);
        Assert.StartsWith("--crop: ", sentence, StringComparison.Ordinal);
        Assert.Equal("by", (await RefusedAsync("declare", """{"operation": "shift-frames"}""")).Parameter);
        Assert.Null((await RefusedAsync("declare", """{"operation": "crops"}""")).Parameter);
        Assert.Contains(
            "name the \"operation\"", (await RefusedAsync("declare", """{"signal": "field"}""")).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallsThatDoNotFitWhatIsAsked_AreRefusedWithTheCure()
    {
        foreach (var (body, cure) in new[]
        {
            ("""{"operation": "crop", "parameters": {"crop": "0,0,1,1"}}""", "say the \"position\""),
            ("""{"operation": "com", "position": [0, 0]}""", "leave it out"),
            ("""{"operation": "bin-detector", "position": [0, 0], "region": "rect:0,0,1,1"}""", "leave out \"region\""),
            ("""{"signal": "field", "result": "field", "position": [0, 0]}""", "leave \"position\" out"),
            ("""{"signal": "field", "operation": "com"}""", "asks for one thing"),
            ("{}", "asks for one thing"),
        })
            Assert.Contains(cure, (await RefusedAsync("view", body)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallsFollowOneAnother_TheLatestIsAnswered()
    {
        await using var browser = await TestBrowser.ConnectAsync(_server);
        await browser.TextAsync();
        for (var row = 0; row < 6; row++)
        {
            var parameters = $$"""{"crop":"{{row}},0,{{row + 1}},5"}""";
            await browser.SendAsync(
                $$"""{"type":"view","view":1,"seq":{{row + 1}},"operation":"crop","parameters":{{parameters}},"position":[1,1]}""");
        }

        FrameMessage header;
        byte[] payload;
        do
            (header, payload) = await browser.ValuesAsync();
        while (header.Sequence < 6);
        Assert.Equal((2, 6), (header.Rows, header.Columns));
        Assert.Equal((await ViewAsync("""{"position": [1, 1]}"""))[(FrameMessage.HeaderBytes + (5 * 12))..][..24], payload);
    }

    private static List<JsonNode> Signals(JsonNode state) =>
        [.. state["scans"]![0]!["signals"]!.AsArray().Select(static signal => signal!)];

    // What signals are is found out beside.
    private async Task<JsonNode> StateAsync()
    {
        while (true)
        {
            var now = JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!;
            if (Signals(now)[0]["results"] is not null)
                return now;
            await Task.Delay(5, Cancellation);
        }
    }

    private async Task<JsonNode> ToldAsync(string request, string body)
    {
        var answer = await PostAsync(request, body);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<byte[]> ViewAsync(string body)
    {
        var answer = await PostAsync("view", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private async Task<(string Sentence, string? Parameter)> RefusedAsync(string request, string body)
    {
        var answer = await PostAsync(request, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var told = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        return ((string)told["error"]!, (string?)told["parameter"]);
    }

    private async Task<HttpResponseMessage> PostAsync(string request, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _client.PostAsync(new Uri($"/api/{request}", UriKind.Relative), content, Cancellation);
    }
}
