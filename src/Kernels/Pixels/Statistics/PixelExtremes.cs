using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Smallest and largest value, and how many are NaN.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="Minimum">Smallest value that is no NaN; without one, the type's largest (floats: +∞).</param>
/// <param name="Maximum">Largest value that is no NaN; without one, the type's smallest (floats: −∞).</param>
/// <param name="NaNs">Values that are NaN.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PixelExtremes<T>(T Minimum, T Maximum, long NaNs)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>The extremes of nothing: neutral in <see cref="Union"/>.</summary>
    public static PixelExtremes<T> None { get; } = new(Highest, Lowest, 0);

    // 1/0 is infinity in the float types, and never computed in the others.
    private static T Highest => IsFloat ? T.One / T.Zero : T.MaxValue;

    private static T Lowest => IsFloat ? -T.One / T.Zero : T.MinValue;

    private static bool IsFloat => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>Finds the extremes of a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PixelExtremes<T> Of(ReadOnlySpan<T> values)
    {
        T minimum = Highest, maximum = Lowest;
        long nans = 0;
        int i = 0;
        if (Vector.IsHardwareAccelerated && values.Length >= Vector<T>.Count)
        {
            Vector<T> low = new(minimum), high = new(maximum);
            for (; i + Vector<T>.Count <= values.Length; i += Vector<T>.Count)
            {
                var v = new Vector<T>(values[i..]);
                if (!IsFloat)
                {
                    low = Vector.Min(low, v);
                    high = Vector.Max(high, v);
                    continue;
                }
                // A comparison with NaN is false: the old value stays.
                low = Vector.ConditionalSelect(Vector.LessThan(v, low), v, low);
                high = Vector.ConditionalSelect(Vector.GreaterThan(v, high), v, high);
                if (!Vector.EqualsAll(v, v))
                    nans += CountNaNs(values.Slice(i, Vector<T>.Count));
            }
            for (int lane = 0; lane < Vector<T>.Count; lane++)
            {
                minimum = T.Min(minimum, low[lane]);
                maximum = T.Max(maximum, high[lane]);
            }
        }
        foreach (T value in values[i..])
        {
            if (T.IsNaN(value))
                nans++;
            else
                (minimum, maximum) = (T.Min(minimum, value), T.Max(maximum, value));
        }
        return new(minimum, maximum, nans);
    }

    /// <summary>The extremes of both sets of values.</summary>
    public PixelExtremes<T> Union(PixelExtremes<T> other) =>
        new(T.Min(Minimum, other.Minimum), T.Max(Maximum, other.Maximum), NaNs + other.NaNs);

    private static int CountNaNs(ReadOnlySpan<T> values)
    {
        int count = 0;
        foreach (T value in values)
            count += T.IsNaN(value) ? 1 : 0;
        return count;
    }
}
