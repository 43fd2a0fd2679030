using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Lays frames out along other scan axes: as many positions, in the same order.</summary>
public sealed class ReshapeScan : SourceStage
{
    /// <summary>Reshapes the scan of a source.</summary>
    /// <param name="inner">The source; disposed with the stage.</param>
    /// <param name="scan">The new axes, slowest first.</param>
    /// <exception cref="ArgumentException">There is another number of positions, or nobody knows yet how many there will be.</exception>
    public ReshapeScan(IFrameSource inner, Extent scan)
        : base(inner)
    {
        if (inner.Growth is { Now.Total: null })
            throw new ArgumentException(
                $"A scan of {scan} is laid out when it is known how many frames there are: open data that are still being written with "
                + "--scan-shape.", nameof(inner));
        var before = inner.Shape.Scan;
        if (scan.Count != before.Count)
            throw new ArgumentException(
                $"--scan-shape {scan} has {Counted.Of(scan.Count, "position")}, but the scan of {before} has {before.Count}.",
                nameof(scan));
        Shape = inner.Shape with { Scan = scan };
        Info = Noting($"scan of {before} laid out as {scan}.") with
        {
            Axes = AxesAfter(inner.Info.Axes),
        };
    }

    /// <inheritdoc/>
    public override DataShape Shape { get; }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    public override bool GivesViews => Inner.GivesViews;

    /// <inheritdoc/>
    public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);

    /// <inheritdoc/>
    /// <remarks>Steps along the old axes are none along the new ones.</remarks>
    protected override ImmutableArray<Axis> AxesAfter(ImmutableArray<Axis> axes) =>
        axes.Length != Inner.Shape.Full.Rank || Shape.Scan == Inner.Shape.Scan
            ? axes
            : [.. Shape.Scan.Lengths.Select(static _ => new Axis("position")), .. axes[Inner.Shape.Scan.Rank..]];
}
