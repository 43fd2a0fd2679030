using System.Text.Json;
using CsCheck;
using Ronchi.Analyses;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Operations;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;
using Ronchi.Signals.Plugins;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

/// <summary>Options of one format alone: its record is all that says them.</summary>
public sealed class FormatOptionsTests : IDisposable
{
    private static readonly IReadOnlyList<SourceFormat> Formats = [new TaggedFormat(), .. KnownFormats.All];
    private static readonly ParameterSchema Schema = ScanRequest.SchemaOf(Formats);

    private static readonly Gen<ScanRequest> Requests =
        from pedestal in Gen.Int[0, 6]
        from factors in Gen.Int[-3, 3].List[0, 3]
        from isTold in Gen.Bool
        from sync in Gen.Long[-3, 3]
        select new ScanRequest("a b.tag")
        {
            Formats = Formats,
            SyncOffset = sync,
            OfFormats = !isTold ? [] : [new TaggedOptions { Pedestal = pedestal, Factor = factors.Count == 0 ? null : [.. factors] }],
        };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void JsonAndOptions_GiveTheSameRequest() => Requests.Sample(static request =>
    {
        using var json = JsonDocument.Parse(request.Arguments.ToJson().ToJsonString());
        var texts = request.Arguments.ToTexts();

        foreach (var again in (Arguments[])[
            Arguments.Read(Schema, json.RootElement),
            Arguments.Parse(Schema, parameter => texts.GetValueOrDefault(parameter.Name) ?? [])])
        {
            Assert.Equal(request.Arguments, again);
            var made = (ScanRequest)again.Make() with { Formats = Formats };
            Assert.Equal(request.Arguments, made.Arguments);
            // A record that says nothing is not there.
            Assert.Equal(request.OfFormats.Where(static record => !record.Equals(new TaggedOptions())), made.OfFormats);
        }
    });

    [Fact]
    public void Options_StandWithThoseOfTheRequest()
    {
        var request = new ScanRequest("a.tag")
        {
            Formats = Formats,
            SyncOffset = 2,
            OfFormats = [new TaggedOptions { Pedestal = 5, Factor = [2, 3] }],
        };

        Assert.Equal(
            ["--sync-offset", "2", "--pedestal", "5", "--factor", "2", "--factor", "3"], request.Arguments.ToOptions(leftOut: "path"));
        Assert.Contains("""OfFormats = [new Ronchi.Tests.Signals.TaggedOptions { Pedestal = 5""", request.Arguments.ToInitializer(),
            StringComparison.Ordinal);
        Assert.Contains(Schema.Parameters, static parameter => parameter is { Name: "pedestal", Minimum: 0, Default: 3 });
        Assert.Same(Schema, ScanRequest.SchemaOf([.. KnownFormats.All, new TaggedFormat()]));
        Assert.Same(ScanRequest.SchemaOf(KnownFormats.All), ScanRequest.SchemaOf([.. KnownFormats.All]));
    }

    [Fact]
    public async Task Format_TakesItsRecord()
    {
        await using var session = new Session(Repertoire.Known with { Formats = Formats });
        var told = await session.OpenAsync(
            new ScanRequest(Tagged()) { OfFormats = [new TaggedOptions { Pedestal = 1, Factor = [2] }] }, Cancellation);
        var untold = await session.OpenAsync(new ScanRequest(Tagged()), Cancellation);

        // Of frame f, pixel p: 2 (4 f + p) + 1.
        double[] raised = [52, 60, 68, 76], usual = [36, 40, 44, 48];
        Assert.Equal(raised, await told.Analyse("sum").ToArrayAsync<double>(cancellationToken: Cancellation));
        Assert.Equal(usual, await untold.Analyse("sum").ToArrayAsync<double>(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Pipeline_KeepsTheRecord()
    {
        await using var session = new Session(Repertoire.Known with { Formats = Formats });
        var scan = await session.OpenAsync(new ScanRequest(Tagged()) { OfFormats = [new TaggedOptions { Pedestal = 0 }] }, Cancellation);
        using var json = JsonDocument.Parse(Pipeline.Of(scan.Analyse(new SumAnalysis().Name)).ToJson().ToJsonString());

        var read = PipelineJson.Read(json.RootElement, KnownAnalyses.All, Schema);

        Assert.Equal([new TaggedOptions { Pedestal = 0 }], ((ScanRequest)read.Opening.With("path", "a.tag").Make()).OfFormats);
        Assert.Contains(
            "pedestal",
            Assert.ThrowsAny<FormatException>(() => PipelineJson.Read(json.RootElement, KnownAnalyses.All)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOfAnotherFormat_IsRefused()
    {
        var file = _folder.File("a.npy");
        using (var stream = File.Create(file))
            NpyWriter.Write<ushort>(stream, new ushort[16], 2, 2, 2, 2);
        await using var session = new Session(Repertoire.Known with { Formats = Formats });

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => session.OpenAsync(new ScanRequest(file) { OfFormats = [new TaggedOptions { Pedestal = 0 }] }, Cancellation));

        Assert.Contains("an option of the format 'tagged counts' is given", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesThatItNames_AreResolved()
    {
        var request = new ScanRequest("a.tag") { Formats = Formats, OfFormats = [new TaggedOptions { Table = "t.txt" }] };

        Assert.Equal([new TaggedOptions { Table = "roots/t.txt" }], request.Resolved(static path => $"roots/{path}").OfFormats);
        Assert.Throws<Ronchi.Frames.SourceException>(() => request.Resolved(static _ => null));
    }

    [Fact]
    public void OptionThatIsThereAlready_IsRefused_WhenAPluginIsLoaded()
    {
        Assert.Contains("--crop", Refused(new CroppingFormat()), StringComparison.Ordinal);
        Assert.Contains("'radial' both have an option --bins", Refused(new BinningFormat()), StringComparison.Ordinal);
        Assert.Contains("--pedestal", Refused(new TaggedFormat(), new TwinFormat()), StringComparison.Ordinal);

        static string Refused(params SourceFormat[] formats) => Assert.Throws<PluginException>(
            () => Repertoire.Known.With(new Plugin("odd", "odd.dll") { Formats = formats })).Message;
    }

    private string Tagged()
    {
        File.WriteAllText(_folder.File("a.tag"), TaggedFormat.Mark);
        return _folder.File("a.tag");
    }

    private abstract class Nothing<T> : SourceFormat
        where T : class, new()
    {
        public override string Name => GetType().Name;

        public override SourceOptions Uses => SourceOptions.None;

        public override IReadOnlyList<FormatOptions> Options => [FormatOptions.Of<T>()];

        public override bool Recognizes(FileHead file) => false;

        public override Frames.IFrameSource Open(string path, OpenOptions options) => throw new NotSupportedException();
    }

    private sealed class CroppingFormat : Nothing<CroppingFormat.Own>
    {
        public sealed record Own
        {
            [Frames.Parameter("Something else")]
            public int Crop { get; init; }
        }
    }

    private sealed class BinningFormat : Nothing<BinningFormat.Own>
    {
        public sealed record Own
        {
            [Frames.Parameter("Something else")]
            public int Bins { get; init; }
        }
    }

    private sealed class TwinFormat : Nothing<TwinFormat.Own>
    {
        public sealed record Own
        {
            [Frames.Parameter("Something else")]
            public int Pedestal { get; init; }
        }
    }
}
