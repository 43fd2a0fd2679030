using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Some positions of a scan, as a scan of their own: that of a rectangle has its rows and columns, others one axis.</summary>
/// <remarks>Frames stay as they are, in every form in which the source gives them.</remarks>
public sealed class SelectPositions : SourceStage
{
    private readonly ScanSelection _selection;

    /// <summary>Keeps positions of a source.</summary>
    /// <param name="inner">The source; disposed with the stage.</param>
    /// <param name="selection">The positions.</param>
    /// <exception cref="ArgumentException">They belong to another scan, or there is none.</exception>
    public SelectPositions(IFrameSource inner, ScanSelection selection)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(selection);
        if (selection.Scan != inner.Shape.Scan)
            throw new ArgumentException(
                $"Positions of a scan of {selection.Scan} do not fit one of {inner.Shape.Scan}.", nameof(selection));
        if (selection.FrameCount == 0)
            throw new ArgumentException("No position is selected.", nameof(selection));
        RequireHeld("A part of the scan");
        _selection = selection;
        if (inner.Growth is { } growth)
            Growth = new MappedGrowth(growth, inner.Shape.Scan, scan => selection.EndingWith(scan).FrameCount, Selected, Selected);
        Shape = inner.Shape with { Scan = selection.Shape };
        Validity = SelectedScan.ValidityOf(inner, selection);
        Info = Noting($"{Counted.Of(selection.FrameCount, "position")} of the scan of {selection.Scan}.") with
        {
            Axes = AxesAfter(inner.Info.Axes),
        };
    }

    /// <inheritdoc/>
    public override DataShape Shape { get; }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override IGrowth? Growth { get; }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    public override ITileReader OpenReader(TileRequest request) => new Reader(Inner.OpenReader(request), _selection);

    /// <inheritdoc/>
    protected override ImmutableArray<Axis> AxesAfter(ImmutableArray<Axis> axes) =>
        SelectedScan.AxesOf(Inner.Info with { Axes = axes }, Inner.Shape, _selection).Axes;

    private FrameSet Selected(FrameSet frames) =>
        FrameSet.Of(_selection.Among(frames).Runs.Select(run => new FrameRange(_selection.NumberOf(run.Start), run.Count)));

    private sealed class Reader(ITileReader inner, ScanSelection selection) : ITileReader
    {
        private IEnumerator<FrameRange>? _runs;
        private long _next;

        public void Seek(FrameRange frames)
        {
            _runs?.Dispose();
            _runs = selection.RunsOf(frames).GetEnumerator();
            _next = frames.Start;
            if (_runs.MoveNext())
                inner.Seek(_runs.Current);
        }

        public bool TryRead(out Tile tile)
        {
            while (!inner.TryRead(out tile))
            {
                if (_runs?.MoveNext() is not true)
                    return false;
                inner.Seek(_runs.Current);
            }

            tile = tile.At(_next);
            _next += tile.Frames.Count;
            return true;
        }

        public void Dispose()
        {
            _runs?.Dispose();
            inner.Dispose();
        }
    }
}
