using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Server;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>Options of a format that only this file has: the server needs no line for them.</summary>
public sealed class FormatOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OptionOfAFormat_IsOffered_Taken_AndKept()
    {
        File.WriteAllText(_folder.File("a.level"), LevelFormat.Mark);
        var options = new ServerOptions
        {
            Roots = [_folder.Path],
            SessionFile = _folder.File("session.json"),
            Repertoire = Repertoire.Known with { Formats = [new LevelFormat(), .. KnownFormats.All] },
        };
        await using (var server = await ViewerServer.StartAsync(options, Cancellation))
        {
            using var client = TestClient.Of(server);
            var open = JsonNode.Parse(await client.GetStringAsync("/api/openapi.json", Cancellation))!["paths"]!["/api/open"]!["post"]![
                "requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]!;
            Assert.Equal(("integer", 7), ((string?)open["level"]!["type"], (int)open["level"]!["maximum"]!));

            var answer = await client.PostAsJsonAsync("/api/open", new { path = "a.level", level = 5 }, Cancellation);

            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
            Assert.Equal(5, await FirstCountAsync(client));
            Assert.Equal("--level 5", string.Join(' ', server.Session.State()["scans"]![0]!["options"]!.AsArray()));
            var refused = await client.PostAsJsonAsync("/api/open", new { path = "a.level", level = 8 }, Cancellation);
            Assert.Contains("--level", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        await using var again = await ViewerServer.StartAsync(options, Cancellation);
        Assert.True(await again.Session.RestoreAsync(Cancellation));
        using var later = TestClient.Of(again);
        Assert.Equal(5, await FirstCountAsync(later));
    }

    private static async Task<int> FirstCountAsync(HttpClient client) =>
        (await client.GetByteArrayAsync("/api/signals/data.npy?at=0,0", Cancellation))[^1];

    private sealed record LevelOptions
    {
        [Parameter("The count of every pixel", Minimum = 0, Maximum = 7)]
        public int Level { get; init; } = 1;
    }

    private sealed class LevelFormat : SourceFormat
    {
        public const string Mark = "level";

        public override string Name => "level";

        public override SourceOptions Uses => SourceOptions.None;

        public override IReadOnlyList<FormatOptions> Options => [FormatOptions.Of<LevelOptions>()];

        public override bool Recognizes(FileHead file) => file.Has("level"u8);

        public override IFrameSource Open(string path, OpenOptions options)
        {
            var counts = new byte[2 * 3 * 4 * 4];
            counts.AsSpan().Fill((byte)options.Of<LevelOptions>().Level);
            return new ArraySource<byte>(counts, new(new Extent(2, 3), new Extent(4, 4)))
            {
                Info = new SourceInfo(Name, path) { Files = [path] },
            };
        }
    }
}
