using System.Net.Http.Json;
using Ronchi.Frames;
using Ronchi.Server;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Ronchi.Tests.Signals;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>A format that is added to a server is one of its formats wherever files are opened.</summary>
public sealed class RepertoireTests : IDisposable
{
    private static readonly DataShape Shape = new(new Extent(3, 4), new Extent(5, 6));
    private static readonly Repertoire WithFits = Repertoire.Known with { Formats = [new FitsFormat(), .. KnownFormats.All] };
    private readonly TemporaryFolder _folder = new();
    private readonly ushort[] _values = [.. Enumerable.Range(0, (int)Shape.Full.Count).Select(static i => (ushort)(i * i % 251))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FormatFromElsewhere_IsOpenedOverHttp()
    {
        FitsFormat.Write(_folder.File("a.fits"), Shape, _values);
        await using var server = await ViewerServer.StartAsync(
            new ServerOptions { Roots = [_folder.Path], Repertoire = WithFits }, Cancellation);
        using var client = TestClient.Of(server);

        var facts = await client.GetFromJsonAsync<Dictionary<string, object>>("/api/inspect?path=a.fits", Cancellation);
        using var opened = await client.PostAsJsonAsync("/api/open", new { path = "a.fits" }, Cancellation);

        Assert.DoesNotContain("refusal", facts!.Keys);
        Assert.True(opened.IsSuccessStatusCode);
        Assert.Equal(Shape, server.Session.Scan!.Scan.Shape);
    }

    [Fact]
    public async Task FormatFromElsewhere_SaysWhatAFolderHolds()
    {
        foreach (var name in (string[])["a.fits", "b.fits", "c.fits"])
            FitsFormat.Write(_folder.File(name), Shape, _values);
        File.WriteAllText(_folder.File("b.fits.list"), _folder.File("b.part"));
        File.WriteAllText(_folder.File("c.fits"), "words");
        foreach (var name in (string[])["a.part", "a.txt"])
            File.WriteAllText(_folder.File(name), "");
        await using var server = await ViewerServer.StartAsync(
            new ServerOptions { Roots = [_folder.Path], Repertoire = WithFits }, Cancellation);

        var kinds = server.Session.List(null).ToDictionary(static entry => entry.Name, static entry => entry.Kind);

        Assert.Equal(
            ["ready", "incomplete", "bad", "part", "file"],
            new[] { "a.fits", "b.fits", "c.fits", "a.part", "a.txt" }.Select(name => kinds[name]));
    }
}
