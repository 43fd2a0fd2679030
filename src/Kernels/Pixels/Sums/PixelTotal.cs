using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Pixels;

/// <summary>The sum of a span.</summary>
public static unsafe class PixelTotal
{
    private const int Chunk = 4096;

    /// <summary>Σ of all values.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact modulo 2⁶⁴), double for floats (1e-13 of
    /// Σ|value|).</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="TSum"/> is the wrong type.</exception>
    public static TSum Of<T, TSum>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        SumType.Check<T, TSum>();
        if (typeof(TSum) == typeof(double))
        {
            var sum = default(CompensatedSum);
            Add(values, ref sum);
            return TSum.CreateTruncating(sum.Value);
        }
        long none = 0;
        fixed (T* first = values)
            return MaskedSum.Sum<T, TSum, ExcludeNothing>(first, values.Length, mask: null, default, ref none);
    }

    /// <summary>Adds all values to a running sum, for totals over many tiles.</summary>
    /// <remarks>
    /// Chunks of 4096 in plain f64, chunk on chunk compensated: closer than pairwise summation. NaN and infinities go through.
    /// </remarks>
    public static void Add<T>(ReadOnlySpan<T> values, ref CompensatedSum sum)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long none = 0;
        fixed (T* first = values)
        {
            for (int from = 0; from < values.Length; from += Chunk)
            {
                int count = Math.Min(Chunk, values.Length - from);
                sum.Add(typeof(T) == typeof(double)
                    ? SumDoubles((double*)first + from, count)
                    : MaskedSum.Sum<T, double, ExcludeNothing>(first + from, count, mask: null, default, ref none));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumDoubles(double* values, int count)
    {
        Vector256<double> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i + 16 <= count; i += 16)
        {
            a += Vector256.Load(values + i);
            b += Vector256.Load(values + i + 4);
            c += Vector256.Load(values + i + 8);
            d += Vector256.Load(values + i + 12);
        }
        double sum = Vector256.Sum(a + b + (c + d));
        for (; i < count; i++)
            sum += values[i];
        return sum;
    }
}
