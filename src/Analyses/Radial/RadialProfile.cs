using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Bins;

namespace Ronchi.Analyses.Radial;

/// <summary>Mean, variance and sum over the angle of each frame, ring by ring.</summary>
/// <remarks>
/// Results with the scan's axes and one for the rings: <c>mean</c> and <c>variance</c> (of the population: Σ(x − mean)²∕n) in f32, <c>sum</c> in 64 bits, exact for
/// integers; with the rings alone: <c>radius</c>, their middles in pixels, and <c>pixels</c>, how many each holds. Pixels belong to a ring whole (<see cref="RadialGeometry"/>).
/// Masked pixels lie in no ring; "no data" values are left out of theirs, and counted. A ring without pixels has mean and variance 0.
/// The variance of rings shows speckle and sharp spots that the mean does not: Treacy, Gibson, Fan, Paterson, McNulty, Rep. Prog. Phys. 68 (2005) 2899.
/// </remarks>
/// <param name="geometry">Centre and rings.</param>
public sealed class RadialProfile(RadialGeometry geometry) : Udf, IStackUdf
{
    /// <summary>Name of the report: "no data" values left out.</summary>
    public const string NoDataResult = "no_data_values_left_out_of_rings";

    private const int Mean = 0;
    private const int Variance = 1;
    private const int Sum = 2;
    private const int LeftOut = 3;

    /// <inheritdoc/>
    public override string Name => "radial";

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
            throw new ArgumentException($"Rings of complex values are not averaged; these are {data.ElementType.Name()}.");
        var rings = new Extent(geometry.Edges(data.Shape.Detector).Length - 1);
        List<BufferDeclaration> declarations =
        [
            new("mean", ResultKind.Scan, ElementType.F32, rings) { Unit = data.ValueUnit, ExtraNames = ["ring"] },
            new("variance", ResultKind.Scan, ElementType.F32, rings) { Unit = ResultUnit.Squared(data.ValueUnit), ExtraNames = ["ring"] },
            new("sum", ResultKind.Scan, RingStatistics.SumOf(data.ElementType), rings) { Unit = data.ValueUnit, ExtraNames = ["ring"] },
        ];
        if (data.Validity.MaximumIsNoData)
            declarations.Add(new(NoDataResult, ResultKind.Single, ElementType.U64, Use: BufferUse.Report));
        declarations.Add(new("radius", ResultKind.Single, ElementType.F64, rings, Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels, ExtraNames = ["ring"] });
        declarations.Add(new("pixels", ResultKind.Single, ElementType.I64, rings, Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels, ExtraNames = ["ring"] });
        return declarations;
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => new RingStatistics(Rings(data), data);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        var rings = (RingStatistics)task.TaskData!;
        rings.Compute(tile);
        Narrow(rings.Means, task.View<float>(Mean));
        Narrow(rings.Variances, task.View<float>(Variance));
        switch (task[Sum].Declaration.ElementType)
        {
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
        return
        [
            new("radius", ResultKind.Single, ElementType.F64, shape, Enumerable.Range(0, edges.Length - 1).Select(ring => (edges[ring] + edges[ring + 1]) / 2).ToArray()),
            new("pixels", ResultKind.Single, ElementType.I64, shape, Rings(merged.Data).Sizes.ToArray()),
        ];
    }

    private DetectorBins Rings(DataDescription data) => geometry.RingsOn(data.Shape.Detector, data.Validity.MaskedPixels);

    private static void Narrow(ReadOnlySpan<double> values, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = (float)values[i];
    }
}
