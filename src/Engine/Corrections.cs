using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What is done to every frame before anything else: dark subtraction, gain, and repair of pixels from their neighbours.</summary>
/// <remarks>
/// value = (raw − dark) · gain; then each excluded pixel becomes the mean of those of its neighbours (8 along rows and columns, of the same
/// colour; 2 along channels) that lie in the frame and are not excluded themselves. All of it is linear in the raw values.
/// </remarks>
public sealed class Corrections
{
    private readonly bool _allowEmpty;
    private readonly double[]? _dark;
    private readonly double[]? _gain;

    /// <summary>Checks and prepares corrections.</summary>
    /// <param name="detector">Axes of a frame.</param>
    /// <param name="dark">Dark value of each pixel; null: 0.</param>
    /// <param name="gain">Factor of each pixel; null: 1.</param>
    /// <param name="excluded">Pixels to repair; null: none.</param>
    /// <param name="allowEmpty">Whether an excluded pixel without a good neighbour stays as it is, instead of being an error.</param>
    /// <param name="masked">Pixels that hold no measurement: no good neighbours. Null: none.</param>
    /// <exception cref="ArgumentException">A shape does not fit, a value is not finite, or a pixel has no good neighbour.</exception>
    public Corrections(
        Extent detector, float[]? dark = null, float[]? gain = null,
        PixelSet? excluded = null, bool allowEmpty = false, PixelSet? masked = null)
        : this(excluded, detector, Widened(dark), Widened(gain), allowEmpty, masked)
    {
    }

    private Corrections(PixelSet? excluded, Extent detector, double[]? dark, double[]? gain, bool allowEmpty, PixelSet? masked)
    {
        Check(detector, dark, "dark");
        Check(detector, gain, "gain");
        if (excluded is not null && excluded.Pixels != detector.Count)
            throw new ArgumentException($"{excluded.Pixels} pixels to repair do not fit frames of {detector}.", nameof(excluded));
        Detector = detector;
        (_dark, _gain) = (dark, gain);
        DarkValues = Narrowed(dark);
        GainValues = Narrowed(gain);
        Excluded = excluded;
        _allowEmpty = allowEmpty;
        Repairs = excluded is null ? [] : [.. RepairsOf(detector, excluded, allowEmpty, masked)];
    }

    /// <summary>
    /// Corrections with dark values and gains of f64, for data that f32 does not hold; frames that become f32 take them as f32.
    /// </summary>
    /// <inheritdoc cref="Corrections(Extent, float[], float[], PixelSet, bool, PixelSet)"/>
    public static Corrections OfDoubles(
        Extent detector, double[]? dark = null, double[]? gain = null,
        PixelSet? excluded = null, bool allowEmpty = false, PixelSet? masked = null) =>
        new(excluded, detector, dark, gain, allowEmpty, masked);

    /// <summary>Axes of a frame.</summary>
    public Extent Detector { get; }

    /// <summary>Dark value of each pixel; null: 0.</summary>
    public IReadOnlyList<double>? Dark => _dark;

    /// <summary>Factor of each pixel; null: 1.</summary>
    public IReadOnlyList<double>? Gain => _gain;

    /// <summary>Pixels that are repaired; null: none.</summary>
    public PixelSet? Excluded { get; }

    /// <summary>Pixels that are repaired, with the neighbours that are good in every frame.</summary>
    internal ImmutableArray<(int Pixel, int[] Neighbours)> Repairs { get; }

    /// <summary>Dark values for frames that become f32; empty: none.</summary>
    internal float[] DarkValues { get; }

    /// <summary>Gains for frames that become f32; empty: none.</summary>
    internal float[] GainValues { get; }

    /// <summary>Gives excluded pixels the mean of their good neighbours.</summary>
    /// <param name="frame">A frame with dark and gain applied, flat.</param>
    public void Repair(Span<float> frame)
    {
        foreach (var (pixel, neighbours) in Repairs)
        {
            var sum = 0.0;
            foreach (var neighbour in neighbours)
                sum += frame[neighbour];
            frame[pixel] = (float)(sum / neighbours.Length);
        }
    }

    /// <inheritdoc cref="Repair(Span{float})"/>
    public void Repair(Span<double> frame)
    {
        foreach (var (pixel, neighbours) in Repairs)
        {
            var sum = 0.0;
            foreach (var neighbour in neighbours)
                sum += frame[neighbour];
            frame[pixel] = sum / neighbours.Length;
        }
    }

    /// <summary>What a sum of raw frames is after correction: (Σ raw − n · dark) · gain, repaired.</summary>
    /// <param name="sums">Sums of raw values; corrected in place.</param>
    /// <param name="frames">How many frames went in.</param>
    public void Apply(Span<double> sums, long frames)
    {
        for (var pixel = 0; pixel < sums.Length; pixel++)
            sums[pixel] = (sums[pixel] - (frames * (_dark?[pixel] ?? 0))) * (_gain?[pixel] ?? 1);
        Repair(sums);
    }

    /// <summary>The same, with masked pixels kept out of repairs.</summary>
    internal Corrections Avoiding(PixelSet? masked) =>
        masked is null || Excluded is null ? this : new(Excluded, Detector, _dark, _gain, _allowEmpty, masked);

    /// <summary>A frame that becomes f64, before repairs.</summary>
    internal void Apply<T>(ReadOnlySpan<T> frame, Span<double> corrected)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        for (var pixel = 0; pixel < corrected.Length; pixel++)
            corrected[pixel] = (double.CreateTruncating(frame[pixel]) - (_dark is null ? 0 : _dark[pixel]))
                * (_gain is null ? 1 : _gain[pixel]);
    }


    /// <summary>Good neighbours of a pixel: at most one step away along each axis, of the same colour.</summary>
    internal static int[] Neighbours(Extent detector, int pixel, Func<int, bool> isBad)
    {
        var rank = detector.Rank;
        var position = new long[rank];
        var rest = (long)pixel;
        for (var axis = rank - 1; axis >= 0; axis--)
        {
            position[axis] = rest % detector[axis];
            rest /= detector[axis];
        }

        var neighbours = new List<int>();
        var moving = Math.Min(rank, 2);
        var count = (int)Math.Pow(3, moving);
        for (var step = 0; step < count; step++)
        {
            long flat = 0;
            var isInside = true;
            for (int axis = 0, code = step; axis < rank; axis++, code /= 3)
            {
                var index = position[axis] + (axis < moving ? (code % 3) - 1 : 0);
                isInside &= index >= 0 && index < detector[axis];
                flat = (flat * detector[axis]) + index;
            }

            if (isInside && flat != pixel && !isBad((int)flat))
                neighbours.Add((int)flat);
        }

        return [.. neighbours];
    }

    private static IEnumerable<(int, int[])> RepairsOf(Extent detector, PixelSet excluded, bool allowEmpty, PixelSet? masked)
    {
        for (var pixel = 0; pixel < excluded.Pixels; pixel++)
        {
            if (!excluded[pixel])
                continue;
            var neighbours = Neighbours(detector, pixel, candidate => excluded[candidate] || (masked is not null && masked[candidate]));
            if (neighbours.Length > 0)
                yield return (pixel, neighbours);
            else if (!allowEmpty)
                throw new ArgumentException(
                    $"Pixel {pixel} of {detector} cannot be repaired: all its neighbours are to be repaired too. Mask it instead.",
                    nameof(excluded));
        }
    }

    private static double[]? Widened(float[]? values) => values is null ? null : Array.ConvertAll(values, static value => (double)value);

    private static float[] Narrowed(double[]? values) => values is null ? [] : Array.ConvertAll(values, static value => (float)value);

    private static void Check(Extent detector, double[]? values, string name)
    {
        if (values is null)
            return;
        if (values.Length != detector.Count)
            throw new ArgumentException(
                $"The {name} has {values.Length} values, but frames of {detector} have {detector.Count} pixels.", name);
        var at = Array.FindIndex(values, static value => !float.IsFinite((float)value));
        if (at >= 0)
            throw new ArgumentException($"The {name} is {values[at]} at pixel {at}: it must be finite.", name);
    }
}
