using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What a UDF may know of the data before it sees a frame.</summary>
/// <param name="Shape">Scan and detector axes.</param>
/// <param name="ElementType">Type of the values that it will see.</param>
/// <param name="Validity">Pixels and frames that hold no measurement.</param>
public sealed record DataDescription(DataShape Shape, ElementType ElementType, Validity Validity)
{
    /// <summary>One calibrated axis for each axis of the shape, scan first; empty when nothing is known.</summary>
    public ImmutableArray<Axis> Axes { get; init; } = [];

    /// <summary>The scan positions that a run visits: those selected that were recorded. Null: outside a run.</summary>
    public ScanSelection? Roi { get; init; }

    /// <summary>Acceleration voltage in kV; null: the data do not say.</summary>
    public double? Kilovolts { get; init; }

    /// <summary>Unit of the values: what the data say, else <c>counts</c> for whole numbers and <c>arb. units</c> for others.</summary>
    [AllowNull]
    public string ValueUnit
    {
        get => field ?? ResultUnit.Of(ElementType);
        init;
    }

    /// <summary>Describes a source.</summary>
    public static DataDescription Of(IFrameSource source) =>
        new(source.Shape, source.ElementType, source.Validity)
        {
            Axes = source.Info.Axes,
            Kilovolts = source.Info.Kilovolts,
            ValueUnit = source.Info.ValueUnit,
        };

    /// <summary>Describes a source as results over it have it: where there was room for more positions than came, the scan ends with the
    /// last.</summary>
    public static DataDescription OfResults(IFrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var data = Of(source);
        return source.Growth is { } growth ? data with { Shape = data.Shape with { Scan = growth.Now.ScanOf(data.Shape.Scan) } } : data;
    }

    /// <summary>Describes a source as a run over some of its positions sees it.</summary>
    /// <param name="source">The source.</param>
    /// <param name="selection">The positions that were selected.</param>
    public static DataDescription Of(IFrameSource source, ScanSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return Of(source) with
        {
            Roi = source.Growth is { Now.End: null } growth
                ? selection.Among(FrameSet.First(selection.Scan.Count).Except(growth.Now.Lost))
                : selection.Recorded(source.Validity),
        };
    }

    /// <summary>A detector axis with its calibration; null: nothing is known of it, or there is none.</summary>
    /// <param name="number">0: the detector's first axis.</param>
    public Axis? DetectorAxis(int number) => AxisOf(Shape.Scan.Rank + number, number, Shape.Detector.Rank);

    /// <summary>A scan axis with its calibration; null: nothing is known of it, or there is none.</summary>
    /// <param name="number">0: the slowest axis.</param>
    public Axis? ScanAxis(int number) => AxisOf(number, number, Shape.Scan.Rank);

    private Axis? AxisOf(int index, int number, int rank) =>
        number >= 0 && number < rank && Axes.Length == Shape.Full.Rank ? Axes[index] : null;
}
