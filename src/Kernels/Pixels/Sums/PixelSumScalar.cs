using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Scalar twin of <see cref="PixelSum"/>, for every element type; also adds what is left behind whole vectors.</summary>
internal static unsafe class PixelSumScalar
{
    /// <summary>Adds the pixels from <paramref name="from"/> on of <paramref name="count"/> frames.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T, TSum, TExclusion>(T* frames, int count, int pixels, int from, TSum* sums, T noData, ref long excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
        where TExclusion : struct, IExclusion
    {
        for (int f = 0; f < count; f++)
        {
            T* frame = frames + ((long)f * pixels);
            for (int i = from; i < pixels; i++)
            {
                if (TExclusion.Active && frame[i] == noData)
                    excluded++;
                else
                    sums[i] += TSum.CreateTruncating(frame[i]);
            }
        }
    }
}
