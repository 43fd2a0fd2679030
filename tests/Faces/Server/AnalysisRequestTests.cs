using Ronchi.Analyses.Steps;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Ronchi.Analyses;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Server;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Tests.Analyses;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>Analyses over HTTP and the WebSocket: the server knows none of them by name.</summary>
public sealed class AnalysisRequestTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ViewerServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names() =>
        [.. KnownAnalyses.All.Where(static analysis => !analysis.WritesFiles).Select(static analysis => analysis.Name)];

    public async ValueTask InitializeAsync()
    {
        Write("scan.npy", AnalysisRuns.Shape.Full, Array.ConvertAll(AnalysisRuns.Values(), static value => (float)value));
        Write(
            "weighted.npy",
            AnalysisRuns.Shape.Detector,
            [.. Enumerable.Range(0, AnalysisRuns.Pixels).Select(static pixel => 1 + (pixel % 5 * 0.25f))]);
        Write("other.npy", new Extent(3, 3, 6, 7), new float[9 * 42]);
        _server = await ViewerServer.StartAsync(new ServerOptions
        {
            Roots = [_folder.Path],
            Repertoire = Repertoire.Known with { Analyses = [.. KnownAnalyses.All, new CountAbove()] },
        });
        _client = TestClient.Of(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryAnalysis_GivesTheValuesOfARun(string name)
    {
        await _server.Session.OpenAsync("scan.npy", Cancellation);
        var analysis = KnownAnalyses.All.First(known => known.Name == name);
        var answer = await PostAsync($"/api/operations/{name}", AnalysisRuns.ArgumentsOf(analysis).ToJson());

        using var source = SourceOpener.Open(_folder.File("scan.npy"));
        var context = AnalysisRuns.Context(source, disk: _server.Session.Scan!.DiskNumbers, weights: path => WeightsAt(path));
        var expected = await new CpuExecutor()
            .RunAsync(
                RunPlan.Create(source, [analysis.Create(context, AnalysisRuns.ArgumentsOf(analysis))]), cancellationToken: Cancellation);
        var results = expected.Where(static result => result.Use != BufferUse.Report).ToList();
        Assert.Equal(
            results.Select(static result => Told(
                result.Name, result.Kind.ToString(), result.Shape.Lengths, result.ElementType.Name(), result.Unit)),
            answer["results"]!.AsArray().Select(static told => Told(
                (string?)told!["name"],
                (string?)told["kind"],
                told["shape"]!.AsArray().Select(static length => (long)length!),
                (string?)told["dtype"],
                (string?)told["unit"])));
        foreach (var result in results.Where(static result => result.ElementType is not ElementType.Object))
        {
            await File.WriteAllBytesAsync(
                _folder.File("result.npy"),
                await _client.GetByteArrayAsync(
                    $"/api/signals/{(string?)answer["signal"]}.npy?result={Uri.EscapeDataString(result.Name)}", Cancellation),
                Cancellation);
            var saved = NpyReader.Read(_folder.File("result.npy"));
            Assert.Equal(
                (result.ElementType, string.Join('×', result.Shape.Lengths.ToArray())), (saved.Type, string.Join('×', saved.Shape)));
        }

        // What is looked at is what was computed: planes of one or two values, or one of several.
        foreach (var told in answer["results"]!.AsArray())
        {
            var values = results.Find(result => result.Name == (string?)told!["name"])!;
            var component = (int)told!["components"]! > 2 ? """, "component": 0""" : "";
            // those follow the order in which partitions end
            if (values.Kind == ResultKind.Single || values is not { Values: float[] or double[] }
                || name is "cluster" or "pca" or "signal-monitor" or "partition-monitor")
                continue;
            using var view = new StringContent(
                $$"""{"signal": "{{(string?)answer["signal"]}}", "result": "{{values.Name}}"{{component}}}""");
            var bytes = await (await _client.PostAsync(new Uri("/api/view", UriKind.Relative), view, Cancellation)).Content
                .ReadAsByteArrayAsync(Cancellation);
            var header = FrameMessage.Decode(bytes)!;
            var sent = Array.ConvertAll(
                MemoryMarshal.Cast<byte, float>(
                    bytes.AsSpan(FrameMessage.HeaderBytes, header.Rows * header.Columns * sizeof(float))).ToArray(),
                static value => (double)value);
            var (entries, count) = (
                values.Kind == ResultKind.Scan ? (int)source.Shape.Scan.Count : (int)source.Shape.Detector.Count, (int)told["components"]!);
            var all = values.ToDoubles();
            AssertNear(
                [.. Enumerable.Range(0, count > 2 ? 1 : count)
                    .SelectMany(part => Enumerable.Range(0, entries).Select(entry => all[(entry * count) + part]))],
                sent);
        }
    }

    [Fact]
    public async Task AnalysisOfDerivedFrames_RunsAsAPipeline()
    {
        await _server.Session.OpenAsync("scan.npy", Cancellation);
        var pipeline = JsonNode.Parse("""
            {"pipeline": 1, "signals": [
              {"name": "com", "operation": "com"},
              {"name": "centred", "operation": "shift-frames", "parameters": {"by": "com/field", "back": true}},
              {"name": "halved", "of": "centred", "operation": "bin-scan", "parameters": {"scan-bin": 2}},
              {"name": "sums", "of": "halved", "operation": "sum-sig"}]}
            """)!;
        var answer = await PostAsync("/api/pipeline", new() { ["pipeline"] = pipeline, ["signal"] = "sums" });

        using var scan = new Scan(SourceOpener.Open(_folder.File("scan.npy")));
        var halved = scan.Derive(new ShiftFramesParameters { By = scan.Analyse("com").Input("field"), Back = true })
            .Derive(new BinScanParameters { ScanBinning = 2 });
        var sums = await halved.Analyse("sum-sig").ToArrayAsync<double>(cancellationToken: Cancellation);
        await File.WriteAllBytesAsync(
            _folder.File("result.npy"),
            await _client.GetByteArrayAsync($"/api/signals/{(string?)answer["signal"]}.npy", Cancellation),
            Cancellation);
        Assert.Equal(sums, NpyReader.Read(_folder.File("result.npy")).ToDoubles());
        using var look = new StringContent("""{"signal": "sums"}""");
        var seen = FrameMessage.Decode(
            await (await _client.PostAsync(new Uri("/api/view", UriKind.Relative), look, Cancellation)).Content
                .ReadAsByteArrayAsync(Cancellation))!;
        Assert.Equal((2, 3), (seen.Rows, seen.Columns));
        Assert.Equal(
            ["com", "shift-frames", "bin-scan", "sum-sig"],
            answer["pipeline"]!["signals"]!.AsArray().Select(static signal => (string?)signal!["operation"]));

        using var wrong = new StringContent(new JsonObject { ["pipeline"] = pipeline.DeepClone(), ["signal"] = "halved" }.ToJsonString());
        Assert.Contains(
            "gives frames",
            await (await _client.PostAsync(new Uri("/api/pipeline", UriKind.Relative), wrong, Cancellation)).Content
                .ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalysisOfAnotherAssembly_IsInEveryAnswer()
    {
        var listed = JsonNode.Parse(await _client.GetStringAsync("/api/operations", Cancellation))!["operations"]!.AsArray()
            .Single(static operation => (string?)operation!["name"] == "count-above")!;
        Assert.Equal("Counts the pixels of each frame that are brighter than a threshold.", (string?)listed["summary"]);
        Assert.Equal(
            ("number", 3.5, "Values above this count (default: 3.5)"),
            (
                (string?)listed["parameters"]!["properties"]!["threshold"]!["type"],
                (double)listed["parameters"]!["properties"]!["threshold"]!["default"]!,
                (string?)listed["parameters"]!["properties"]!["threshold"]!["description"]));

        var described = JsonNode.Parse(
            await _client.GetStringAsync("/api/openapi.json", Cancellation))!["paths"]!["/api/operations/count-above"]!["post"]!;
        var paths = JsonNode.Parse(await _client.GetStringAsync("/api/openapi.json", Cancellation))!["paths"]!;
        foreach (var operation in JsonNode.Parse(await _client.GetStringAsync("/api/operations", Cancellation))!["operations"]!.AsArray()
            .Where(static operation => (string?)operation!["gives"] == "results"))
        {
            // What a form is made from comes through unchanged.
            var body = paths[$"/api/operations/{(string)operation!["name"]!}"]!["post"]!["requestBody"]!["content"]!["application/json"]![
                "schema"]!;
            Assert.True(
                JsonNode.DeepEquals(operation["parameters"]!["properties"], body["properties"] ?? new JsonObject()),
                $"{operation["parameters"]!["properties"]}\n{body["properties"]}");
        }

        Assert.True(JsonNode.DeepEquals(
            ParameterSchemaJson.Of(ScanRequest.SchemaOf(KnownFormats.All))["properties"],
            paths["/api/open"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]));
        Assert.NotNull(described["requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]!["threshold"]);
        Assert.Contains("count-above", await _client.GetStringAsync("/api", Cancellation), StringComparison.Ordinal);

        await _server.Session.OpenAsync("scan.npy", Cancellation);
        await using var browser = await TestBrowser.ConnectAsync(_server);
        var ran = await PostAsync("/api/operations/count-above?region=rect:0,0,0,1", new() { ["threshold"] = 10 });
        Assert.Equal(
            ("rect:0,0,0,1", """{"threshold":10}""", """["--threshold","10"]"""),
            ((string?)ran["region"], ran["parameters"]!.ToJsonString(), ran["options"]!.ToJsonString()));
        await browser.SendAsync($$"""{"type":"view","view":1,"signal":"{{(string?)ran["signal"]}}","result":"bright"}""");
        var counts = MemoryMarshal.Cast<byte, int>((await browser.ValuesAsync()).Payload).ToArray();
        Assert.Equal(AnalysisRuns.Values().Take(AnalysisRuns.Pixels).Count(static value => (float)value > 10), counts[0]);
        Assert.Equal(0, counts[2]);
    }

    [Theory]
    [InlineData("radail", "{}", "there is no operation 'radail'. Did you mean 'radial'?")]
    [InlineData("radial", """{"bins": 0}""", "--bins: '0' is not a whole number from 1.")]
    [InlineData(
        "radial", """{"rings": 2}""", "--rings: there is no such parameter, only center, inner-radius, outer-radius, bins, ellipse.")]
    [InlineData("radial", """{"bins": 3, "bins": 4}""", "\"bins\" is written twice between the same braces: leave one out.")]
    [InlineData("radial", "[]", """parameters are an object with a member for each: {"radius": 12}.""")]
    [InlineData("virtual-image", "{}", "--detector: it is required")]
    [InlineData("masks", """{"mask": "../outside.npy"}""", "there is no such file below the folders that may be read here")]
    [InlineData("record", """{"file": "x.npy"}""", "there is no operation 'record'.")]
    [InlineData("crop", """{"crop": "0,0,1,1"}""", "'crop' gives frames: name a signal that gives results.")]
    public async Task WrongRequest_IsRefusedWithTheCure(string name, string parameters, string message)
    {
        await _server.Session.OpenAsync("scan.npy", Cancellation);
        using var content = new StringContent(parameters, System.Text.Encoding.UTF8, "application/json");
        var answer = await _client.PostAsync(new Uri($"/api/operations/{name}", UriKind.Relative), content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            message, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataAreOpenedAsOnTheCommandLine()
    {
        var opened = await PostAsync(
            "/api/open",
            new() { ["path"] = "scan.npy", ["crop"] = "1,1,4,5", ["det-bin"] = "auto", ["dark"] = "weighted.npy", ["scan-bin"] = 2 });
        var scan = opened["scans"]![0]!;

        Assert.Equal(
            ("[2,3]", "[4,5]", 1), (scan["scanShape"]!.ToJsonString(), scan["detectorShape"]!.ToJsonString(), (int)scan["binning"]!));
        Assert.Equal(
            $"--dark {_folder.File("weighted.npy")} --crop 1,1,4,5 --scan-bin 2",
            string.Join(' ', scan["options"]!.AsArray().Select(static option => (string)option!)));
        foreach (var (name, value, message) in new[]
        {
            ("dark", "../outside.npy", "no such file below"),
            ("crop", "1,2", "is not a rectangle"),
            ("scanShape", "2,2", "Did you mean 'scan-shape'?"),
            ("offset", "-1", "is not a whole number from 0"),
        })
        {
            using var content = new StringContent(
                new JsonObject { ["path"] = "scan.npy", [name] = value }.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            var answer = await _client.PostAsync(new Uri("/api/open", UriKind.Relative), content, Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(
                message, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["error"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WithoutAScan_NothingRuns()
    {
        var answer = await _client.PostAsJsonAsync("/api/operations/sum", new { }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("no scan is open", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultsOfAScan_GoWithIt()
    {
        await _server.Session.OpenAsync("scan.npy", Cancellation);
        await PostAsync("/api/operations/sum", []);
        Assert.NotEmpty(_server.Session.State()["scans"]![0]!["signals"]!.AsArray());
        await _server.Session.OpenAsync("other.npy", Cancellation);

        Assert.Empty(_server.Session.State()["scans"]![0]!["signals"]!.AsArray());
    }

    [Fact]
    public async Task ManyAtOnce_AreDone_OrAreToldThatTheScanIsGone()
    {
        await _server.Session.OpenAsync("scan.npy", Cancellation);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
        {
            if (number == 6)
                await _server.Session.OpenAsync(number % 4 == 0 ? "scan.npy" : "other.npy", Cancellation);
            using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            return await _client.PostAsync(
                new Uri($"/api/operations/{(number % 2 == 0 ? "sum" : "com")}", UriKind.Relative), content, Cancellation);
        }));

        // Done, or of a scan that is gone: nothing else, and nothing is left over.
        Assert.All(
            answers,
            static answer => Assert.Contains(
                answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.BadRequest }));
        Assert.Empty(_server.Session.Jobs.Running);
        await PostAsync("/api/operations/sum", []);
        var sum = _server.Session.State()["scans"]![0]!["signals"]!.AsArray()
            .Single(static signal => (string?)signal!["operation"] == "sum")!;
        Assert.Equal(("kept", "intensity"), ((string?)sum["state"], (string?)sum["results"]![0]!["name"]));
    }

    private static (double[] Values, Extent Shape) WeightsAt(string path) =>
        ([.. Enumerable.Range(0, AnalysisRuns.Pixels).Select(static pixel => 1 + (pixel % 5 * 0.25))], AnalysisRuns.Shape.Detector);

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected[i])),
                $"{i}: {expected[i]} and {actual[i]}");
    }

    private async Task<JsonNode> PostAsync(string address, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        var answer = await _client.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private void Write(string name, Extent shape, float[] values)
    {
        using var stream = File.Create(_folder.File(name));
        NpyWriter.Write<float>(stream, values, [.. shape.Lengths]);
    }

    private sealed record CountParameters
    {
        [Parameter("Values above this count")]
        public double Threshold { get; init; } = 3.5;
    }

    private sealed class CountAbove : AnalysisWith<CountParameters>
    {
        public override string Name => "count-above";

        public override string Summary => "Counts the pixels of each frame that are brighter than a threshold.";

        public override Udf Create(OperationContext context, CountParameters parameters) => new Counting(parameters.Threshold);
    }

    private sealed class Counting(double threshold) : Udf, IFrameUdf
    {
        public override string Name => "count-above";

        public override ElementType? PreferredType => ElementType.F64;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("bright", ResultKind.Scan, ElementType.I32) { Unit = "pixels" }];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
            var count = 0;
            foreach (var value in frame.Pixels<double>())
                count += value > threshold ? 1 : 0;
            task.View<int>(0)[0] = count;
        }
    }

    private static string Told(string? name, string? kind, IEnumerable<long> shape, string? type, string? unit) =>
        $"{name} {kind} {string.Join('×', shape)} {type} {unit}".ToLowerInvariant();
}
