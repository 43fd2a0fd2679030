using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Server;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>Data that another program writes while they are looked at: 2×3 frames of two pixels, which hold 0, 1, 2, …</summary>
public sealed class FollowedDataTests : IAsyncLifetime
{
    private const int Header = 128, FrameBytes = 4, Frames = 6;
    private const string Everything =
        """{"type":"view","view":1,"seq":1,"operation":"virtual-image","parameters":{"detector":["rect:0,0,0,1"]}}""";
    private static readonly uint[] Sums = [1, 5, 9, 13, 17, 21];
    private readonly TemporaryFolder _folder = new();
    private ViewerServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
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
    public async Task WhatIsThere_IsToldAndShown_AndWhatFollowsIsAsOfTheFinishedFile()
    {
        Write(3);
        var scan = Only(await PostAsync("/api/open", """{"path": "data.npy", "follow": true, "wait": 60}"""));
        Assert.Equal("followed", (string?)scan["heldAs"]);
        Assert.False((bool)scan["isComplete"]!);
        var growth = scan["growth"]!;
        Assert.Equal((3, 6, 0), ((int)growth["arrived"]!, (int)growth["total"]!, (int)growth["lost"]!));
        Assert.Null(growth["end"]);

        // Who asks once gets what is there, and which of it was measured.
        var (values, marks) = Image(await ViewAsync("""{"operation": "virtual-image", "parameters": {"detector": ["rect:0,0,0,1"]}}"""));
        Assert.Equal([1, 1, 1, 0, 0, 0], marks);
        Assert.Equal(Sums[..3], values[..3]);
        Assert.Equal([0, 0], Image(await ViewAsync("""{"position": [1, 0]}""")).Marks);

        // Who goes on looking sees it grow, and the frame that is waited for.
        await using var browser = await TestBrowser.ConnectAsync(_server);
        await browser.StateAsync(static _ => true);
        await browser.SendAsync(Everything);
        await browser.SendAsync("""{"type":"view","view":2,"seq":2,"position":[1,2]}""");
        var first = await browser.ValuesAsync(static (header, _) => header.View == 2);
        Assert.Equal((FrameFlags.Partial | FrameFlags.HasValidity, 2), (first.Header.Flags, first.Header.Marks));
        Write(6);
        var frame = await browser.ValuesAsync(static (header, _) => header.View == 2 && header.Flags.HasFlag(FrameFlags.Final));
        Assert.Equal([10, 11], Numbers<ushort>(frame.Payload, 2));
        await using var other = await TestBrowser.ConnectAsync(_server);
        var state = await other.StateAsync(static state => Only(state)["isComplete"]!.GetValue<bool>());
        Assert.Equal((6, true), ((int)Only(state)["growth"]!["arrived"]!, (bool)Only(state)["growth"]!["end"]!["isComplete"]!));
        Assert.NotEqual("followed", (string?)Only(state)["heldAs"]);
        var (all, every) = Image(await ViewAsync("""{"operation": "virtual-image", "parameters": {"detector": ["rect:0,0,0,1"]}}"""));
        Assert.Empty(every);
        Assert.Equal(Sums, all);
    }

    [Fact]
    public async Task ImageThatIsLookedAt_GrowsUntilTheEnd()
    {
        Write(2);
        await PostAsync("/api/open", """{"path": "data.npy", "follow": true, "wait": 60}""");
        await using var browser = await TestBrowser.ConnectAsync(_server);
        await browser.StateAsync(static _ => true);
        await browser.SendAsync(Everything);
        for (var there = 2; there <= Frames; there++)
        {
            Write(there);
            var expected = there;
            var (header, payload) = await browser.ValuesAsync((header, payload) => Measured(header, payload) == expected);
            Assert.Equal(Sums[..there], Numbers<uint>(payload, there));
            Assert.True(header.Flags.HasFlag(FrameFlags.Partial));
        }
    }

    [Fact]
    public async Task DataThatStop_EndWithTheReason_AndTheirLostFramesAreUnmeasured()
    {
        Write(4);
        await PostAsync("/api/open", """{"path": "data.npy", "follow": true, "wait": 0.5}""");
        await using var browser = await TestBrowser.ConnectAsync(_server);
        var state = await browser.StateAsync(static state => Only(state)["isComplete"]!.GetValue<bool>());
        var growth = Only(state)["growth"]!;
        Assert.Equal((4, 2, false), ((int)growth["arrived"]!, (int)growth["lost"]!, (bool)growth["end"]!["isComplete"]!));
        Assert.Contains("nothing new came", (string?)growth["end"]!["reason"], StringComparison.Ordinal);
        var (values, marks) = Image(await ViewAsync("""{"operation": "virtual-image", "parameters": {"detector": ["rect:0,0,0,1"]}}"""));
        Assert.Equal([1, 1, 1, 1, 0, 0], marks);
        Assert.Equal(Sums[..4], values[..4]);
    }

    [Theory]
    [InlineData("\"sync-offset\": 1")]
    [InlineData("\"scan-bin\": 2")]
    public async Task FramesOfTheData_AreCounted_WhateverIsMadeOfThem(string option)
    {
        Write(6);
        await PostAsync("/api/open", $$"""{"path": "data.npy", "follow": true, "wait": 0.5, {{option}}}""");
        await using var browser = await TestBrowser.ConnectAsync(_server);
        var growth = Only(await browser.StateAsync(static state => Only(state)["isComplete"]!.GetValue<bool>()))["growth"]!;
        Assert.Equal((6, 6, 0), ((int)growth["arrived"]!, (int)growth["total"]!, (int)growth["lost"]!));
    }

    [Fact]
    public async Task SignalOfTheTree_FillsAsFramesArrive_AndIsMadeAnewOfAllOfThem()
    {
        Write(3);
        await PostAsync("/api/open", """{"path": "data.npy", "follow": true, "wait": 60}""");
        await PostAsync("/api/signals", """{"signals": [{"name": "all", "operation": "sum"}]}""");
        await using var browser = await TestBrowser.ConnectAsync(_server);
        await browser.StateAsync(static _ => true);
        await PostAsync("/api/compute", """{"signal": "all"}""");
        var part = Image(await ViewAsync("""{"signal": "all"}"""));
        Assert.Equal([0 + 2 + 4, 1 + 3 + 5], part.Values);
        Write(6);
        await browser.StateAsync(static state => Only(state)["isComplete"]!.GetValue<bool>());
        await PostAsync("/api/compute", """{"signal": "all"}""");
        await browser.StateAsync(static state => (string?)Only(state)["signals"]![0]!["state"] == "kept");
        Assert.Equal([0 + 2 + 4 + 6 + 8 + 10, 1 + 3 + 5 + 7 + 9 + 11], Image(await ViewAsync("""{"signal": "all"}""")).Values);
    }

    [Fact]
    public async Task FramesOfUnknownNumber_MakeAScanThatGrows()
    {
        File.WriteAllBytes(_folder.File("data.raw"), new byte[3 * FrameBytes]);
        var scan = Only(await PostAsync(
            "/api/open", """{"path": "data.raw", "frame-shape": [1, 2], "dtype": "u16", "follow": true, "wait": 0.5}"""));
        Assert.True((bool)scan["growth"]!["isOpenEnded"]!);
        Assert.Null(scan["growth"]!["total"]);
        Assert.Equal(3, (int)scan["scanShape"]![0]!);
        await using var browser = await TestBrowser.ConnectAsync(_server);
        File.AppendAllBytes(_folder.File("data.raw"), new byte[2 * FrameBytes]);
        var state = await browser.StateAsync(static state => Only(state)["isComplete"]!.GetValue<bool>());
        Assert.Equal((5, 5), ((int)Only(state)["scanShape"]![0]!, (int)Only(state)["growth"]!["total"]!));
        Assert.True((bool)Only(state)["growth"]!["isOpenEnded"]!);
    }

    [Fact]
    public async Task OtherScans_AreOpenedWhileOneIsFollowed_AndItIsClosedLikeAnyOther()
    {
        Write(3);
        await PostAsync("/api/open", """{"path": "data.npy", "follow": true, "wait": 60}""");
        File.WriteAllBytes(_folder.File("other.npy"), Npy(Frames));
        var state = await PostAsync("/api/open", """{"path": "other.npy", "beside": true}""");
        Assert.Equal([false, true], state["scans"]!.AsArray().Select(static scan => (bool)scan!["isComplete"]!));
        state = await PostAsync("/api/close", """{"scan": "data"}""");
        Assert.Equal("other", (string?)Only(state)["id"]);
        await using var browser = await TestBrowser.ConnectAsync(_server);
        Assert.Equal("other", (string?)Only(await browser.StateAsync(static _ => true))["id"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "det-bin": "auto" """)]
    public async Task FileThatIsNotThereYet_IsWaitedFor_WhileOthersAreOpened(string more)
    {
        await using var browser = await TestBrowser.ConnectAsync(_server);
        await browser.StateAsync(static _ => true);
        var opening = PostAsync("/api/open", $$"""{"path": "data.npy", "follow": true, "wait": 60{{more}}}""");
        while (!(await _client.GetStringAsync("/api/jobs", Cancellation)).Contains("waiting for data", StringComparison.Ordinal))
            await Task.Delay(5, Cancellation);
        File.WriteAllBytes(_folder.File("other.npy"), Npy(Frames));
        Assert.Equal("other", (string?)Only(await PostAsync("/api/open", """{"path": "other.npy", "beside": true}"""))["id"]);
        Assert.False(opening.IsCompleted);

        Write(3);

        var scan = (await opening)["scans"]!.AsArray().Single(static scan => (string?)scan!["id"] == "data")!;
        Assert.Equal(3, (int)scan["growth"]!["arrived"]!);
    }

    [Fact]
    public async Task JobThatIsCancelled_EndsTheFollowing_AndWhatCameStays()
    {
        Write(4);
        await PostAsync("/api/open", """{"path": "data.npy", "follow": true, "wait": 60}""");
        var job = Assert.Single(JsonNode.Parse(await _client.GetStringAsync("/api/jobs", Cancellation))!.AsArray())!;
        Assert.True((bool)job["keeps"]!);
        await using var browser = await TestBrowser.ConnectAsync(_server);

        await PostAsync("/api/cancel", $$"""{"job": {{(long)job["id"]!}}}""");

        var state = await browser.StateAsync(static state => Only(state)["isComplete"]!.GetValue<bool>());
        var growth = Only(state)["growth"]!;
        Assert.Equal((4, 2, false), ((int)growth["arrived"]!, (int)growth["lost"]!, (bool)growth["end"]!["isComplete"]!));
        Assert.Equal("it was followed no longer.", (string?)growth["end"]!["reason"]);
        var (values, marks) = Image(await ViewAsync("""{"operation": "virtual-image", "parameters": {"detector": ["rect:0,0,0,1"]}}"""));
        Assert.Equal([1, 1, 1, 1, 0, 0], marks);
        Assert.Equal(Sums[..4], values[..4]);
    }

    [Fact]
    public async Task FileThatIsReplaced_IsMissing_WithTheReason_AndWhatWasMadeOfItComesBack()
    {
        Write(3);
        await PostAsync("/api/open", """{"path": "data.npy", "follow": true, "wait": 60}""");
        await PostAsync("/api/signals", """{"signals": [{"name": "all", "operation": "sum"}]}""");
        await using var browser = await TestBrowser.ConnectAsync(_server);
        await browser.StateAsync(static _ => true);
        // Other values, and more frames.
        var other = Npy(Frames);
        other.AsSpan(Header).Reverse();
        File.WriteAllBytes(_folder.File("data.npy"), other);

        await browser.StateAsync(static state => state["missing"]!.AsArray().Count > 0);

        var state = JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!;
        Assert.Empty(state["scans"]!.AsArray());
        Assert.Null((string?)state["active"]);
        var missing = Assert.Single(state["missing"]!.AsArray())!;
        Assert.Equal("data", (string?)missing["id"]);
        Assert.Contains("replaced or written anew", (string?)missing["error"], StringComparison.Ordinal);
        var again = Only(await PostAsync("/api/open", """{"path": "data.npy"}"""));
        Assert.Equal(("data", "all"), ((string?)again["id"], (string?)again["signals"]![0]!["name"]));
        Assert.Empty(JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!["missing"]!.AsArray());
    }

    [Fact]
    public async Task FileThatVanishes_IsSaidToBeGone_AndWhatCameOfItStays()
    {
        Write(3);
        await PostAsync("/api/open", """{"path": "data.npy", "follow": true, "wait": 3}""");
        File.Delete(_folder.File("data.npy"));
        await using var browser = await TestBrowser.ConnectAsync(_server);

        var scan = Only(await browser.StateAsync(static state => Only(state)["isComplete"]!.GetValue<bool>()));

        Assert.Contains("no such file", (string?)scan["growth"]!["end"]!["reason"], StringComparison.Ordinal);
        Assert.Equal(Sums[..3], Image(await ViewAsync(
            """{"operation": "virtual-image", "parameters": {"detector": ["rect:0,0,0,1"]}}""")).Values[..3]);
    }

    [Fact]
    public async Task DataThatNobodyWaitsFor_AreMissing_WhenTheyNeverCome()
    {
        var error = await _server.Session.TryOpenAsync(
            new(_folder.File("never.npy")) { Follow = true, Wait = 0.2 }, Cancellation);

        Assert.Contains("no such file", error, StringComparison.OrdinalIgnoreCase);
        var missing = Assert.Single(JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!["missing"]!.AsArray())!;
        Assert.Equal(("never", error), ((string?)missing["id"], (string?)missing["error"]));
        Assert.Null(await _server.Session.TryOpenAsync(new(Written("never.npy")), Cancellation));
        Assert.Empty(JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!["missing"]!.AsArray());

        string Written(string name)
        {
            File.WriteAllBytes(_folder.File(name), Npy(Frames));
            return _folder.File(name);
        }
    }

    private static int Measured(FrameMessage header, byte[] payload) =>
        header.Marks == 0 ? header.Rows * header.Columns : payload[^header.Marks..].Sum(static mark => mark);

    private static JsonNode Only(JsonNode state) => Assert.Single(state["scans"]!.AsArray())!;

    private static (uint[] Values, byte[] Marks) Image(byte[] message)
    {
        var header = FrameMessage.Decode(message)!;
        var payload = message[FrameMessage.HeaderBytes..];
        var size = (payload.Length - header.Marks) / (header.Rows * header.Columns);
        return (
            [.. payload[..^header.Marks].Chunk(size).Select(Number)], payload[^header.Marks..]);
    }

    private static uint[] Numbers<T>(byte[] payload, int count)
        where T : unmanaged
    {
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return [.. payload[..(count * size)].Chunk(size).Select(Number)];
    }

    private static uint Number(byte[] bytes) => bytes.Reverse().Aggregate(0u, static (sum, part) => (sum << 8) + part);

    // Whole frames from the beginning, and the header of all.
    private void Write(int frames)
    {
        using var file = new FileStream(_folder.File("data.npy"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(Npy(frames));
    }

    private static byte[] Npy(int frames)
    {
        var header = "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3, 1, 2), }".PadRight(Header - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header),
            .. Enumerable.Range(0, frames * 2).SelectMany(static i => (byte[])[(byte)i, 0])];
    }

    private async Task<JsonNode> PostAsync(string address, string body)
    {
        using var answer = await _client.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<byte[]> ViewAsync(string body)
    {
        using var answer = await _client.PostAsync("/api/view", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(bytes));
        return bytes;
    }
}
