using Ronchi.Engine;
using Ronchi.Engine.Lazy;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>An open data set on which UDFs run.</summary>
public sealed class Scan : IDisposable
{
    /// <summary>Takes over a source.</summary>
    public Scan(IFrameSource source) => Source = source;

    /// <summary>Where frames come from.</summary>
    public IFrameSource Source { get; }

    /// <summary>The data in memory; null: they are read on demand.</summary>
    public IResidentScan? Resident { get; init; }

    /// <summary>What is known of the data and the experiment.</summary>
    public SourceInfo Info => Source.Info;

    /// <summary>Scan and detector axes.</summary>
    public DataShape Shape => Source.Shape;

    /// <summary>Type of the stored values.</summary>
    public ElementType ElementType => Source.ElementType;

    /// <summary>Runs UDFs over the data in one pass, on all cores.</summary>
    /// <param name="udfs">What to compute.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">A UDF cannot run on these data.</exception>
    /// <exception cref="RunException">A UDF threw.</exception>
    /// <exception cref="RunCanceledException">The run was cancelled; partial results are inside.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    public Task<ResultSet> RunAsync(
        IReadOnlyList<Udf> udfs,
        ScanSelection? selection = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => new CpuExecutor().RunAsync(RunPlan.Create(Source, udfs, selection), progress, cancellationToken);

    /// <summary>Runs UDFs with the given executor.</summary>
    /// <param name="executor">Carries out the run.</param>
    /// <param name="udfs">What to compute.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="options">What the user decides instead of the engine. Null: nothing.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <inheritdoc cref="RunAsync(IReadOnlyList{Udf}, ScanSelection?, IProgress{RunProgress}?, CancellationToken)" path="/exception"/>
    public Task<ResultSet> RunAsync(
        Executor executor,
        IReadOnlyList<Udf> udfs,
        ScanSelection? selection = null,
        RunOptions? options = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.RunAsync(RunPlan.Create(Source, udfs, selection, options), progress, cancellationToken);
    }

    /// <summary>Applies a function to every frame.</summary>
    /// <typeparam name="T">Type of the pixels that the function takes.</typeparam>
    /// <typeparam name="TResult">A number, or an array of numbers of always the same length.</typeparam>
    /// <param name="function">Called from several threads at once.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>A value for each scan position; see <see cref="Map{T, TResult}"/>.</returns>
    public async Task<ResultArray> MapAsync<T, TResult>(FrameFunction<T, TResult> function, ScanSelection? selection = null, CancellationToken cancellationToken = default)
        where T : unmanaged
        => (await RunAsync([new Map<T, TResult>(function)], selection, cancellationToken: cancellationToken).ConfigureAwait(false))[Map<T, TResult>.Result];

    /// <summary>Frames as a lazy sequence: see <see cref="LazyFrames{T}"/>.</summary>
    /// <typeparam name="T">Type of the values as they are stored.</typeparam>
    public LazyFrames<T> Frames<T>()
        where T : unmanaged
        => LazyFrames<T>.Of(Source);

    /// <summary>Partial results while UDFs run; the last ones are complete.</summary>
    /// <param name="udfs">What to compute.</param>
    /// <param name="period">Time between two partial results; null: 50 ms.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="control">Changes parameters meanwhile. Null: they stay.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    public IAsyncEnumerable<ResultSet> RunPartsAsync(IReadOnlyList<Udf> udfs, TimeSpan? period = null, ScanSelection? selection = null, RunControl? control = null, CancellationToken cancellationToken = default) =>
        new CpuExecutor().RunPartsAsync(RunPlan.Create(Source, udfs, selection), period, progress: null, control, cancellationToken);

    /// <summary>Runs one UDF over all frames.</summary>
    /// <inheritdoc cref="RunAsync(IReadOnlyList{Udf}, ScanSelection?, IProgress{RunProgress}?, CancellationToken)"/>
    public Task<ResultSet> RunAsync(Udf udf, CancellationToken cancellationToken = default) =>
        RunAsync([udf], cancellationToken: cancellationToken);

    /// <summary>Lazy results that can be combined and are computed when they are awaited: <c>scan.Lazy().Run(new Sum()).Array&lt;double&gt;("intensity")</c>.</summary>
    /// <param name="executor">Carries out the passes. Null: on all cores, partitions merged in scan order.</param>
    public LazySource Lazy(Executor? executor = null) => new(Source, executor);

    /// <summary>Closes the source.</summary>
    public void Dispose() => Source.Dispose();
}
