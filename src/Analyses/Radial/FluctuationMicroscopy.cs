using Ronchi.Analyses.Masks;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Bins;

namespace Ronchi.Analyses.Radial;

/// <summary>
/// Standard deviation of the pixels in a ring of each frame: where the pattern has speckle or spots, the specimen has order over a
/// nanometre or two.
/// </summary>
/// <remarks>
/// The result <c>intensity</c> is √(Σ(x − mean)²∕n) over the ring, f32, or f64 where f32 does not hold the data. Sums of u8 and u16 are
/// exact until the root. Masked pixels and
/// "no data" values are left out; a frame with nothing else in the ring is NaN.
/// Fluctuation electron microscopy: Treacy, Gibson, Acta Cryst. A52 (1996) 212; Gibson, Treacy, Voyles, Ultramicroscopy 83 (2000) 169.
/// </remarks>
/// <param name="row">Row of the centre in pixels.</param>
/// <param name="column">Column of the centre in pixels.</param>
/// <param name="innerRadius">Inner radius in pixels.</param>
/// <param name="outerRadius">Outer radius in pixels.</param>
/// <param name="libertemRules">Whether pixels exactly at the inner radius are outside, as LiberTEM has it; else both edges belong to the
/// ring.</param>
public sealed class FluctuationMicroscopy(double row, double column, double innerRadius, double outerRadius, bool libertemRules = false)
    : Udf, IStackUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "intensity";

    /// <summary>Name of the report: "no data" values left out.</summary>
    public const string NoDataResult = "no_data_values_left_out_of_ring";

    /// <inheritdoc/>
    public override string Name => "fem";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => [TileForm.Sparse, TileForm.Pixels];

    /// <inheritdoc/>
    /// <remarks>Sixteen frames are summed side by side.</remarks>
    public override TilePreference Tiles => new(16, TilePreference.Most);

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => RadialGeometry.Members(Ring(data));

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ElementType.IsComplex())
            throw new ArgumentException($"Fluctuations of complex values are not computed; these are {data.ElementType.Name()}.");
        if (Ring(data).Sizes[0] == 0)
            throw new ArgumentException(
                $"No pixel of {data.Shape.Detector} lies between the radii {innerRadius} and {outerRadius} around {row},{column}.");
        List<BufferDeclaration> declarations = [new(Result, ResultKind.Scan, Promotion.ForResults(data.ElementType))
        {
            Unit = data.ValueUnit,
        }];
        if (data.Validity.MaximumIsNoData)
            declarations.Add(new(NoDataResult, ResultKind.Single, ElementType.U64, Use: BufferUse.Report));
        return declarations;
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => new RingStatistics(Ring(data), data);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        var ring = (RingStatistics)task.TaskData!;
        ring.Compute(tile);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
            task[0].SetReals(new(tile.Frames.Start + frame, 1), [Math.Sqrt(ring.Variances[frame])]);
        if (task.Data.Validity.MaximumIsNoData)
            task.View<ulong>(1)[0] += (ulong)ring.LeftOut;
    }

    private DetectorBins Ring(DataDescription data)
    {
        var detector = data.Shape.Detector;
        FrameColors.RequirePlane(detector, "A ring needs");
        if (!(innerRadius >= 0) || !(outerRadius > innerRadius))
            throw new ArgumentException(
                $"No ring fits between the radii {innerRadius} and {outerRadius}: the inner must be at "
                + "least 0 and smaller than the outer.");
        var mask = libertemRules ? MaskShapes.Ring(detector, row, column, outerRadius, innerRadius) : null;
        var masked = data.Validity.MaskedPixels;
        var columns = (int)detector[1];
        var members = new int[detector.Count];
        for (var pixel = 0; pixel < members.Length; pixel++)
        {
            var (dr, dc) = ((pixel / columns) - row, (pixel % columns) - column);
            var squared = (dr * dr) + (dc * dc);
            var isInside = mask is not null
                ? mask[pixel] != 0
                : squared >= innerRadius * innerRadius && squared <= outerRadius * outerRadius;
            members[pixel] = isInside && masked?[pixel] != true ? 0 : -1;
        }

        return new(members, 1);
    }
}
