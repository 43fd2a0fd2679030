using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.BrightField;

/// <summary>Centre and radius of the bright-field disk in the sum of all frames.</summary>
/// <remarks>
/// Results, f64, in pixels: <c>center</c> (row, column) and <c>radius</c> by <see cref="BrightFieldSearch"/>; <c>quality</c>, the contrast
/// of its edge from 0 to 1 (<see cref="BrightFieldDisk.Quality"/>);
/// <c>threshold_center</c> and <c>threshold_radius</c> by <see cref="BrightFieldDisk.ByThreshold"/>, for comparison.
/// Where there is no disk, a complete run ends with an <see cref="ArgumentException"/> that says why; results of a part of the frames are
/// NaN.
/// </remarks>
public sealed class AutoCenter : Udf, IStackUdf
{
    private readonly Sum _sum = new();

    /// <inheritdoc/>
    public override string Name => "auto-center";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _sum.Forms;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        FrameColors.RequirePlane(data.Shape.Detector, "A bright-field disk needs");
        return
        [
            .. Sum.Buffers(_sum.Declare(data)),
            new("center", ResultKind.Single, ElementType.F64, new Extent(2), Use: BufferUse.ResultOnly)
            {
                Unit = ResultUnit.Pixels,
                ExtraNames = ["row, column"],
            },
            new("radius", ResultKind.Single, ElementType.F64, Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels },
            new("quality", ResultKind.Single, ElementType.F64, Use: BufferUse.ResultOnly),
            new("threshold_center", ResultKind.Single, ElementType.F64, new Extent(2), Use: BufferUse.ResultOnly)
            {
                Unit = ResultUnit.Pixels,
                ExtraNames = ["row, column"],
            },
            new("threshold_radius", ResultKind.Single, ElementType.F64, Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels },
        ];
    }

    /// <inheritdoc/>
    public override object? CreateTaskData(DataDescription data, TileForm form) => _sum.CreateTaskData(data, form);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => _sum.ProcessStack(tile, task);

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var pattern = Sum.SumsOf(merged);
        var detector = merged.Data.Shape.Detector;
        var masked = merged.Data.Validity.MaskedPixels;
        if (pattern.Length > 0 && Array.TrueForAll(pattern, static value => !double.IsFinite(value)))
            throw new ArgumentException(
                "No pixel has a finite sum over the frames, so no bright-field disk can be found: --nan ignore "
                + "leaves out values that are not finite.");
        if (Array.Exists(pattern, static value => !double.IsFinite(value)))
            masked = PixelSet.From(
                pattern.Length, pixel => !double.IsFinite(pattern[pixel]) || merged.Data.Validity.MaskedPixels?[pixel] == true);
        var byThreshold = BrightFieldDisk.ByThreshold(pattern, detector, masked);
        if (BrightFieldSearch.TryFind(pattern, detector, masked, out var reason) is not { } disk)
        {
            if (IsComplete(merged))
                throw new ArgumentException(BrightFieldSearch.NoDisk(reason));
            disk = byThreshold = new(double.NaN, double.NaN, double.NaN) { Quality = double.NaN };
        }

        List<ResultArray> results = [];
        if (merged.Data.Validity.MaximumIsNoData)
            results.Add(ResultArray.Of(merged[Sum.NoDataResult], merged.Data.Shape));
        results.Add(Position("center", disk));
        results.Add(Length("radius", disk.Radius));
        results.Add(Length("quality", disk.Quality));
        results.Add(Position("threshold_center", byThreshold));
        results.Add(Length("threshold_radius", byThreshold.Radius));
        return results;
    }

    private static ResultArray Position(string name, BrightFieldDisk disk) =>
        new(name, ResultKind.Single, ElementType.F64, new Extent(2), new[] { disk.Row, disk.Column });

    private static ResultArray Length(string name, double value) =>
        new(name, ResultKind.Single, ElementType.F64, default, new[] { value });

    // Whether all frames went in that were selected and are there, and there are any.
    private static bool IsComplete(UdfTask merged)
    {
        var valid = merged.ValidScan;
        if (valid.IsEmpty || merged.Roi.FrameCount == 0)
            return merged.Roi.FrameCount > 0;
        foreach (var run in merged.Roi.Runs)
        {
            for (var position = run.Start; position < run.End; position++)
            {
                if (!valid[(int)position] && merged.Data.Validity.IsRecorded(position))
                    return false;
            }
        }

        return true;
    }
}
