using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>
/// What a detector of four quadrants measures: the difference of opposite quadrants by the sum of all four. Quadrants are centred on the
/// directions of columns and rows.
/// </summary>
/// <remarks>
/// Differential phase contrast as N. Shibata et al., Nature Physics 8 (2012) 611, have it. Results over the scan, f32, or f64 where f32
/// does not hold the data, numbers without a unit from −1 to 1: <c>field</c> (row, column) after flip and rotation, and its
/// <c>magnitude</c>. Quadrants without counts have no signal: NaN. "No data" values are left out and counted.
/// </remarks>
public sealed class SegmentedSignal : Udf, IStackUdf
{
    private const int Right = 0, Lower = 1, Left = 2, Upper = 3;
    private static readonly string[] Names = ["right", "lower", "left", "upper"];

    private readonly VirtualImage _quadrants;
    private readonly double _rotation;
    private readonly bool _isFlipped;

    /// <summary>Creates the UDF.</summary>
    /// <param name="row">Row of the centre in pixels.</param>
    /// <param name="column">Column of the centre in pixels.</param>
    /// <param name="innerRadius">Where the quadrants begin, in pixels.</param>
    /// <param name="outerRadius">Where they end, in pixels.</param>
    /// <param name="detector">Rows and columns of the detector.</param>
    /// <param name="scanRotation">Degrees by which directions are turned, clockwise on screen, to point along the scan's axes.</param>
    /// <param name="flipY">Whether the detector's rows run against the scan's: before the rotation.</param>
    /// <exception cref="ArgumentException">The radii make no ring, or a quadrant holds no pixel.</exception>
    public SegmentedSignal(
        double row, double column, double innerRadius, double outerRadius, Extent detector, double scanRotation = 0, bool flipY = false)
    {
        FrameColors.RequirePlane(detector, "Quadrants need");
        (_rotation, _isFlipped) = (scanRotation, flipY);
        _quadrants = new(Names.Select(
            (name, quadrant) => VirtualDetector.Sector(row, column, innerRadius, outerRadius, (quadrant * 90) - 45, (quadrant * 90) + 45)
                .Named(name)
                .On(detector)));
    }

    /// <inheritdoc/>
    public override string Name => "dpc";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _quadrants.Forms;

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => _quadrants.Support(data);

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return
        [
            .. _quadrants.Declare(data)
                .Select(static buffer => buffer.Use == BufferUse.Result ? buffer with { Use = BufferUse.Private } : buffer),
            new("field", ResultKind.Scan, CenterOfMass.TypeOf(data.ElementType), new Extent(2), Use: BufferUse.ResultOnly)
            {
                ExtraNames = ["row, column"],
            },
            new("magnitude", ResultKind.Scan, CenterOfMass.TypeOf(data.ElementType), Use: BufferUse.ResultOnly),
        ];
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => _quadrants.CreateTaskData(data, form);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => _quadrants.ProcessStack(tile, task);

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var widened = _quadrants.GetResults(merged);
        double[][] sums = [.. Names.Select(name => (widened.FirstOrDefault(result => result.Name == name)
            ?? ResultArray.Of(merged[name], merged.Data.Shape)).ToDoubles())];
        var (scan, type) = (merged.Data.Shape.Scan, CenterOfMass.TypeOf(merged.Data.ElementType));
        double[] field = new double[2 * scan.Count], magnitude = new double[scan.Count];
        var (sine, cosine) = Math.SinCos(_rotation * Math.PI / 180);
        for (var position = 0; position < magnitude.Length; position++)
        {
            var total = sums[Right][position] + sums[Lower][position] + sums[Left][position] + sums[Upper][position];
            var (towardsRows, towardsColumns) = total > 0
                ? ((sums[Lower][position] - sums[Upper][position]) / total, (sums[Right][position] - sums[Left][position]) / total)
                : (double.NaN, double.NaN);
            var row = _isFlipped ? -towardsRows : towardsRows;
            field[2 * position] = (cosine * row) + (sine * towardsColumns);
            field[(2 * position) + 1] = (cosine * towardsColumns) - (sine * row);
            magnitude[position] = Math.Sqrt((towardsRows * towardsRows) + (towardsColumns * towardsColumns));
        }

        return
        [
            .. widened.Where(static result => result.Use == BufferUse.Report),
            ResultArray.OfReals("field", ResultKind.Scan, type, scan.Append(new Extent(2)), field),
            ResultArray.OfReals("magnitude", ResultKind.Scan, type, scan, magnitude),
        ];
    }
}
