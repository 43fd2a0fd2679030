using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>A part of a scan as a scan of its own: its axes, and which of its positions were recorded.</summary>
public static class SelectedScan
{
    /// <summary>What is no measurement, in the numbers of the selected positions.</summary>
    public static Validity ValidityOf(IFrameSource source, ScanSelection selection)
    {
        var runs = selection.Recorded(source.Validity).Runs.Select(run => new FrameRange(selection.NumberOf(run.Start), run.Count));
        return source.Validity.WithRecorded(runs, selection.FrameCount);
    }

    /// <summary>The axes of the selected positions and of frames.</summary>
    /// <returns>The axes, and whether the positions form a grid along the scan's axes; if not, they are one axis without a unit.</returns>
    public static (ImmutableArray<Axis> Axes, bool IsGrid) AxesOf(SourceInfo info, DataShape shape, ScanSelection selection)
    {
        var rank = shape.Scan.Rank;
        if (info.Axes.Length != shape.Full.Rank)
            return ([], true);
        if (selection.FrameCount == shape.FrameCount && selection.Shape == shape.Scan)
            return (info.Axes, true);
        if (Grid(shape.Scan, selection) is not { } grid)
            return ([new Axis("position"), .. info.Axes[rank..]], false);
        return (
            [.. info.Axes.Select((axis, i) => i < rank && (axis.IsCalibrated || axis.Values is not null)
                ? axis.Part(grid[i].First, selection.Shape[i], grid[i].Step)
                : axis)],
            true);
    }

    // First index and step along each axis, when the positions are all of a grid.
    private static (long First, long Step)[]? Grid(Extent scan, ScanSelection selection)
    {
        if (selection.Shape.Rank != scan.Rank || selection.FrameCount == 0)
            return null;
        var (first, last) = (scan.PositionOf(selection.Runs[0].Start), scan.PositionOf(selection.Runs[^1].End - 1));
        var grid = new (long First, long Step)[scan.Rank];
        for (var axis = 0; axis < scan.Rank; axis++)
        {
            var steps = Math.Max(selection.Shape[axis] - 1, 1);
            if ((last[axis] - first[axis]) % steps != 0)
                return null;
            grid[axis] = (first[axis], Math.Max((last[axis] - first[axis]) / steps, 1));
        }

        var number = 0L;
        foreach (var run in selection.Runs)
        {
            for (var position = run.Start; position < run.End; position++, number++)
            {
                var inGrid = selection.Shape.PositionOf(number);
                var inScan = scan.PositionOf(position);
                for (var axis = 0; axis < scan.Rank; axis++)
                {
                    if (grid[axis].First + (inGrid[axis] * grid[axis].Step) != inScan[axis])
                        return null;
                }
            }
        }

        return grid;
    }
}
