using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Deflection;

/// <summary>Centre of mass of each frame, and the field that its shifts show.</summary>
/// <remarks>
/// In a thin object the centre of mass of the pattern moves in proportion to the gradient of the projected potential
/// (Dekkers, de Lang, Optik 41 (1974) 452; Müller et al., Nat. Commun. 5 (2014) 5653). Results, in f32, or f64 where f32 does not hold
/// the data (<see cref="Promotion.ForResults"/>), and in detector pixels, vectors with a last axis (row, column): <c>raw_com</c>;
/// <c>raw_shifts</c> = raw_com − centre; <c>field</c> =
/// R · F · (raw_shifts − regression) with flip F and rotation R, see <see cref="CenterOfMassSettings"/>; <c>field_y</c> and
/// <c>field_x</c>, its row and column component; <c>magnitude</c>; <c>divergence</c> = ∂field_y∕∂row + ∂field_x∕∂column;
/// <c>curl</c> = ∂field_y∕∂column − ∂field_x∕∂row, by central differences, one-sided at the border; <c>regression</c>, 3 × 2.
/// An empty frame has the shift 0. Positions that were not visited, and frames with a value that is not finite in the region, are NaN, and
/// so are derivatives there and beside them; the regression leaves them out. All is computed in f64 and rounded once.
/// Integers are summed exactly, on bit planes where the source has them; floats, and integers whose moments could pass 64 bits, in f64.
/// Masked pixels and "no data" values are left out, the latter are counted.
/// </remarks>
public sealed class CenterOfMass : Udf, IStackUdf
{
    /// <summary>Name of the report: "no data" values left out.</summary>
    public const string NoDataResult = "no_data_values_left_out_of_com";

    /// <summary>Number of the buffer of all centres.</summary>
    internal const int Centers = 0;

    private readonly CenterOfMassSettings _settings;

    /// <summary>Creates the UDF.</summary>
    /// <param name="settings">Region and corrections. Null: whole frames, no corrections.</param>
    /// <exception cref="ArgumentException">A radius is negative, or the inner one is not the smaller.</exception>
    public CenterOfMass(CenterOfMassSettings? settings = null)
    {
        _settings = settings ?? new();
        if (_settings.InnerRadius < 0 || _settings.Radius < 0 || !(_settings.InnerRadius < (_settings.Radius ?? double.PositiveInfinity)))
            throw new ArgumentException(
                $"The inner radius, here {_settings.InnerRadius}, must be at least 0 and smaller than the radius, here {_settings.Radius}.",
                nameof(settings));
    }

    /// <inheritdoc/>
    public override string Name => "com";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => [TileForm.Blocked, TileForm.Sparse, TileForm.BitPlanes, TileForm.Pixels];

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => Region(data);

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        FrameColors.RequirePlane(data.Shape.Detector, "A centre of mass needs");
        if (data.Shape.Scan.Rank < 2)
            throw new ArgumentException($"A centre of mass needs 2D frames over a 2D scan; these are {data.Shape}.");
        if (Region(data) is { Count: 0 })
            throw new ArgumentException(
                $"No pixel of a {data.Shape.Detector} detector lies in the region: check --center, --radius, --inner-radius and --within.");
        List<BufferDeclaration> declarations =
        [
            new("centers", ResultKind.Scan, ElementType.F64, new Extent(2), Use: BufferUse.Private),
            Image("raw_com", isVector: true),
            Image("raw_shifts", isVector: true),
            Image("field", isVector: true),
            Image("field_y"),
            Image("field_x"),
            Image("magnitude"),
            Image("divergence") with { Unit = "px/position" },
            Image("curl") with { Unit = "px/position" },
            new("regression", ResultKind.Single, TypeOf(data.ElementType), new Extent(3, 2), Use: BufferUse.ResultOnly)
            {
                Unit = "px, px/position, px/position",
                ExtraNames = ["constant, per row, per column", "row, column"],
            },
        ];
        if (data.Validity.MaximumIsNoData)
            declarations.Add(new(NoDataResult, ResultKind.Single, ElementType.U64, Use: BufferUse.Report));
        return declarations;

        BufferDeclaration Image(string name, bool isVector = false) =>
            new(name, ResultKind.Scan, TypeOf(data.ElementType), isVector ? new Extent(2) : default, Use: BufferUse.ResultOnly)
            {
                Unit = ResultUnit.Pixels,
                ExtraNames = isVector ? ["row, column"] : [],
            };
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => FrameMoments.Create(data, form, Region(data));

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        var moments = (FrameMoments)task.TaskData!;
        var (row, column) = Reference(task.Data);
        var centers = task[Centers].Span<double>(tile.Frames);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var sums = moments.Of(tile, frame);
            var (r, c) = sums.Total == 0 ? (row, column) : (sums.Row / sums.Total, sums.Column / sums.Total);
            var isFinite = double.IsFinite(sums.Total) && double.IsFinite(r) && double.IsFinite(c);
            centers[2 * frame] = isFinite ? r : double.NaN;
            centers[(2 * frame) + 1] = isFinite ? c : double.NaN;
        }

        if (task.Data.Validity.MaximumIsNoData)
            task[NoDataResult].Span<ulong>()[0] += (ulong)moments.TakeExcluded();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var field = new CenterOfMassField(_settings, Reference(merged.Data), merged.Data.Shape.Scan);
        var results = field.Compute(merged[Centers].Span<double>(), merged.MeasuredScan, TypeOf(merged.Data.ElementType));
        if (merged.Data.Validity.MaximumIsNoData)
            results.Add(ResultArray.Of(merged[NoDataResult], merged.Data.Shape));
        return results;
    }

    /// <summary>Type of shifts and fields of data of a type; they are real also where the data are complex.</summary>
    internal static ElementType TypeOf(ElementType data) =>
        Promotion.ForResults(data) is ElementType.F64 or ElementType.C128 ? ElementType.F64 : ElementType.F32;

    internal (double Row, double Column) Reference(DataDescription data) => _settings.Center ?? (_settings.LibertemRules
        ? (data.Shape.Detector[0] / 2, data.Shape.Detector[1] / 2)
        : ((data.Shape.Detector[0] - 1) / 2.0, (data.Shape.Detector[1] - 1) / 2.0));

    // Null: all pixels.
    private PixelSet? Region(DataDescription data)
    {
        var masked = data.Validity.MaskedPixels;
        var pixels = (int)data.Shape.FrameElements;
        if (_settings.Within is { } within && within.Pixels != pixels)
            throw new ArgumentException($"The region was made for {within.Pixels} pixels, but frames have {data.Shape.Detector}.");
        if (_settings.Radius is null && _settings.InnerRadius == 0)
            return (masked, _settings.Within) is (null, null)
                ? null
                : (_settings.Within ?? PixelSet.All(pixels)) is var all && masked is not null
                ? all.Except(masked)
                : all;
        var (row, column) = Reference(data);
        var columns = (int)data.Shape.Detector[1];
        double inner = _settings.InnerRadius * _settings.InnerRadius,
            outer = _settings.Radius * _settings.Radius ?? double.PositiveInfinity;
        return PixelSet.From(pixels, pixel =>
        {
            double dr = (pixel / columns) - row, dc = (pixel % columns) - column, distance = (dr * dr) + (dc * dc);
            var isOutsideHole = _settings.LibertemRules && inner > 0 ? distance > inner : distance >= inner;
            return isOutsideHole && distance <= outer && (masked is null || !masked[pixel]) && _settings.Within?[pixel] != false;
        });
    }
}
