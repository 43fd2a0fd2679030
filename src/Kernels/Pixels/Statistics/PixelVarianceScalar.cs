using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Scalar twin of <see cref="PixelVariance"/>; also adds what is left behind whole vectors.</summary>
internal static unsafe class PixelVarianceScalar
{
    /// <summary>Adds the pixels from <paramref name="from"/> on of <paramref name="count"/> frames.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddExact<T>(T* frames, int count, int pixels, int from, ulong* sums, ulong* squares)
        where T : unmanaged, INumber<T>
    {
        for (int f = 0; f < count; f++, frames += pixels)
        {
            for (int i = from; i < pixels; i++)
            {
                ulong value = ulong.CreateTruncating(frames[i]);
                sums[i] += value;
                squares[i] += value * value;
            }
        }
    }
}
