using System.Collections.Immutable;
using System.Numerics;
using Ronchi.Analyses.Masks;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Radial;

/// <summary>
/// Fourier coefficients of each frame along the angle, ring by ring: how many-fold symmetric it is, and how it is turned.
/// </summary>
/// <remarks>
/// cₖ = Σ ring · x · exp(i·k·φ) with φ = atan2(row − centre, column − centre), for k from 0; rings have edges of one pixel that overlap so
/// that they add to 1
/// (<see cref="MaskShapes.RadialBins"/>). Results with the scan's axes: <c>raw</c>, c64 [rings, orders]; <c>absolute</c>, |c₀| and
/// |cₖ|∕max(1, |c₀|), and <c>phase</c> = arg cₖ, both f32
/// [rings, orders] (c128 and f64 where f32 does not hold the data); <c>dominant</c>, i32 [rings], the order k ≥ 1 with the largest |cₖ|, 0
/// where that is below a fifth of the largest of its ring in the scan. A ring without pixels has no coefficients: they are NaN, and its
/// dominant order is −1 and not valid (<see cref="ResultArray.OwnMask"/>), as that of a ring that is not finite. Products are added as
/// <see cref="ApplyMasks"/> adds them. Masked pixels and "no data" values weigh nothing. LiberTEM's radial Fourier analysis computes the
/// same.
/// </remarks>
public sealed class RadialFourier : Udf, ITileUdf
{
    private const double Threshold = 0.2;
    private const long MostWeights = 1 << 29;
    private readonly ApplyMasks _masks;
    private readonly Lazy<double[][]> _shapes;
    private readonly bool _libertemRules;
    private readonly int _rings;
    private readonly int _orders;

    /// <summary>Creates the UDF.</summary>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="center">Row and column of the centre in pixels.</param>
    /// <param name="outerRadius">Outer radius in pixels; null: at the furthest pixel.</param>
    /// <param name="innerRadius">Inner radius in pixels.</param>
    /// <param name="rings">Number of rings.</param>
    /// <param name="maxOrder">Highest order.</param>
    /// <param name="libertemRules">Whether the coefficients of a ring without pixels are 0, as LiberTEM has them, instead of NaN.</param>
    /// <exception cref="ArgumentException">There would be no ring, no order, or more than memory should hold; or the detector has other
    /// axes.</exception>
    public RadialFourier(
        Extent detector, (double Row, double Column) center, double? outerRadius = null,
        double innerRadius = 0, int rings = 1, int maxOrder = 24, bool libertemRules = false)
    {
        FrameColors.RequirePlane(detector, "Rings need");
        if (maxOrder < 0 || rings < 1 || rings > detector.Count)
            throw new ArgumentException(
                $"{rings} rings of orders up to {maxOrder} are not possible: choose 1 to {detector.Count} rings, at "
                + "most one per pixel, and orders from 0.",
                nameof(maxOrder));
        if (2L * rings * (maxOrder + 1L) * detector.Count > MostWeights)
            throw new ArgumentException(
                $"{rings} rings of orders up to {maxOrder} on frames of {detector} need too much memory: rings × (orders + 1) may be at "
                + $"most {MostWeights / 2 / detector.Count}.",
                nameof(maxOrder));
        if (!double.IsFinite(center.Row) || !double.IsFinite(center.Column))
            throw new ArgumentException($"The centre must be finite, not {center.Row},{center.Column}.", nameof(center));
        var shapes = _shapes = new(
            () => MaskShapes.RadialBinsInDoubles(detector, center.Row, center.Column, outerRadius, innerRadius, rings));
        // A ring of n pixels has no more than n coefficients that tell anything of it.
        var pixels = shapes.Value.Max(static ring => ring.Count(static weight => weight != 0));
        if (pixels == 0 && !libertemRules)
            throw new ArgumentException(
                $"No pixel of {detector} lies in a ring around {center.Row},{center.Column}, from radius {innerRadius}: check "
                + "--center, --inner-radius and --outer-radius.",
                nameof(innerRadius));
        if (maxOrder > pixels && !libertemRules)
            throw new ArgumentException(
                $"Orders up to {maxOrder} are more than a ring of {Counted.Of(pixels, "pixel")} can have: "
                + $"choose at most {pixels} (--max-order).",
                nameof(maxOrder));
        _libertemRules = libertemRules;
        var columns = (int)detector[1];
        _rings = rings;
        _orders = maxOrder + 1;
        _masks = new(MaskStack.OfComplex([.. Enumerable.Range(0, _rings * _orders)
            .Select(mask => new Func<Complex[]>(() => Mask(shapes.Value[mask / _orders], columns, center, mask % _orders)))]));
    }

    /// <inheritdoc/>
    public override string Name => "radial-fourier";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _masks.Forms;

    /// <inheritdoc/>
    public override TilePreference Tiles => _masks.Tiles;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        var sums = _masks.Declare(data);
        var real = Promotion.ForResults(data.ElementType);
        var each = new Extent(_rings, _orders);
        ImmutableArray<string> axes = ["ring", "order"];
        ImmutableArray<PixelSet> pixels = _libertemRules
            ? []
            : [.. _shapes.Value.Select(static ring => PixelSet.From(ring.Length, pixel => ring[pixel] != 0))];
        return
        [
            .. sums.Where(static buffer => buffer.Use != BufferUse.ResultOnly),
            new(
                "raw",
                ResultKind.Scan,
                sums.First(static buffer => buffer.Name == ApplyMasks.Result).ElementType,
                each,
                Use: BufferUse.ResultOnly)
            {
                Unit = data.ValueUnit,
                ExtraNames = axes,
                EntrySupports = pixels,
            },
            new("absolute", ResultKind.Scan, real, each, Use: BufferUse.ResultOnly)
            {
                Unit = $"{data.ValueUnit} in order 0, others relative to it",
                ExtraNames = axes,
                EntrySupports = pixels,
            },
            new("phase", ResultKind.Scan, real, each, Use: BufferUse.ResultOnly)
            {
                Unit = ResultUnit.Radians,
                ExtraNames = axes,
                EntrySupports = pixels,
            },
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
        var raw = _masks.GetResults(merged)[0];
        var coefficients = raw.Values is Complex64[] singles
            ? Array.ConvertAll(singles, static value => (Complex)value)
            : (Complex[])raw.Values;
        var isEmpty = WithoutMeasurement(merged, coefficients.Length / _orders);
        double[] absolute = new double[coefficients.Length], phase = new double[coefficients.Length];
        for (var i = 0; i < coefficients.Length; i++)
        {
            if (isEmpty[i / _orders])
            {
                (absolute[i], phase[i]) = (double.NaN, double.NaN);
                Blank(raw.Values, i);
                continue;
            }

            var order = i % _orders;
            absolute[i] = coefficients[i].Magnitude / (order == 0 ? 1 : Math.Max(1, coefficients[i - order].Magnitude));
            phase[i] = double.IsFinite(absolute[i]) ? coefficients[i].Phase : double.NaN;
        }

        var scan = merged.Data.Shape.Scan;
        var each = scan.Append(new Extent(_rings, _orders));
        var type = Promotion.ForResults(merged.Data.ElementType);
        return
        [
            raw with { Name = "raw", Shape = each },
            ResultArray.OfReals("absolute", ResultKind.Scan, type, each, absolute),
            ResultArray.OfReals("phase", ResultKind.Scan, type, each, phase),
            DominantOrders(merged, coefficients, isEmpty),
        ];
    }

    // −1 where there is none to name, and not valid.
    private ResultArray DominantOrders(UdfTask merged, Complex[] coefficients, bool[] isEmpty)
    {
        var shape = merged.Data.Shape.Scan.Append(new Extent(_rings));
        var dominant = Dominant(coefficients, isEmpty);
        var result = new ResultArray("dominant", ResultKind.Scan, ElementType.I32, shape, dominant);
        if (_libertemRules)
            return result;
        var mask = new bool[dominant.Length];
        for (var i = 0; i < mask.Length; i++)
        {
            var isMeasured = merged.MeasuredScan[i / _rings];
            var isFinite = !isEmpty[i] && AreFinite(coefficients.AsSpan(i * _orders, _orders));
            mask[i] = isMeasured && isFinite;
            dominant[i] = isFinite || !isMeasured ? dominant[i] : -1;
        }

        return Array.TrueForAll(mask, static isValid => isValid) ? result : result.WithMask(mask, shape);
    }

    private static bool AreFinite(ReadOnlySpan<Complex> values)
    {
        foreach (var value in values)
        {
            if (!Complex.IsFinite(value))
                return false;
        }

        return true;
    }

    // Rings without pixels, and those of which nothing was measured in a frame; ring after ring of each position.
    private bool[] WithoutMeasurement(UdfTask merged, int count)
    {
        var unmeasured = new bool[count];
        for (var ring = 0; ring < _rings && !_libertemRules; ring++)
        {
            var hasPixel = Array.Exists(_shapes.Value[ring], static weight => weight != 0);
            var measured = merged.MeasuredIn("raw", ring);
            for (var position = 0; position < count / _rings; position++)
                unmeasured[(position * _rings) + ring] = !hasPixel
                    || (!measured.IsEmpty && merged.MeasuredScan[position] && !measured[position]);
        }

        return unmeasured;
    }

    private static void Blank(Array values, int at)
    {
        if (values is Complex64[] singles)
            singles[at] = new(float.NaN, float.NaN);
        else
            ((Complex[])values)[at] = new(double.NaN, double.NaN);
    }

    private static Complex[] Mask(double[] ring, int columns, (double Row, double Column) center, int order)
    {
        var mask = new Complex[ring.Length];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = ring[i] == 0
                ? Complex.Zero
                : ring[i] * Complex.Exp(new Complex(0, order * Math.Atan2((i / columns) - center.Row, (i % columns) - center.Column)));
        return mask;
    }

    // Weak against the strongest of its ring: nothing to speak of.
    private int[] Dominant(Complex[] coefficients, bool[] isEmpty)
    {
        var dominant = new int[coefficients.Length / _orders];
        var heights = new double[dominant.Length];
        var largest = new double[_rings];
        for (var i = 0; i < dominant.Length; i++)
        {
            for (var order = 1; order < _orders && !isEmpty[i]; order++)
            {
                if (coefficients[(i * _orders) + order].Magnitude is var height && double.IsFinite(height) && height > heights[i])
                    (heights[i], dominant[i]) = (height, order);
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
