using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Server;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Sources.Dectris;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

public sealed class ViewerServerTests : IAsyncLifetime
{
    private readonly ServedScans _scans = new();

    private TemporaryFolder Folder => _scans.Folder;

    private ViewerServer Server => _scans.Server;

    public ValueTask InitializeAsync() => _scans.InitializeAsync();

    public ValueTask DisposeAsync() => _scans.DisposeAsync();

    [Fact]
    public async Task WithoutTokenOrFromElsewhere_NothingIsAnswered()
    {
        using var client = new HttpClient { BaseAddress = Server.Address };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/state", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/state?token=wrong", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/state?token={Server.Token}", Cancellation)).StatusCode);
        foreach (var (name, value) in new[] { ("Origin", "http://evil.example"), ("Host", "evil.example") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/state?token={Server.Token}");
            request.Headers.TryAddWithoutValidation(name, value);
            Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(request, Cancellation)).StatusCode);
        }

        using var socket = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(new UriBuilder(Server.Address) { Scheme = "ws", Path = "/ws" }.Uri, Cancellation));
    }

    [Theory]
    [InlineData("/api/state")]
    [InlineData("/api/files")]
    [InlineData("/api/openapi.json")]
    [InlineData("/api/signals/data.npy?at=0,0")]
    [InlineData("/api/files?path=/nowhere")]
    public async Task Head_IsAnsweredAsGetIs_WithoutABody(string address)
    {
        using var client = TestClient.Of(Server);
        using var get = await client.GetAsync(address, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var head = await client.SendAsync(request, Cancellation);
        Assert.Equal((get.StatusCode, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task FilesBelowTheRoots_AreListedAndOpened_OthersNot()
    {
        using var client = TestClient.Of(Server);
        var list = JsonNode.Parse(await client.GetStringAsync("/api/files", Cancellation))!.AsArray();
        Assert.Equal("deep", (string?)list[0]!["name"]);
        Assert.Contains(list, static entry => (string?)entry!["name"] == "a_master.h5");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/files?path=..", Cancellation)).StatusCode);
        foreach (var path in new[] { "../outside_master.h5", Folder.File("outside_master.h5"), "nothing.h5" })
            Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/open", new { path }, Cancellation)).StatusCode);
        var opened = await client.PostAsJsonAsync("/api/open", new { path = "deep/b_master.h5" }, Cancellation);
        var state = JsonNode.Parse(await opened.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal("[6,7]", state["scans"]![0]!["scanShape"]!.ToJsonString());
        Assert.Equal("blocks", (string?)state["scans"]![0]!["heldAs"]);

        // A master whose frames lie outside is refused, too, by a link of its own or of the file system's.
        Directory.CreateDirectory(Folder.File("data/linked"));
        File.Copy(Folder.File("outside_master.h5"), Folder.File("data/linked/outside_master.h5"));
        File.CreateSymbolicLink(Folder.File("data/linked/outside_data_000001.h5"), Folder.File("outside_data_000001.h5"));
        var refused = await client.PostAsJsonAsync("/api/open", new { path = "linked/outside_master.h5" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("may not be opened", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        File.CreateSymbolicLink(Folder.File("data/link_master.h5"), Folder.File("outside_master.h5"));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.PostAsJsonAsync("/api/open", new { path = "link_master.h5" }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Values_EqualThoseOfTheLibrary()
    {
        await Server.Session.OpenAsync("a_master.h5", Cancellation);
        using var source = SourceOpener.Open(Folder.File("data/a_master.h5"));
        await using var browser = await TestBrowser.ConnectAsync(Server);
        Assert.Equal("state", (string?)(await browser.TextAsync())["type"]);

        await browser.SendAsync(
            """{"type":"view","view":3,"seq":9,"operation":"virtual-image","parameters":{"detector":["disk:11,12,5"]}}""");
        var image = await browser.ValuesAsync();
        var plan = RunPlan.Create(source, [new VirtualImage(VirtualDetector.Disk(11, 12, 5).On(source.Shape.Detector))]);
        var expected = (ulong[])(await new CpuExecutor(1).RunAsync(plan, cancellationToken: Cancellation))[0].Values;
        Assert.Equal(
            (FrameKind.Image, 3u, 9u, 6, 7, ElementType.U32),
            (image.Header.Kind, image.Header.View, image.Header.Sequence, image.Header.Rows, image.Header.Columns, image.Header.Type));
        Assert.Equal(expected.Select(static value => (uint)value), MemoryMarshal.Cast<byte, uint>(image.Payload).ToArray());

        await browser.SendAsync("""{"type":"view","view":4,"seq":1,"position":[2,3]}""");
        var frame = await browser.ValuesAsync();
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(17, 1));
        Assert.True(reader.TryRead(out var tile));
        Assert.Equal(tile.Pixels<ushort>().ToArray(), MemoryMarshal.Cast<byte, ushort>(frame.Payload).ToArray());
        Assert.Equal(17, frame.Header.Position);

        await browser.SendAsync("""{"type":"view","view":5,"seq":1,"operation":"mean","region":"rect:1,2,3,4"}""");
        var pattern = await browser.ValuesAsync();
        Assert.Equal((9L, ElementType.F32, ServedScans.Side), (pattern.Header.Position, pattern.Header.Type, pattern.Header.Rows));
    }

    [Fact]
    public async Task TheScanIsShownWhileItIsRead_AndAJobSaysHowFarItIs()
    {
        await using var browser = await TestBrowser.ConnectAsync(Server);
        await browser.TextAsync();
        await browser.SendAsync("""{"type":"open","view":9,"path":"a_master.h5","det-bin":2}""");
        var job = await browser.TextAsync("job");
        Assert.Equal(("Reading a_master.h5", "running"), ((string?)job["title"], (string?)job["state"]));
        while ((string?)(await browser.TextAsync("job"))["state"] != "done")
            continue;
        var state = Server.Session.State();
        Assert.True((bool)state["scans"]![0]!["isComplete"]!);
        Assert.Equal("[12,12]", state["scans"]![0]!["detectorShape"]!.ToJsonString());
        Assert.EndsWith("a_master.h5", (string?)state["recent"]![0]!["path"]);
        Assert.Empty(Server.Session.Jobs.Running);
    }

    [Fact]
    public async Task ResultsOfARun_AreShownWhileTheyGrow()
    {
        using var scan = await ResidentScan.LoadAsync(
            () => SourceOpener.Open(Folder.File("data/a_master.h5")),
            cancellationToken: Cancellation);
        await using var browser = await TestBrowser.ConnectAsync(Server);
        await browser.TextAsync();
        Server.Session.Show(scan, Folder.File("data/a_master.h5"));
        var results = await Server.Session.ShowRunAsync(
            "com",
            scan.Scan.Shape,
            (_, token) => scan.Scan.RunPartsAsync([new CenterOfMass(), new Sum()], cancellationToken: token),
            Cancellation);
        var state = await browser.StateAsync(
            static state => state["scans"]!.AsArray() is [{ } shown]
                && shown["signals"]!.AsArray() is [{ } signal] && (string?)signal["state"] == "kept");
        var run = state["scans"]![0]!["signals"]![0]!;
        Assert.Equal(("com", null, "results"), ((string?)run["name"], (string?)run["operation"], (string?)run["gives"]));
        Assert.Equal(
            ("raw_com", 2, "row"),
            (
                (string?)run["results"]![0]!["name"],
                (int)run["results"]![0]!["components"]!,
                (string?)run["results"]![0]!["componentNames"]?[0]));
        await browser.SendAsync("""{"type":"view","view":1,"signal":"com","result":"raw_com","component":1}""");
        var columns = await browser.ValuesAsync();
        Assert.Equal(
            ((float[])results["raw_com"].Values).Where(static (_, i) => i % 2 == 1),
            MemoryMarshal.Cast<byte, float>(columns.Payload).ToArray());
        await browser.SendAsync("""{"type":"view","view":1,"signal":"com","result":"raw_com"}""");
        var field = await browser.ValuesAsync();
        Assert.Equal((FrameKind.Field, 12, 7), (field.Header.Kind, field.Header.Rows, field.Header.Columns));
        Assert.Equal(columns.Payload, field.Payload[(field.Payload.Length / 2)..]);
        await browser.SendAsync("""{"type":"view","view":2,"signal":"com","result":"intensity"}""");
        var intensity = (await browser.ValuesAsync()).Header;
        Assert.Equal((FrameKind.Pattern, ServedScans.Side), (intensity.Kind, intensity.Rows));
        await browser.SendAsync("""{"type":"view","view":2,"signal":"com","result":"regression"}""");
        Assert.Equal(
            (FrameKind.Array, 3, 2),
            ((await browser.ValuesAsync()) is var table ? (table.Header.Kind, table.Header.Rows, table.Header.Columns) : default));
        await browser.SendAsync("""{"type":"view","view":3,"signal":"com","result":"nothing"}""");
        Assert.Contains("raw_com", (string?)(await browser.TextAsync("error"))["message"]);
        await browser.SendAsync("""{"type":"view","view":3,"signal":"gone"}""");
        Assert.Contains("only com", (string?)(await browser.TextAsync("error"))["message"]);
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Server.Session.ShowRunAsync(
                "bad",
                scan.Scan.Shape,
                (_, token) => scan.Scan.RunPartsAsync([], cancellationToken: token),
                Cancellation));
        await Server.Session.OpenAsync("deep/b_master.h5", Cancellation);
        Assert.True(scan.IsComplete);
        Assert.Equal(ServedScans.Side * ServedScans.Side, scan.Frame(0).Values.Length);   // who opened it keeps it
    }

    [Fact]
    public async Task ACalibrationIsKeptBesideTheData()
    {
        using var client = TestClient.Of(Server);
        await Server.Session.OpenAsync("a_master.h5", Cancellation);
        var calibration = new { scanStep = 0.25, scanUnit = "nm", detectorStep = 1.5, detectorUnit = "mrad", voltage = 300 };
        var calibrated = await client.PostAsJsonAsync("/api/calibrate", new { calibration }, Cancellation);
        var state = JsonNode.Parse(await calibrated.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal(
            ("nm", 0.25, "mrad", 1.5),
            (
                (string?)state["scans"]![0]!["axes"]![0]!["unit"],
                (double)state["scans"]![0]!["axes"]![1]!["scale"]!,
                (string?)state["scans"]![0]!["axes"]![3]!["unit"],
                (double)state["scans"]![0]!["axes"]![2]!["scale"]!));
        Assert.True(File.Exists(Folder.File("data/a_master.h5.ronchi.json")));
        await Server.Session.OpenAsync("deep/b_master.h5", Cancellation);
        await Server.Session.OpenAsync("a_master.h5", Cancellation);
        Assert.Equal(300, (int)Server.Session.State()["scans"]![0]!["calibration"]!["voltage"]!);
        foreach (var nonsense in new object[]
        {
            new { calibration = new { scanStep = -1 } }, new { calibration = new { scanUnit = "furlong" } }, new { calibration = 7 },
            new { },
        })
            Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/calibrate", nonsense, Cancellation)).StatusCode);
        File.WriteAllText(Folder.File("data/a_master.h5.ronchi.json"), "{");
        var refused = await Assert.ThrowsAsync<SourceException>(() => Server.Session.OpenAsync("a_master.h5", Cancellation));
        Assert.Contains("a_master.h5.ronchi.json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheFoldersListMarksScansThatAreWhole()
    {
        File.Copy(Folder.File("data/a_master.h5"), Folder.File("data/deep/lost_master.h5"));
        File.WriteAllText(Folder.File("data/deep/broken_master.h5"), "no scan");
        for (var number = 1; number <= 12; number++)
            File.WriteAllText(Folder.File($"data/deep/note_{number}.txt"), "");
        var list = Server.Session.List("deep");
        Assert.Equal("ready", list.Single(static entry => entry.Name == "b_master.h5").Kind);
        Assert.Equal("incomplete", list.Single(static entry => entry.Name == "lost_master.h5").Kind);
        Assert.Equal("bad", list.Single(static entry => entry.Name == "broken_master.h5").Kind);
        Assert.Equal("part", list.Single(static entry => entry.Name == "b_data_000001.h5").Kind);
        Assert.Equal(
            Enumerable.Range(1, 12).Select(static number => $"note_{number}.txt"),
            list.Where(static entry => entry.Name.StartsWith("note", StringComparison.Ordinal)).Select(static entry => entry.Name));
        using var client = TestClient.Of(Server);
        var look = JsonNode.Parse(await client.GetStringAsync("/api/inspect?path=deep/b_master.h5", Cancellation))!;
        Assert.Equal(("[6,7]", "[24,24]"), (look["scanShape"]!.ToJsonString(), look["detectorShape"]!.ToJsonString()));
        Assert.Contains(look["suggestedShapes"]!.AsArray(), static shape => shape!.ToJsonString() == "[6,7]");
        Assert.NotNull(JsonNode.Parse(await client.GetStringAsync("/api/inspect?path=deep/broken_master.h5", Cancellation))!["refusal"]);
    }

    [Fact]
    public async Task ThePageAndItsFiles_AreServedCompressed_AndNotTwice()
    {
        using var client = TestClient.Of(Server);
        var page = await client.GetAsync("/", Cancellation);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("viewer.js", await page.Content.ReadAsStringAsync(Cancellation));
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        var script = await client.GetAsync("/viewer.js", Cancellation);
        Assert.Equal("gzip", script.Content.Headers.ContentEncoding.Single());
        Assert.InRange((await script.Content.ReadAsByteArrayAsync(Cancellation)).Length, 1000, 110 << 10);
        client.DefaultRequestHeaders.Add("If-None-Match", script.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync("/viewer.js", Cancellation)).StatusCode);
        var maps = JsonNode.Parse(await TestClient.Of(Server).GetStringAsync("/api/color-maps", Cancellation))!.AsArray();
        Assert.All(maps, static map => Assert.Equal(1024, ((string)map!["table"]!).Length));
        Assert.True(maps.Count >= 20);
    }

    [Fact]
    public async Task ProgramsGetTheSameOverHttp_AndADescriptionOfIt()
    {
        using var client = TestClient.Of(Server);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(client, "/api/view", """{"position":[0,0]}""")).Status);
        await Server.Session.OpenAsync("a_master.h5", Cancellation);
        var image = FrameMessage.Decode(
            await ViewAsync(client, """{"operation":"virtual-image","parameters":{"detector":["disk:11,12,5"]}}"""))!;
        Assert.Equal((FrameKind.Image, 6, 7), (image.Kind, image.Rows, image.Columns));
        Assert.Equal(17, FrameMessage.Decode(await ViewAsync(client, """{"position":[2,3]}"""))!.Position);
        var look = await client.GetByteArrayAsync("/api/preview?path=a_master.h5", Cancellation);
        Assert.Equal(24, FrameMessage.Decode(look)!.Position);   // row 3, column 3 of 6 × 7
        Assert.Equal((await ViewAsync(client, """{"position":[3,3]}"""))[64..], look[64..]);
        Assert.Equal(9, FrameMessage.Decode(await ViewAsync(client, """{"operation":"mean","region":"rect:1,2,3,4"}"""))!.Position);
        Assert.True(double.IsFinite((double)JsonNode.Parse(await client.GetStringAsync("/api/rotation", Cancellation))!["rotation"]!));
        Assert.Equal(5, (double)JsonNode.Parse(await client.GetStringAsync("/api/disk?near=12,12,5", Cancellation))!["radius"]!, 4.0);
        var straight = Field(await ViewAsync(client, """{"operation":"com","parameters":{"regression":"mean"},"result":"field"}"""));
        var turned = Field(
            await ViewAsync(
                client,
                """{"operation":"com","parameters":{"regression":"mean","scan-rotation":90,"flip-y":true},"result":"field"}"""));
        Assert.Equal(straight[42..], turned[..42], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(straight[..42], turned[42..], (a, b) => Math.Abs(a - b) < 1e-5);
        static float[] Field(byte[] message) => MemoryMarshal.Cast<byte, float>(message.AsSpan(64)).ToArray();
        foreach (var request in new[]
        {
            "/api/inspect", "/api/disk", "/api/disk?near=1,2", "/api/disk?near=99,99,5", "/api/preview",
            "/api/preview?path=../outside_master.h5", "/api/preview?path=a_master.h5&scan-shape=5,5",
            "/api/rotation?detector=disk:1", "/api/rotation?scan=other", "/ws", "/api/signals/nothing.npy", "/api/signals/data.npy",
            "/api/signals/data.npy?at=9,9", "/api/signals/data.txt?at=0,0",
        })
            Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(request, Cancellation)).StatusCode);
        foreach (var request in new[]
        {
            "{}", """{"operation":"virtual-image"}""", """{"operation":"virtual-image","parameters":{"detector":["round"]}}""",
            """{"position":["a"]}""", """{"position":[1]}""", """{"position":[0,0],"signal":"x"}""",
            """{"operation":"sum","region":"rect:1"}""", """{"operation":"median-most"}""", """{"operation":"frame-statistics"}""",
            """{"operation":"frame-statistics","result":"median"}""", """{"operation":"sum-sig","member":1}""",
            """{"operation":"sum-sig","component":1}""", """{"operation":"com","parameters":{"within":"disk:1"},"result":"field"}""",
            """{"operation":"sum","of":"nothing"}""", """{"operation":"sum","scan":"nothing"}""", """{"operation":"crop"}""",
            """{"operation":"sum","detector":"bf"}""",
        })
        {
            var (status, error) = await PostAsync(client, "/api/view", request);
            Assert.True(status == HttpStatusCode.BadRequest, request);
            Assert.DoesNotContain("(Parameter", error, StringComparison.Ordinal);
        }

        var memory = JsonNode.Parse(await client.GetStringAsync("/api/memory", Cancellation))!;
        Assert.True(
            (long)memory["used"]! > 0 && (long)memory["kept"]! >= 42 * 8 && (long)memory["process"]! > 0 && (long)memory["available"]! > 0);
        Assert.Equal(42, (long)memory["load"]!["frames"]!);
        Assert.True((double)memory["stages"]!["read"]! > 0 && (double)memory["stages"]!["decode"]! > 0, memory.ToJsonString());
        var described = JsonNode.Parse(await client.GetStringAsync("/api/openapi.json", Cancellation))!;
        Assert.Equal(("3.1", "Ronchi"), (((string)described["openapi"]!)[..3], (string?)described["info"]!["title"]));
        Assert.All(
            (string[])["/api/state", "/api/files", "/api/view", "/api/open", "/api/operations/sum", "/api/signals/{file}", "/ws"],
            path => Assert.Contains(path, described["paths"]!.AsObject().Select(static pair => pair.Key)));
        Assert.Equal(
            ["scan", "near"],
            described["paths"]!["/api/disk"]!["get"]!["parameters"]!.AsArray().Select(static parameter => (string?)parameter!["name"]));
        Assert.Equal(
            ("file", "path"),
            (
                (string?)described["paths"]!["/api/signals/{file}"]!["get"]!["parameters"]![0]!["name"],
                (string?)described["paths"]!["/api/signals/{file}"]!["get"]!["parameters"]![0]!["in"]));
        foreach (var (path, _) in described["paths"]!.AsObject())
        {
            var method = described["paths"]![path]!["post"] is null ? HttpMethod.Get : HttpMethod.Post;
            using var asked = new HttpRequestMessage(method, path) { Content = JsonContent.Create(new { }) };
            Assert.NotEqual(HttpStatusCode.NotFound, (await client.SendAsync(asked, Cancellation)).StatusCode);
        }
        Assert.Contains("/api/openapi.json", await client.GetStringAsync("/api", Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/nothing", Cancellation)).StatusCode);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(HttpClient client, string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<byte[]> ViewAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await client.PostAsync(new Uri("/api/view", UriKind.Relative), content, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }
}
