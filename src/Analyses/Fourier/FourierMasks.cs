using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Fourier;

namespace Ronchi.Analyses.Fourier;

/// <summary>Σ weight · |F| of each frame, F being its Fourier transform: masks in Fourier space. Crystallinity is a ring there.</summary>
/// <remarks>
/// The result <c>intensity</c> is f32: one value a frame, or one for each mask. F[u, v] = Σ f[y, x] · exp(−2πi·(u·y∕rows + v·x∕columns)) in
/// single precision; of a real frame half of the spectrum says all. Masked pixels and "no data" values are 0 before the transform, and so
/// is a disk that is left out: the central disk would outshine the rest.
/// </remarks>
public sealed class FourierMasks : Udf, IStackUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "intensity";

    private readonly RealSpaceMask _leftOut;
    private readonly Func<Extent, IReadOnlyList<float[]>> _halfWeights;
    private readonly int? _count;

    private FourierMasks(string name, RealSpaceMask? leftOut, int? count, Func<Extent, IReadOnlyList<float[]>> halfWeights)
    {
        Name = name;
        _leftOut = leftOut ?? new();
        _count = count;
        _halfWeights = halfWeights;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <summary>
    /// Crystallinity: the magnitudes of the half spectrum between two radii, both included, in steps of the discrete frequency.
    /// </summary>
    /// <param name="innerRadius">Inner radius: lower frequencies are what amorphous specimens show, too.</param>
    /// <param name="outerRadius">Outer radius.</param>
    /// <param name="leftOut">A disk of the frame that is not transformed. Null: none.</param>
    /// <param name="libertemRules">Whether the ring lies around (rows∕2, columns∕2) of the shifted spectrum, beside frequency 0 when a
    /// length is odd, and is open inside, as LiberTEM has it.</param>
    /// <exception cref="ArgumentException">The radii are in the wrong order.</exception>
    public static FourierMasks Crystallinity(
        double innerRadius, double outerRadius, RealSpaceMask? leftOut = null, bool libertemRules = false)
    {
        if (!(innerRadius >= 0) || !(outerRadius >= innerRadius))
            throw new ArgumentException(
                $"No ring fits between the radii {innerRadius} and {outerRadius}: the inner must be at least 0 and smaller than the outer.",
                nameof(outerRadius));
        return new("crystallinity", leftOut, null, detector => [Half(detector, (row, column) =>
        {
            var (u, v) = libertemRules ? Shifted(detector, row, column) : (Signed(row, detector[0]), column);
            var squared = (u * u) + (v * v);
            return squared <= outerRadius * outerRadius
                && (libertemRules ? squared > innerRadius * innerRadius : squared >= innerRadius * innerRadius)
                ? 1
                : 0;
        })]);
    }

    /// <summary>Masks over the whole spectrum, frequency 0 in the middle (row rows∕∕2, column columns∕∕2).</summary>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="masks">Weights of the shape of a frame.</param>
    /// <param name="leftOut">A disk of the frame that is not transformed. Null: none.</param>
    /// <exception cref="ArgumentException">A mask has another length.</exception>
    public static FourierMasks Of(Extent detector, IReadOnlyList<float[]> masks, RealSpaceMask? leftOut = null)
    {
        if (masks.FirstOrDefault(mask => mask.Length != detector.Count) is { } wrong)
            throw new ArgumentException(
                $"A mask of {wrong.Length} weights does not fit the spectrum of frames of {detector}.", nameof(masks));
        return new("fft-mask", leftOut, masks.Count, shape => [.. masks.Select(mask => Folded(shape, mask))]);
    }

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => _leftOut.PixelsOn(data);

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _ = _leftOut.WeightsOn(data);
        var detector = data.Shape.Detector;
        if (_count is null && !_halfWeights(detector)[0].AsSpan().ContainsAnyExcept(0f))
            throw new ArgumentException(
                $"No frequency of frames of {detector} lies in the ring: frequencies go up to {detector[0] / 2} along rows and "
                + $"{detector[1] / 2} along columns (--inner-radius, --outer-radius).");
        return [new(Result, ResultKind.Scan, ElementType.F32, _count is { } count ? new Extent(count) : default)
        {
            Unit = data.ValueUnit,
            ExtraNames = ["mask"],
        }];
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form)
    {
        var detector = data.Shape.Detector;
        var plan = new Fourier2D<float>((int)detector[0], (int)detector[1]);
        var weights = _halfWeights(detector);
        return new Worker(
            new SpectrumWeights(plan, weights), _leftOut.WeightsOn(data),
            new float[detector.Count], new float[plan.ScratchLength], new double[weights.Count]);
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => task.Data.ElementType.Dispatch<SumAction, bool>(new(tile, task));

    // Frequencies of rows run 0, 1, …, −2, −1.
    private static double Signed(int row, long rows) => row <= (rows - 1) / 2 ? row : row - rows;

    private static (double, double) Shifted(Extent detector, int row, int column)
    {
        // Index i of what NumPy's fftshift gives was at i − n∕∕2 before.
        var (rows, columns) = (detector[0], detector[1]);
        return (((row + rows - (rows / 2)) % rows) - (rows / 2.0), ((column + columns - (columns / 2)) % columns) - (columns / 2.0));
    }

    private static float[] Half(Extent detector, Func<int, int, float> weight)
    {
        var columns = ((int)detector[1] / 2) + 1;
        return [.. Enumerable.Range(0, (int)detector[0] * (detector.Count == 0 ? 0 : columns))
            .Select(at => weight(at / columns, at % columns))];
    }

    // A frequency and its opposite have the same magnitude.
    private static float[] Folded(Extent detector, float[] mask)
    {
        var (rows, columns) = ((int)detector[0], (int)detector[1]);
        return Half(detector, (u, v) =>
        {
            var (opposite, other) = ((rows - u) % rows, (columns - v) % columns);
            var isOwn = v == other;   // both lie in the half: each keeps its own weight
            return At(u, v) + (isOwn ? 0 : At(opposite, other));
        });

        float At(int u, int v) => mask[((u + (rows / 2)) % rows * columns) + ((v + (columns / 2)) % columns)];
    }

    private sealed record Worker(SpectrumWeights Weights, float[] RealWeights, float[] Image, float[] Scratch, double[] Sums);

    private readonly ref struct SumAction(Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var worker = (Worker)task.TaskData!;
            var results = task.View<float>(0);
            for (var frame = 0; frame < _tile.Frames.Count; frame++)
            {
                RealSpaceMask.Apply(_tile.Frame<T>(frame), worker.RealWeights, task.Data, worker.Image);
                worker.Weights.Apply(worker.Image, worker.Sums, worker.Scratch);
                for (var mask = 0; mask < worker.Sums.Length; mask++)
                    results[(frame * worker.Sums.Length) + mask] = (float)worker.Sums[mask];
            }

            return true;
        }
    }
}
