using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Pictures;
using Ronchi.Server;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>Several scans in one session, and what people make of them.</summary>
public sealed class SignalTreeTests : IAsyncLifetime
{
    private static readonly Extent Shape = new(3, 4, 5, 6);
    private readonly TemporaryFolder _folder = new();
    private readonly ushort[] _a = Values(1), _b = Values(2);
    private ViewerServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Write("a.npy", _a);
        Write("b.npy", _b);
        _server = await ViewerServer.StartAsync(new ServerOptions { Roots = [_folder.Path] });
        _client = TestClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ScansOfOneFileName_AreToldApartByTheirNames()
    {
        await PostAsync("/api/open", """{"path": "a.npy"}""");
        await PostAsync("/api/open", """{"path": "a.npy", "crop": "0,0,1,1", "beside": true}""");
        var state = await PostAsync("/api/open", """{"path": "b.npy", "beside": true}""");
        Assert.Equal(["a.npy", "a.npy (2)", "b.npy"], state["scans"]!.AsArray().Select(static scan => (string?)scan!["name"]));
    }

    [Fact]
    public async Task TwoScansSideBySide_AreLookedAtWithOneDetector()
    {
        await PostAsync("/api/open", """{"path": "a.npy"}""");
        var state = await PostAsync("/api/open", """{"path": "b.npy", "beside": true}""");
        Assert.Equal(
            ("b", "a b"),
            ((string?)state["active"], string.Join(' ', state["scans"]!.AsArray().Select(static scan => (string?)scan!["id"]))));
        foreach (var (scan, values) in new[] { ("a", _a), ("b", _b) })
        {
            var image = await ViewAsync(
                $$$"""{"scan": "{{{scan}}}", "operation": "virtual-image", "parameters": {"detector": ["rect:1,1,3,2"]}}""");
            Assert.Equal(
                Enumerable.Range(0, 12)
                    .Select(frame => (uint)(from row in Enumerable.Range(
                        1, 3) from column in Enumerable.Range(1, 2) select (int)values[(frame * 30) + (row * 6) + column]).Sum()),
                Numbers<uint>(image));
        }

        await PostAsync("/api/patch", """{"scan": "a", "document": {"probe": 1}, "layout": {"tab": "compare"}}""");
        state = await PostAsync("/api/show", """{"scan": "a"}""");
        Assert.Equal(
            ("a", 1, "compare"),
            ((string?)state["active"], (int)state["scans"]![0]!["document"]!["probe"]!, (string?)state["layout"]!["tab"]));
        state = await PostAsync("/api/close", """{"scan": "a"}""");
        Assert.Equal(("b", 1), ((string?)state["active"], state["scans"]!.AsArray().Count));
        Assert.Contains(
            "There is no scan 'a', only b.",
            await RefusedAsync("/api/view", """{"scan": "a", "position": [0, 0]}"""),
            StringComparison.Ordinal);
        state = await PostAsync("/api/close", """{"scan": "b"}""");
        Assert.Null((string?)state["active"]);
        Assert.Equal(0, (long)JsonNode.Parse(await _client.GetStringAsync("/api/memory", Cancellation))!["used"]!);
    }

    [Fact]
    public async Task SignalsAreEditedAsAList_AndKeepWhatWasComputed()
    {
        await PostAsync("/api/open", """{"path": "a.npy"}""");
        const string half = """{"name": "half", "operation": "bin-scan", "parameters": {"scan-bin": 2}}""";
        var state = await PostAsync(
            "/api/signals",
            $$"""{"signals": [{{half}}, {"name": "total", "of": "half", "operation": "sum-sig"}, {"name": "field", "operation": "com"}]}""");
        Assert.Equal("half total field", string.Join(' ', Signals(state).Select(static signal => (string?)signal["name"])));
        var totals = Numbers<uint>(await ViewAsync("""{"signal": "total"}"""));
        Assert.Equal(
            (from row in new[]
            {
                0,
            } from column in new[]
            {
                0,
                2,
            } select (uint)(from r in new[]
            {
                row,
                row + 1,
            } from c in new[] { column, column + 1 } select Enumerable.Range(0, 30).Sum(pixel => _a[(((r * 4) + c) * 30) + pixel])).Sum()),
            totals);
        var frame = Numbers<uint>(await ViewAsync("""{"of": "half", "position": [0, 1]}"""));
        Assert.Equal(Enumerable.Range(0, 30).Select(pixel => (uint)new[] { 2, 3, 6, 7 }.Sum(place => _a[(place * 30) + pixel])), frame);
        var look = Numbers<uint>(
            await ViewAsync("""{"of": "half", "operation": "virtual-image", "parameters": {"detector": ["rect:0,0,4,5"]}}"""));
        Assert.Equal(totals, look);

        // Renamed, it is not computed again; what it was made of stays.
        var kept = Signals(await StateAsync("total", "kept")).Single(static signal => (string?)signal["name"] == "total");
        Assert.Equal("[1,2]", kept["results"]![0]!["shape"]!.ToJsonString());
        state = await PostAsync("/api/signals", $$"""{"signals": [{{half}}, {"name": "sums", "of": "half", "operation": "sum-sig"}]}""");
        Assert.Equal(
            "half:lazy sums:kept",
            string.Join(' ', Signals(state).Select(static signal => $"{(string?)signal["name"]}:{(string?)signal["state"]}")));
        Assert.Equal("[1,2]", Signals(state)[0]["frames"]!["scanShape"]!.ToJsonString());

        foreach (var (list, message) in new[]
        {
            ($"[{half}, {half}]", "there are two signals called 'half'"),
            ("""[{"name": "x", "of": "y", "operation": "sum"}]""", "it is made of 'y', which is no signal before it"),
            ("""[{"name": "x", "operation": "summ"}]""", "Did you mean 'sum'?"),
            ("""[{"name": "x", "operation": "bin-scan", "parameters": {"scan-bins": 2}}]""", "scan-bin"),
            ("7", "is a list"),
        })
            Assert.Contains(message, await RefusedAsync("/api/signals", $$"""{"signals": {{list}}}"""), StringComparison.Ordinal);
        Assert.Equal(2, Signals(JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!).Count);
        Assert.Empty(Signals(await PostAsync("/api/signals", """{"signals": []}""")));
    }

    [Fact]
    public async Task FramesWithoutAxes_SayWhereTheyLieInTheData_CalibratedOrNot()
    {
        await PostAsync("/api/open", """{"path": "a.npy"}""");
        await PostAsync(
            "/api/signals",
            """{"signals": [{"name": "cut", "operation": "crop", "parameters": {"crop": "1,2,4,5"}}, {"name": "half", "of": "cut", "operation": "bin-detector", "parameters": {"det-bin": 2}}]}""");
        await ViewAsync("""{"of": "half", "position": [0, 0]}""");
        var plain = JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!;
        var calibrated = await PostAsync("/api/calibrate", """{"calibration": {"detectorStep": 0.5, "detectorUnit": "mrad"}}""");
        foreach (var state in new[] { plain, calibrated })
        {
            var half = Signals(state)[1]["frames"]!;
            Assert.Equal("[]", half["axes"]!.ToJsonString());
            Assert.Equal(
                "0+1 0+1 1.5+2 2.5+2",
                string.Join(' ', half["places"]!.AsArray().Select(static place => $"{place!["offset"]}+{place["scale"]}")));
            Assert.Single(half["places"]!.AsArray().Concat(state["scans"]![0]!["places"]!.AsArray())
                .Select(static place => (string?)place!["unit"]).Distinct());
        }
    }

    [Fact]
    public async Task SignalThatCannotBeComputed_SaysWhy_AndTheOthersGoOn()
    {
        await PostAsync("/api/open", """{"path": "a.npy"}""");
        await PostAsync(
            "/api/signals",
            """{"signals": [{"name": "lost", "operation": "virtual-image", "parameters": {"detector": ["disk:99,99,1"]}}, {"name": "max", "operation": "max"}]}""");
        Assert.Contains("99", await RefusedAsync("/api/view", """{"signal": "lost"}"""), StringComparison.Ordinal);
        var lost = Signals(await StateAsync("lost", "failed"))[0];
        Assert.Contains("99", (string?)lost["error"], StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, 30).Select(pixel => Enumerable.Range(0, 12).Max(place => _a[(place * 30) + pixel])),
            Numbers<ushort>(await ViewAsync("""{"signal": "max"}""")));
    }

    [Fact]
    public async Task ASignalMadeTwice_IsThereOnce_AndAnotherOfTheSameOperationHasANumber()
    {
        await PostAsync("/api/open", """{"path": "a.npy"}""");
        Assert.Equal("sum-sig", (string?)(await PostAsync("/api/operations/sum-sig", "{}"))["signal"]);
        Assert.Equal("sum-sig", (string?)(await PostAsync("/api/operations/sum-sig", "{}"))["signal"]);
        var other = await PostAsync("/api/operations/sum-sig?region=rect:0,0,0,1", "{}");
        Assert.Equal(("sum-sig-2", "rect:0,0,0,1"), ((string?)other["signal"], (string?)other["region"]));
        await PostAsync("/api/signals", """{"signals": [{"name": "half", "operation": "bin-scan", "parameters": {"scan-bin": 2}}]}""");
        Assert.Equal("[1,2]", (await PostAsync("/api/operations/sum-sig?of=half", "{}"))["results"]![0]!["shape"]!.ToJsonString());
    }

    [Fact]
    public async Task SlicesOfSignals_AreThoseOfNumPy_AndAreNotSentTwice()
    {
        await PostAsync("/api/open", """{"path": "a.npy"}""");
        await PostAsync("/api/operations/com", "{}");
        var whole = await ArrayAsync("com.npy?result=field");
        Assert.Equal([3L, 4, 2], whole.Shape);
        var part = await ArrayAsync("com.npy?result=field&at=-1,1:3,1");
        Assert.Equal([2L], part.Shape);
        Assert.Equal(new[] { whole.ToDoubles()[(9 * 2) + 1], whole.ToDoubles()[(10 * 2) + 1] }, part.ToDoubles());
        var frames = await ArrayAsync("data.npy?at=1,1:3,2");
        Assert.Equal([2L, 6], frames.Shape);
        Assert.Equal(
            new[] { 5, 6 }.SelectMany(place => Enumerable.Range(12, 6).Select(pixel => (double)_a[(place * 30) + pixel])),
            frames.ToDoubles());
        var backwards = await ArrayAsync("com.npy?result=field&at=::-2,...,1");
        Assert.Equal([2L, 4], backwards.Shape);
        Assert.Equal(
            new[] { 8, 9, 10, 11, 0, 1, 2, 3 }.Select(place => whole.ToDoubles()[(place * 2) + 1]), backwards.ToDoubles());
        Assert.Equal(
            Enumerable.Range(0, 30).Select(pixel => (double)_a[(5 * 30) + 29 - pixel]),
            (await ArrayAsync("data.npy?at=1,1,::-1,::-1")).ToDoubles());
        Assert.Equal(
            Enumerable.Range(0, 12).Select(place => (double)_a[(place * 30) + 2]), (await ArrayAsync("data.npy?at=...,0,2")).ToDoubles());

        var first = await _client.GetAsync("/api/signals/com.npy?result=field", Cancellation);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/signals/com.npy?result=field");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await _client.SendAsync(again, Cancellation)).StatusCode);
        using var tail = new HttpRequestMessage(HttpMethod.Get, "/api/signals/com.npy?result=field")
        {
            Headers = { Range = new RangeHeaderValue(10, 19) },
        };
        var answer = await _client.SendAsync(tail, Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(
            (await first.Content.ReadAsByteArrayAsync(Cancellation))[10..20], await answer.Content.ReadAsByteArrayAsync(Cancellation));
        foreach (var request in new[]
        {
            "data.npy", "data.npy?at=9,9", "data.npy?at=1:1", "data.npy?at=a",
            "data.npy?at=0,0&result=x", "com.npy?result=field&at=...,0,...", "com.npy?result=field&at=::0",
            "com.npy?result=field&at=1:2:3:4",
            "com.npy", "com.npy?result=field&at=0,0,0,0", "other.npy"
        })
            Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync($"/api/signals/{request}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task WhatIsSeen_IsToldAsCommandProgramAndPipeline()
    {
        await PostAsync("/api/open", """{"path": "a.npy", "det-bin": 2}""");
        var image = await PostAsync("/api/describe", """{"operation": "virtual-image", "parameters": {"detector": ["disk:1,1,1"]}}""");
        Assert.EndsWith("a.npy --det-bin 2 --detector disk:1,1,1 -o virtual-image.npy", (string?)image["command"]);
        Assert.Contains("frames.Analyse(new VirtualImageParameters {", (string?)image["program"]);
        Assert.Equal("virtual-image", (string?)image["pipeline"]!["signals"]![0]!["operation"]);
        var pattern = await PostAsync("/api/describe", """{"operation": "mean", "region": "rect:0,0,1,1"}""");
        Assert.Contains("--roi rect:0,0,1,1", (string?)pattern["command"]);
        Assert.Contains("""Analyse("mean", ScanRegion.Parse("rect:0,0,1,1"))""", (string?)pattern["program"]);
        var frame = await PostAsync("/api/describe", """{"position": [1, 2]}""");
        Assert.Contains("--roi rect:1,2,1,2", (string?)frame["command"]);
        await PostAsync("/api/signals", """{"signals": [{"name": "half", "operation": "bin-scan", "parameters": {"scan-bin": 2}}]}""");
        var derived = await PostAsync("/api/describe", """{"of": "half", "operation": "sum"}""");
        Assert.Null((string?)derived["command"]);
        Assert.Contains("save a pipeline", (string?)derived["why"]);
        Assert.Contains("frames = frames.Derive(new BinScanParameters {", (string?)derived["program"]);
    }

    private static List<JsonNode> Signals(JsonNode state) =>
        [.. state["scans"]![0]!["signals"]!.AsArray().Select(static signal => signal!)];

    private static ushort[] Values(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)Shape.Count).Select(_ => (ushort)random.Next(200))];
    }

    private static T[] Numbers<T>(byte[] message)
        where T : unmanaged
        => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(message.AsSpan(FrameMessage.HeaderBytes)).ToArray();

    private void Write(string name, ushort[] values)
    {
        using var stream = File.Create(_folder.File(name));
        NpyWriter.Write<ushort>(stream, values, [.. Shape.Lengths]);
    }

    // What signals are is found out beside.
    private async Task<JsonNode> StateAsync(string signal, string state)
    {
        while (true)
        {
            var now = JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!;
            if (Signals(now).Exists(told => (string?)told["name"] == signal && (string?)told["state"] == state))
                return now;
            await Task.Delay(5, Cancellation);
        }
    }

    private async Task<NamedArray> ArrayAsync(string request)
    {
        await File.WriteAllBytesAsync(
            _folder.File("array.npy"), await _client.GetByteArrayAsync($"/api/signals/{request}", Cancellation), Cancellation);
        return NpyReader.Read(_folder.File("array.npy"));
    }

    private async Task<JsonNode> PostAsync(string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await _client.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<byte[]> ViewAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await _client.PostAsync(new Uri("/api/view", UriKind.Relative), content, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private async Task<string> RefusedAsync(string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await _client.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["error"]!;
    }
}
