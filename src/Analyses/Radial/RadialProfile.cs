using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Bins;

namespace Ronchi.Analyses.Radial;

/// <summary>Mean, variance and sum over the angle of each frame, ring by ring.</summary>
/// <remarks>
/// Results with the scan's axes and one for the rings: <c>mean</c> and <c>variance</c> (of the population: Σ(x − mean)²∕n) in f32, or f64
/// where f32 does not hold the data, <c>sum</c> in 64 bits, exact for
/// integers (f64, and reported, where sums of 64-bit integers pass 64 bits); with the rings alone: <c>radius</c>, their middles in pixels,
/// and <c>pixels</c>, how many each holds. Pixels belong to a ring whole (<see cref="RadialGeometry"/>).
/// Masked pixels lie in no ring; "no data" values are left out of theirs, and counted. A ring of which no pixel was measured has neither
/// mean nor variance nor sum: they are NaN, of integers 0, and not valid (<see cref="ResultArray.OwnMask"/>). The variance of rings shows
/// speckle and sharp spots that the mean does not: Treacy, Gibson, Fan, Paterson, McNulty, Rep. Prog. Phys. 68 (2005) 2899.
/// </remarks>
/// <param name="geometry">Centre and rings.</param>
public sealed class RadialProfile(RadialGeometry geometry) : Udf, IStackUdf
{
    /// <summary>Name of the report: "no data" values left out.</summary>
    public const string NoDataResult = "no_data_values_left_out_of_rings";

    /// <summary>Name of the report: sums that pass 64 bits, for which all are given as f64.</summary>
    public const string BeyondResult = "sums_beyond_64_bits_given_as_float64";

    private const string Beyond = "sum beyond 64 bits";
    private const int Mean = 0;
    private const int Variance = 1;
    private const int Sum = 2;
    private const int LeftOut = 3;

    /// <inheritdoc/>
    public override string Name => "radial";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => [TileForm.Sparse, TileForm.Pixels];

    /// <inheritdoc/>
    /// <remarks>Sixteen frames are summed side by side.</remarks>
    public override TilePreference Tiles => new(16, TilePreference.Most);

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => RadialGeometry.Members(Rings(data));

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ElementType.IsComplex())
            throw new ArgumentException($"Radial averages need real values; these are {data.ElementType.Name()}.");
        var edges = geometry.Edges(data.Shape.Detector);
        if (RadialGeometry.Members(geometry.RingsOn(data.Shape.Detector, masked: null)).Count == 0)
            throw new ArgumentException(
                $"No pixel of {data.Shape.Detector} lies between the radii {edges[0]} and {edges[^1]} around "
                + $"{geometry.Center.Row},{geometry.Center.Column}.");
        var rings = new Extent(edges.Length - 1);
        List<BufferDeclaration> declarations =
        [
            new("mean", ResultKind.Scan, Promotion.ForResults(data.ElementType), rings) { Unit = data.ValueUnit, ExtraNames = ["ring"] },
            new("variance", ResultKind.Scan, Promotion.ForResults(data.ElementType), rings)
            {
                Unit = ResultUnit.Squared(data.ValueUnit),
                ExtraNames = ["ring"],
            },
            new("sum", ResultKind.Scan, RingStatistics.SumOf(data.ElementType), rings) { Unit = data.ValueUnit, ExtraNames = ["ring"] },
        ];
        if (data.Validity.MaximumIsNoData)
            declarations.Add(new(NoDataResult, ResultKind.Single, ElementType.U64, Use: BufferUse.Report));
        declarations.Add(new("radius", ResultKind.Single, ElementType.F64, rings, Use: BufferUse.ResultOnly)
        {
            Unit = ResultUnit.Pixels,
            ExtraNames = ["ring"],
        });
        declarations.Add(new("pixels", ResultKind.Single, ElementType.I64, rings, Use: BufferUse.ResultOnly)
        {
            Unit = ResultUnit.Pixels,
            ExtraNames = ["ring"],
        });
        if (WideIntegers.Are(data.ElementType))
        {
            declarations.Add(WideIntegers.Report(BeyondResult));
            declarations.Add(new(Beyond, ResultKind.Scan, ElementType.F64, rings, Use: BufferUse.Private));
        }

        return declarations;
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => new RingStatistics(Rings(data), data);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        var rings = (RingStatistics)task.TaskData!;
        rings.Compute(tile);
        task[Mean].SetReals(tile.Frames, rings.Means);
        task[Variance].SetReals(tile.Frames, rings.Variances);
        switch (task[Sum].Declaration.ElementType)
        {
            case not ElementType.F64 when WideIntegers.Are(task.Data.ElementType):
                var beyond = task[Beyond];
                for (var i = 0; i < rings.Totals.Length; i++)
                    WideIntegers.Put(
                        task[Sum], beyond, (tile.Frames.Start * (rings.Totals.Length / tile.Frames.Count)) + i, rings.Totals[i]);
                break;
            case ElementType.F64: rings.Sums<double>().CopyTo(task.View<double>(Sum)); break;
            case ElementType.I64: rings.Sums<long>().CopyTo(task.View<long>(Sum)); break;
            default: rings.Sums<ulong>().CopyTo(task.View<ulong>(Sum)); break;
        }

        if (task.Data.Validity.MaximumIsNoData)
            task.View<ulong>(LeftOut)[0] += (ulong)rings.LeftOut;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var edges = geometry.Edges(merged.Data.Shape.Detector);
        var shape = new Extent(edges.Length - 1);
        var sum = ResultArray.Of(merged[Sum], merged.Data.Shape);
        List<ResultArray> reports = [];
        if (WideIntegers.Are(merged.Data.ElementType))
        {
            if (WideIntegers.Widened(merged[Sum], merged[Beyond], merged.Data.Shape, out var beyond) is { } widened)
                sum = widened;
            reports.Add(WideIntegers.Reported(BeyondResult, beyond));
        }

        return
        [
            .. OfMeasuredRings(
                [ResultArray.Of(merged[Mean], merged.Data.Shape), ResultArray.Of(merged[Variance], merged.Data.Shape), sum],
                merged.MeasuredScan),
            .. reports,
            new(
                "radius",
                ResultKind.Single,
                ElementType.F64,
                shape,
                Enumerable.Range(0, edges.Length - 1).Select(ring => (edges[ring] + edges[ring + 1]) / 2).ToArray()),
            new("pixels", ResultKind.Single, ElementType.I64, shape, Rings(merged.Data).Sizes.ToArray()),
        ];
    }

    // Of nothing the mean is NaN, and the sum is 0: a value that is not finite would be in both.
    private static ResultArray[] OfMeasuredRings(ResultArray[] results, ReadOnlySpan<bool> measuredScan)
    {
        double[] means = results[Mean].ToDoubles(), sums = results[Sum].ToDoubles();
        var mask = new bool[means.Length];
        var rings = measuredScan.IsEmpty ? 1 : means.Length / measuredScan.Length;
        var lacks = false;
        for (var i = 0; i < mask.Length; i++)
        {
            var isVisited = measuredScan.IsEmpty || measuredScan[i / rings];
            mask[i] = isVisited && !(double.IsNaN(means[i]) && sums[i] == 0);
            lacks |= isVisited && !mask[i];
        }

        if (!lacks)
            return results;
        if (results[Sum].ElementType == ElementType.F64)
            results[Sum] = results[Sum] with { Values = sums.Select((value, i) => mask[i] ? value : double.NaN).ToArray() };
        return Array.ConvertAll(results, result => result.WithMask(mask, result.Shape));
    }

    private DetectorBins Rings(DataDescription data) => geometry.RingsOn(data.Shape.Detector, data.Validity.MaskedPixels);
}
