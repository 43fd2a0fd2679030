using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Scalar twin of <see cref="MaskedSum"/>, for every element type; also sums what is left behind whole vectors.</summary>
internal static unsafe class MaskedSumScalar
{
    /// <summary>Sums the chosen pixels; a null mask chooses all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TSum Sum<T, TSum, TExclusion>(T* pixels, int count, byte* mask, T noData, ref long excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
        where TExclusion : struct, IExclusion
    {
        TSum sum = TSum.Zero;
        for (int from = 0; from < count; from += 8)
        {
            int width = Math.Min(8, count - from);
            uint bits = (mask == null ? 0xFFu : mask[from / 8]) & (0xFFu >> (8 - width));
            for (; bits != 0; bits &= bits - 1)
            {
                T value = pixels[from + BitOperations.TrailingZeroCount(bits)];
                if (TExclusion.Active && value == noData)
                    excluded++;
                else
                    sum += TSum.CreateTruncating(value);
            }
        }
        return sum;
    }
}
