using System.Collections.Immutable;
using System.Numerics;
using Ronchi.Analyses.Masks;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Radial;

/// <summary>Fourier coefficients of each frame along the angle, ring by ring: how many-fold symmetric it is, and how it is turned.</summary>
/// <remarks>
/// cₖ = Σ ring · x · exp(i·k·φ) with φ = atan2(row − centre, column − centre), for k from 0; rings have edges of one pixel that overlap so that they add to 1
/// (<see cref="MaskShapes.RadialBins"/>). Results with the scan's axes: <c>raw</c>, c64 [rings, orders]; <c>absolute</c>, |c₀| and |cₖ|∕max(1, |c₀|), and <c>phase</c> = arg cₖ, both f32
/// [rings, orders]; <c>dominant</c>, i32 [rings], the order k ≥ 1 with the largest absolute, 0 where that is below a fifth of the largest in the scan; a ring that is not finite has none, 0.
/// Products are added as <see cref="ApplyMasks"/> adds them. Masked pixels and "no data" values weigh nothing. LiberTEM's radial Fourier analysis computes the same coefficients.
/// </remarks>
public sealed class RadialFourier : Udf, ITileUdf
{
    private const double Threshold = 0.2;
    private readonly ApplyMasks _masks;
    private readonly int _rings;
    private readonly int _orders;

    /// <summary>Creates the UDF.</summary>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="center">Row and column of the centre in pixels.</param>
    /// <param name="outerRadius">Outer radius in pixels; null: at the furthest pixel.</param>
    /// <param name="innerRadius">Inner radius in pixels.</param>
    /// <param name="rings">Number of rings.</param>
    /// <param name="maxOrder">Highest order.</param>
    /// <exception cref="ArgumentException">There would be no ring, no order, or more than memory should hold; or the detector has other axes.</exception>
    public RadialFourier(Extent detector, (double Row, double Column) center, double? outerRadius = null, double innerRadius = 0, int rings = 1, int maxOrder = 24)
    {
        if (detector.Rank != 2)
            throw new ArgumentException($"Rings need frames of rows and columns; these have {detector}.", nameof(detector));
        if (maxOrder < 0 || rings < 1 || 2L * rings * (maxOrder + 1) * detector.Count > 1 << 29)
            throw new ArgumentException($"{rings} rings of orders up to {maxOrder} cannot be on frames of {detector}.", nameof(maxOrder));
        if (!double.IsFinite(center.Row) || !double.IsFinite(center.Column))
            throw new ArgumentException($"The centre cannot be {center.Row},{center.Column}.", nameof(center));
        var shapes = new Lazy<float[][]>(() => MaskShapes.RadialBins(detector, center.Row, center.Column, outerRadius, innerRadius, rings));
        var angles = new Lazy<float[]>(() => MaskShapes.PolarMap(detector, center.Row, center.Column).Angle);
        _ = shapes.Value;
        _rings = rings;
        _orders = maxOrder + 1;
        _masks = new(MaskStack.OfComplex([.. Enumerable.Range(0, _rings * _orders).Select(mask => new Func<Complex[]>(() => Mask(shapes.Value[mask / _orders], angles.Value, mask % _orders)))]));
    }

    /// <inheritdoc/>
    public override string Name => "radial-fourier";

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _masks.Forms;

    /// <inheritdoc/>
    public override TilePreference Tiles => _masks.Tiles;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        var sums = _masks.Declare(data);
        var each = new Extent(_rings, _orders);
        ImmutableArray<string> axes = ["ring", "order"];
        return
        [
            .. sums.Where(static buffer => buffer.Use != BufferUse.ResultOnly),
            new("raw", ResultKind.Scan, ElementType.C64, each, Use: BufferUse.ResultOnly) { Unit = data.ValueUnit, ExtraNames = axes },
            new("absolute", ResultKind.Scan, ElementType.F32, each, Use: BufferUse.ResultOnly) { Unit = $"{data.ValueUnit} in order 0, others relative to it", ExtraNames = axes },
            new("phase", ResultKind.Scan, ElementType.F32, each, Use: BufferUse.ResultOnly) { Unit = ResultUnit.Radians, ExtraNames = axes },
            new("dominant", ResultKind.Scan, ElementType.I32, new Extent(_rings), Use: BufferUse.ResultOnly) { ExtraNames = ["ring"] },
        ];
    }

    /// <inheritdoc/>
    public override object? CreateTaskData(DataDescription data, TileForm form) => _masks.CreateTaskData(data, form);

    /// <inheritdoc/>
    public void ProcessTile(in Tile tile, UdfTask task) => _masks.ProcessTile(tile, task);

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var raw = (Complex64[])_masks.GetResults(merged)[0].Values;
        float[] absolute = new float[raw.Length], phase = new float[raw.Length];
        for (var i = 0; i < raw.Length; i++)
        {
            var order = i % _orders;
            var norm = order == 0 ? 1 : Math.Max(1, Magnitude(raw[i - order]));
            absolute[i] = (float)(Magnitude(raw[i]) / norm);
            phase[i] = float.IsFinite(absolute[i]) ? (float)Math.Atan2(raw[i].Imaginary, raw[i].Real) : float.NaN;
        }

        var scan = merged.Data.Shape.Scan;
        var each = scan.Append(new Extent(_rings, _orders));
        return
        [
            new("raw", ResultKind.Scan, ElementType.C64, each, raw),
            new("absolute", ResultKind.Scan, ElementType.F32, each, absolute),
            new("phase", ResultKind.Scan, ElementType.F32, each, phase),
            new("dominant", ResultKind.Scan, ElementType.I32, scan.Append(new Extent(_rings)), Dominant(absolute)),
        ];
    }

    private static double Magnitude(Complex64 value) => Math.Sqrt(((double)value.Real * value.Real) + ((double)value.Imaginary * value.Imaginary));

    private static Complex[] Mask(float[] ring, float[] angles, int order)
    {
        var mask = new Complex[ring.Length];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = ring[i] == 0 ? Complex.Zero : ring[i] * Complex.Exp(new Complex(0, order * (double)angles[i]));
        return mask;
    }

    private int[] Dominant(float[] absolute)
    {
        var dominant = new int[absolute.Length / _orders];
        var heights = new float[dominant.Length];
        var largest = new float[_rings];
        for (var i = 0; i < dominant.Length; i++)
        {
            for (var order = 1; order < _orders; order++)
            {
                if (float.IsFinite(absolute[(i * _orders) + order]) && absolute[(i * _orders) + order] > heights[i])
                    (heights[i], dominant[i]) = (absolute[(i * _orders) + order], order);
            }

            largest[i % _rings] = Math.Max(largest[i % _rings], heights[i]);
        }

        for (var i = 0; i < dominant.Length; i++)
        {
            if (heights[i] < Threshold * largest[i % _rings])
                dominant[i] = 0;
        }

        return dominant;
    }
}
