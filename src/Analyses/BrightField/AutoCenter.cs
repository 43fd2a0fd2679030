using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.BrightField;

/// <summary>Centre and radius of the bright-field disk in the sum of all frames.</summary>
/// <remarks>
/// Results, f64, in pixels: <c>center</c> (row, column) and <c>radius</c> by <see cref="BrightFieldSearch"/>;
/// <c>threshold_center</c> and <c>threshold_radius</c> by <see cref="BrightFieldDisk.ByThreshold"/>, for comparison.
/// </remarks>
public sealed class AutoCenter : Udf, IStackUdf
{
    private readonly Sum _sum = new();

    /// <inheritdoc/>
    public override string Name => "auto-center";

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _sum.Forms;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        if (data.Shape.Detector.Rank != 2)
            throw new ArgumentException($"A bright-field disk needs frames of rows and columns; these have {data.Shape.Detector}.");
        return
        [
            .. _sum.Declare(data).Select(static buffer => buffer.Use == BufferUse.Result ? buffer with { Use = BufferUse.Private } : buffer),
            new("center", ResultKind.Single, ElementType.F64, new Extent(2), Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels, ExtraNames = ["row, column"] },
            new("radius", ResultKind.Single, ElementType.F64, Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels },
            new("threshold_center", ResultKind.Single, ElementType.F64, new Extent(2), Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels, ExtraNames = ["row, column"] },
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
        var pattern = ResultArray.Of(merged[0], merged.Data.Shape).ToDoubles();
        var detector = merged.Data.Shape.Detector;
        var masked = merged.Data.Validity.MaskedPixels;
        if (pattern.Length > 0 && Array.TrueForAll(pattern, static value => !double.IsFinite(value)))
            throw new ArgumentException("No pixel has a finite sum over the frames, so that no bright-field disk can be found: --nan ignore leaves values that are not finite out.");
        if (Array.Exists(pattern, static value => !double.IsFinite(value)))
            masked = PixelSet.From(pattern.Length, pixel => !double.IsFinite(pattern[pixel]) || merged.Data.Validity.MaskedPixels?[pixel] == true);
        var byThreshold = BrightFieldDisk.ByThreshold(pattern, detector, masked);
        var disk = pattern.AsSpan().ContainsAnyExcept(0.0) ? BrightFieldSearch.Find(pattern, detector, masked) : byThreshold;
        List<ResultArray> results = [];
        if (merged.Data.Validity.MaximumIsNoData)
            results.Add(ResultArray.Of(merged[1], merged.Data.Shape));
        results.Add(Position("center", disk));
        results.Add(Length("radius", disk));
        results.Add(Position("threshold_center", byThreshold));
        results.Add(Length("threshold_radius", byThreshold));
        return results;
    }

    private static ResultArray Position(string name, BrightFieldDisk disk) =>
        new(name, ResultKind.Single, ElementType.F64, new Extent(2), new[] { disk.Row, disk.Column });

    private static ResultArray Length(string name, BrightFieldDisk disk) =>
        new(name, ResultKind.Single, ElementType.F64, default, new[] { disk.Radius });
}
