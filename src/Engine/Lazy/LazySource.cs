using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Engine.Lazy;

/// <summary>Frames of which results are computed when somebody asks for them.</summary>
/// <param name="source">Where frames come from; it stays open as long as results are asked for.</param>
/// <param name="executor">Carries out the passes. Null: on all cores, with partitions merged in scan order
/// (<see cref="DelayedExecutor"/>).</param>
public sealed class LazySource(IFrameSource source, Executor? executor = null)
{
    private readonly ScanSelection _all = ScanSelection.All(source.Shape.Scan);

    /// <summary>Where frames come from.</summary>
    public IFrameSource Source { get; } = source;

    /// <summary>Carries out the passes.</summary>
    public Executor Executor { get; } = executor ?? new DelayedExecutor();

    /// <summary>What the user decides about passes instead of the engine. Null: nothing.</summary>
    public RunOptions? Options { get; init; }

    /// <summary>Told how far a pass is.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>A UDF to run later.</summary>
    /// <param name="udf">What to compute. It must not change afterwards.</param>
    /// <param name="selection">Scan positions to visit; UDFs with the same one go over the frames together. Null: all.</param>
    /// <exception cref="ArgumentException">The UDF cannot run on these data.</exception>
    public LazyRun Run(Udf udf, ScanSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(udf);
        return new(this, udf, selection ?? _all);
    }
}
