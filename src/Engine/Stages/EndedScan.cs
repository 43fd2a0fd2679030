using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>
/// A source that grew and has ended, as a plain one: where there was room for more positions than came, the scan ends with the last line of
/// which there is a frame.
/// </summary>
public sealed class EndedScan : SourceStage, IFrameSource
{
    /// <summary>Takes a source at its end.</summary>
    /// <param name="inner">The source; disposed with the stage.</param>
    /// <exception cref="ArgumentException">It has not ended.</exception>
    public EndedScan(IFrameSource inner)
        : base(inner)
    {
        if (inner.Growth is not { Now: { End: not null } now })
            throw new ArgumentException("The source has not ended: wait for its end.", nameof(inner));
        if (!now.Readable.Equals(now.Arrived))
            throw new ArgumentException(
                $"The source holds {now.Readable.Count:N0} of the {Counted.Of(now.Arrived.Count, "frame")} that came: "
                + "record the data first.",
                nameof(inner));
        var (room, scan) = (inner.Shape.Scan, now.ScanOf(inner.Shape.Scan));
        Shape = inner.Shape with { Scan = scan };
        Validity = inner.Validity.WithRecorded(now.Arrived.Runs, scan.Count);
        Info = inner.Info with { Axes = AxesOf(inner.Info.Axes, room, scan) };
    }

    /// <inheritdoc/>
    public override DataShape Shape { get; }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    public override IGrowth? Growth => null;

    /// <summary>How they came and ended.</summary>
    public IGrowth Ended => Inner.Growth!;

    /// <inheritdoc/>
    public override bool GivesViews => Inner.GivesViews;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => Inner.ConvertsTo(form);

    /// <inheritdoc/>
    public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);

    private static ImmutableArray<Axis> AxesOf(ImmutableArray<Axis> axes, Extent room, Extent scan) =>
        scan == room || axes is not [{ Values: { } values } first, ..] || values.Count <= scan[0]
            ? axes
            : axes.SetItem(0, first.Part(0, scan[0]));
}
