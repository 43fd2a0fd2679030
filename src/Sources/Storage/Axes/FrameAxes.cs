using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Axes of scans of frames as instruments tell them: a step for each, or nothing.</summary>
internal static class FrameAxes
{
    /// <summary>An axis of which nothing is known.</summary>
    public static Axis Unknown { get; } = new("");

    /// <summary>An axis with a step; unknown where the step is no positive finite number.</summary>
    public static Axis Step(double step, string unit, double offset = 0) =>
        step > 0 && double.IsFinite(step) && double.IsFinite(offset) ? new("", step, offset, unit) : Unknown;

    /// <summary>The axes of the data as they are opened, named; empty when none is calibrated.</summary>
    /// <param name="shape">Scan and detector as opened; frames have rows and columns.</param>
    /// <param name="told">The scan that the steps are of. Another one was asked for: its steps are not known.</param>
    /// <param name="scan">Steps along the axes of <paramref name="told"/>.</param>
    /// <param name="detectorRow">From row to row of the detector.</param>
    /// <param name="detectorColumn">From column to column.</param>
    public static ImmutableArray<Axis> Of(
        DataShape shape, Extent? told, IReadOnlyList<Axis> scan, Axis detectorRow, Axis detectorColumn)
    {
        var rank = shape.Scan.Rank;
        var steps = shape.Scan == told && scan.Count == rank ? scan : [.. Enumerable.Repeat(Unknown, rank)];
        ImmutableArray<Axis> axes =
        [
            .. steps.Select((axis, i) => axis with { Name = ScanName(rank, rank - i, axis.Name) }),
            detectorRow with { Name = "detector row" },
            detectorColumn with { Name = "detector column" },
        ];
        return axes.Any(static axis => axis.IsCalibrated) ? axes : [];
    }

    private static string ScanName(int rank, int fromEnd, string name) => (rank, fromEnd) switch
    {
        (>= 2, 1) => "scan column",
        (>= 2, 2) => "scan row",
        _ => name.Length > 0 ? name : "scan",
    };
}
