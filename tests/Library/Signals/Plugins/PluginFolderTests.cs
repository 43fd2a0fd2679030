using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Ronchi.Contracts;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Signals;
using Ronchi.Signals.Plugins;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals.Plugins;

/// <summary>The sample of a plug-in, loaded as a user's is.</summary>
public sealed class PluginFolderTests : IDisposable
{
    private const string Sample = "SamplePlugin";
    private static readonly string Built = Path.Combine(AppContext.BaseDirectory, "plugins");
    private static readonly Version Own = typeof(Session).Assembly.GetName().Version!;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plugin_BringsFormatAnalysisAndExecutor()
    {
        File.WriteAllText(_folder.File("a.txt"), "frames-as-text\n2 3 2 2\n" + string.Join(' ', Enumerable.Range(1, 24)));
        var repertoire = Repertoire.Known.With(PluginFolder.Load(Built));
        await using var session = new Session(repertoire);
        var scan = await session.OpenAsync(_folder.File("a.txt"), cancellationToken: Cancellation);
        var analysis = repertoire.Analyses.First(static analysis => analysis.Name == "bright-pixels");
        var executor = repertoire.Executors.First(static kind => kind.Name == "background").Create(2);
        var udf = analysis.Create(session.ContextOf(scan), Arguments.Parse(analysis.Schema, static _ => ["10"]));
        var results = await executor.RunAsync(RunPlan.Create(scan.Source, [udf]), cancellationToken: Cancellation);

        var limit = repertoire.FrameOperations.First(static operation => operation.Name == "limit-counts");
        var sums = (await scan.Derive(new OperationCall<FrameOperation>(limit, Arguments.None(limit.Schema)))
            .RunAsync([new Ronchi.Analyses.Statistics.Sum()], cancellationToken: Cancellation))["intensity"].ToDoubles();

        Assert.Equal(
            Enumerable.Range(0, 4).Select(static pixel => Enumerable.Range(0, 6).Sum(frame => Math.Min((4 * frame) + pixel + 1.0, 10))),
            sums);
        Assert.Equal("frames as text", scan.Info.Format);
        Assert.Equal([0, 0, 3, 4, 4, 4], results["bright"].Span<int>().ToArray());
        Assert.Equal(
            (Sample, Sample, (string?)null),
            (repertoire.PluginOf(analysis), repertoire.PluginOf(repertoire.Formats[0]), repertoire.PluginOf(repertoire.Analyses[0])));
    }

    [Fact]
    public void AssembliesOfRonchi_AreTheProgramsOwn_AlsoWhenCopiesLieBesideThePlugin()
    {
        CopySample(Sample);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "Ronchi.*.dll"))
            File.Copy(file, _folder.File(Path.Combine(Sample, Path.GetFileName(file))));

        var first = Assert.Single(PluginFolder.Load(_folder.Path));
        var second = Assert.Single(PluginFolder.Load(_folder.Path));

        Assert.NotEqual(first.Analyses[0].GetType(), second.Analyses[0].GetType());
        Assert.Equal(Sample, System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(first.Analyses[0].GetType().Assembly)?.Name);
    }

    [Fact]
    public void MissingFolder_IsNamed() =>
        Assert.Equal($"{_folder.File("nowhere")}: there is no such folder of plug-ins.", Refused(_folder.File("nowhere")));

    [Fact]
    public void FileThatIsNoAssembly_IsNamed()
    {
        File.WriteAllText(_folder.File("words.dll"), "words");

        Assert.Equal(
            $"{_folder.File("words.dll")}: this is no assembly of .NET: remove it from the folder of plug-ins.", Refused(_folder.Path));
    }

    [Fact]
    public void FolderWithoutAFileOfItsName_IsNamed()
    {
        Directory.CreateDirectory(_folder.File("mine"));

        Assert.StartsWith(
            $"{_folder.File("mine")}: the folder of a plug-in holds a file of its own name, mine.dll",
            Refused(_folder.Path),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AssemblyWithoutRonchi_IsNoPlugin()
    {
        Write("plain", reference: null);

        Assert.StartsWith(
            $"{_folder.File("plain.dll")}: it uses nothing of Ronchi and is no plug-in", Refused(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void AssemblyWithoutAPluginClass_IsNoPlugin()
    {
        Write("empty", Own);

        Assert.Equal(
            $"{_folder.File("empty.dll")}: no public class in it implements IPlugin: it is no plug-in of Ronchi.", Refused(_folder.Path));
    }

    [Fact]
    public void OtherVersion_IsNamed_BeforeAnythingIsLoaded()
    {
        Write("late", new Version(Own.Major, Own.Minor + 1, 0, 0));

        Assert.Equal(
            $"{_folder.File("late.dll")}: the plug-in was built for Ronchi {Own.Major}.{Own.Minor + 1}.0, and this is Ronchi "
            + $"{Own.ToString(3)}: build it again for this version.",
            Refused(_folder.Path));
    }

    [Fact]
    public void TwoPluginsOfOneName_AreRefused()
    {
        CopySample(Sample);
        File.Copy(Path.Combine(Built, Sample, $"{Sample}.dll"), _folder.File($"{Sample}.dll"));

        var refused = Assert.Throws<PluginException>(() => Repertoire.Known.With(PluginFolder.Load(_folder.Path))).Message;

        Assert.Contains("there is another plug-in of this name", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoThingsOfOneName_AreRefused()
    {
        CopySample("Other");
        var other = PluginFolder.Load(_folder.Path);

        Assert.Equal(
            $"{_folder.File("Other/Other.dll")}: it brings a format 'frames as text', which there is already (in the plug-in {Sample}): "
            + "rename one, or leave the plug-in out.",
            Assert.Throws<PluginException>(() => Repertoire.Known.With(PluginFolder.Load(Built)).With(other)).Message);
        Assert.Contains(
            "an analysis 'sum', which there is already (in Ronchi)",
            Assert.Throws<PluginException>(() => Repertoire.Known.With(
                new Plugin("mine", "mine.dll") { Analyses = [new Ronchi.Analyses.Statistics.SumAnalysis()] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ClassThatCannotBeMade_IsNamed()
    {
        Assert.Equal(
            "mine.dll: Failing failed in its constructor: InvalidOperationException: on purpose",
            Assert.Throws<PluginException>(static () => PluginFolder.Of("mine.dll", [typeof(Failing)])).Message);
        Assert.Equal(
            "mine.dll: Asking has no public constructor without parameters: give it one.",
            Assert.Throws<PluginException>(static () => PluginFolder.Of("mine.dll", [typeof(Asking)])).Message);
    }

    private sealed class Failing : IPlugin
    {
        public Failing() => throw new InvalidOperationException("on purpose");
    }

    private sealed class Asking(int count) : IPlugin
    {
        public int Count => count;
    }

    private static string Refused(string folder) => Assert.Throws<PluginException>(() => PluginFolder.Load(folder)).Message;

    private void CopySample(string name)
    {
        Directory.CreateDirectory(_folder.File(name));
        File.Copy(Path.Combine(Built, Sample, $"{Sample}.dll"), _folder.File($"{name}/{name}.dll"));
    }

    // An assembly without types, that says what it was built for.
    private void Write(string name, Version? reference)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString($"{name}.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(name), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        if (reference is not null)
            metadata.AddAssemblyReference(metadata.GetOrAddString("Ronchi.Signals"), reference, default, default, default, default);
        var file = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(file);
        File.WriteAllBytes(_folder.File($"{name}.dll"), file.ToArray());
    }
}

/// <summary>The sample of an executor keeps the contract of executors.</summary>
public sealed class SampleExecutorTests : ExecutorContract
{
    private static readonly ExecutorKind Kind = PluginFolder.Load(Path.Combine(AppContext.BaseDirectory, "plugins"))[0].Executors[0];

    protected override Executor Create(int threads) => Kind.Create(threads);
}
