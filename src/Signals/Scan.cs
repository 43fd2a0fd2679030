using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>An open data set on which UDFs run.</summary>
public sealed class Scan : IDisposable
{
    /// <summary>Takes over a source.</summary>
    public Scan(IFrameSource source) => Source = source;

    /// <summary>Where frames come from.</summary>
    public IFrameSource Source { get; }

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

    /// <summary>Runs one UDF over all frames.</summary>
    /// <inheritdoc cref="RunAsync(IReadOnlyList{Udf}, ScanSelection?, IProgress{RunProgress}?, CancellationToken)"/>
    public Task<ResultSet> RunAsync(Udf udf, CancellationToken cancellationToken = default) =>
        RunAsync([udf], cancellationToken: cancellationToken);

    /// <summary>Closes the source.</summary>
    public void Dispose() => Source.Dispose();
}
