using System.Globalization;
using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Server;
using Ronchi.Signals;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>A vectors result over HTTP: what it holds, the rows of one position, and all of them as text.</summary>
public sealed class VectorSignalTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ushort[] _values = [.. Enumerable.Range(0, 3 * 4 * 2 * 3).Select(static i => (ushort)(i * 7 % 5))];
    private ViewerServer _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using (var file = File.Create(_folder.File("a.npy")))
            NpyWriter.Write<ushort>(file, _values, 3, 4, 2, 3);
        var repertoire = Repertoire.Known with { Analyses = [.. Repertoire.Known.Analyses, new OddPixels()] };
        _server = await ViewerServer.StartAsync(new ServerOptions { Roots = [_folder.Path], Repertoire = repertoire });
        _client = TestClient.Of(_server);
        await PostAsync("/api/open", """{"path": "a.npy"}""");
        await PostAsync("/api/operations/odd-pixels", "{}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task TheState_ListsColumnsAndRows()
    {
        var state = JsonNode.Parse(await _client.GetStringAsync("/api/state", Cancellation))!;
        var result = state["scans"]![0]!["signals"]![0]!["results"]![0]!;
        Assert.Equal(Enumerable.Range(0, 12).Sum(position => Rows(position).Length / 2), (int)result["rows"]!);
        Assert.Equal("int32", (string?)result["rowType"]);
        Assert.Equal(
            [("pixel", "px"), ("value", null)],
            result["columns"]!.AsArray().Select(static column => ((string?)column!["name"], (string?)column["unit"])));
    }

    [Fact]
    public async Task APosition_GivesItsRows_AndNoneTheNumbers()
    {
        for (var position = 0; position < 12; position++)
        {
            var rows = await ArrayAsync(string.Create(CultureInfo.InvariantCulture, $"odd-pixels.npy?at={position / 4},{position % 4}"));
            Assert.Equal([Rows(position).Length / 2, 2L], rows.Shape.ToArray());
            Assert.Equal(Rows(position), (int[])rows.Values);
        }

        var counts = await ArrayAsync("odd-pixels.npy?result=odd");
        Assert.Equal(Enumerable.Range(0, 12).Select(position => (uint)(Rows(position).Length / 2)), (uint[])counts.Values);
        Assert.Contains("an index for each axis", await RefusedAsync("odd-pixels.npy?at=1,:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AView_GivesTheRowsOfAPosition_AndRefusesOthers()
    {
        for (var position = 0; position < 12; position++)
        {
            var message = await ViewAsync($$"""{"signal": "odd-pixels", "position": [{{position / 4}}, {{position % 4}}]}""");
            var header = FrameMessage.Decode(message)!;
            Assert.Equal((FrameKind.Array, Rows(position).Length / 2, 2), (header.Kind, header.Rows, header.Columns));
            Assert.Equal(Rows(position), Numbers(header.Type, message[FrameMessage.HeaderBytes..]));
        }

        await PostAsync("/api/operations/sum-sig", "{}");
        foreach (var (request, words) in new[]
        {
            ("""{"signal": "odd-pixels", "position": [3, 0]}""", "3"),
            ("""{"signal": "odd-pixels", "position": [1]}""", "has an index for each axis of the scan"),
            ("""{"signal": "sum-sig", "position": [1, 2]}""", "has no rows at a position"),
            ("""{"signal": "odd-pixels", "position": [1, 2], "operation": "sum"}""", "a view asks for one thing"),
        })
        {
            using var content = new StringContent(request, System.Text.Encoding.UTF8, "application/json");
            using var answer = await _client.PostAsync(new Uri("/api/view", UriKind.Relative), content, Cancellation);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Text_HasEveryRow()
    {
        var expected = Enumerable.Range(0, 12)
            .SelectMany(position => Rows(position).Chunk(2).Select(row => $"{position / 4},{position % 4},{row[0]},{row[1]}\n"));
        Assert.Equal(
            "scan row,scan column,pixel (px),value\n" + string.Concat(expected),
            await _client.GetStringAsync("/api/signals/odd-pixels.csv", Cancellation));
        Assert.Contains("has no rows", await RefusedAsync("data.csv"), StringComparison.Ordinal);
        await PostAsync("/api/operations/sum", "{}");
        Assert.Contains("has no rows", await RefusedAsync("sum.csv"), StringComparison.Ordinal);
    }

    // They are sent in the narrowest type that holds them.
    private static IEnumerable<int> Numbers(ElementType type, byte[] bytes) => bytes.Chunk(type.Size()).Select(number => type switch
    {
        ElementType.U8 => number[0],
        ElementType.I32 => BitConverter.ToInt32(number),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    });

    private async Task<byte[]> ViewAsync(string request)
    {
        using var content = new StringContent(request, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri("/api/view", UriKind.Relative), content, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private int[] Rows(int position) =>
        [.. Enumerable.Range(0, 6)
            .Where(pixel => _values[(position * 6) + pixel] % 2 == 1)
            .SelectMany(pixel => (int[])[pixel, _values[(position * 6) + pixel]])];

    private async Task<NamedArray> ArrayAsync(string request)
    {
        using var bytes = new MemoryStream(await _client.GetByteArrayAsync($"/api/signals/{request}", Cancellation));
        return NpyReader.Read(bytes, "array");
    }

    private async Task<string> RefusedAsync(string request)
    {
        using var answer = await _client.GetAsync(new Uri($"/api/signals/{request}", UriKind.Relative), Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task PostAsync(string address, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private sealed class OddPixels : Analysis
    {
        public override string Name => "odd-pixels";

        public override string Summary => "Lists pixels with odd values.";

        public override Udf Create(OperationContext context, Arguments arguments) => new Odd();
    }

    private sealed class Odd : Udf, IFrameUdf
    {
        public override string Name => "odd-pixels";

        public override ElementType? PreferredType => ElementType.I32;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [BufferDeclaration.OfVectors("odd", ElementType.I32, new("pixel", "px"), new("value"))];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
            var pixels = frame.Pixels<int>();
            for (var i = 0; i < pixels.Length; i++)
            {
                if (pixels[i] % 2 == 1)
                    task.Rows<int>(0).Append(i, pixels[i]);
            }
        }
    }
}
