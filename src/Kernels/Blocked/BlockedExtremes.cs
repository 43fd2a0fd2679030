using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Blocked;

/// <summary>Smallest and largest value of each frame of a block.</summary>
public static unsafe class BlockedExtremes
{
    /// <summary>Finds the extremes of some frames.</summary>
    /// <param name="block">Pixel by pixel, <see cref="BlockLayout.Frames"/> values each.</param>
    /// <param name="first">Place of the first frame.</param>
    /// <param name="minima">For each frame, up to <see cref="BlockLayout.Lanes"/>; filled. Without pixels the type's largest value. NaN are
    /// passed over.</param>
    /// <param name="maxima">As many; filled. Without pixels the type's smallest value.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of<T>(ReadOnlySpan<T> block, int first, Span<T> minima, Span<T> maxima)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int count = minima.Length, pixels = block.Length / BlockLayout.Frames;
        if (maxima.Length != count || count > BlockLayout.Lanes || first < 0
            || first > BlockLayout.Frames - count || block.Length % BlockLayout.Frames != 0)
            throw new ArgumentException($"{count} frames from {first} are not part of a block of {BlockLayout.Frames}.", nameof(first));
        minima.Fill(T.MaxValue);
        maxima.Fill(T.MinValue);
        fixed (T* values = block)
        fixed (T* low = minima)
        fixed (T* high = maxima)
        {
            T* lanes = values + first;
            int lane = 0;
            if (Vector512.IsHardwareAccelerated && typeof(T) != typeof(float) && typeof(T) != typeof(double))
            {
                for (; lane + Vector512<T>.Count <= count; lane += Vector512<T>.Count)
                {
                    Vector512<T> a = Vector512.Load(low + lane), b = Vector512.Load(high + lane);
                    T* from = lanes + lane;
                    for (int pixel = 0; pixel < pixels; pixel++, from += BlockLayout.Frames)
                    {
                        var v = Vector512.Load(from);
                        a = Vector512.Min(a, v);
                        b = Vector512.Max(b, v);
                    }

                    a.Store(low + lane);
                    b.Store(high + lane);
                }
            }
            else if (Vector256.IsHardwareAccelerated && typeof(T) != typeof(float) && typeof(T) != typeof(double))
            {
                for (; lane + Vector256<T>.Count <= count; lane += Vector256<T>.Count)
                {
                    Vector256<T> a = Vector256.Load(low + lane), b = Vector256.Load(high + lane);
                    T* from = lanes + lane;
                    for (int pixel = 0; pixel < pixels; pixel++, from += BlockLayout.Frames)
                    {
                        var v = Vector256.Load(from);
                        a = Vector256.Min(a, v);
                        b = Vector256.Max(b, v);
                    }

                    a.Store(low + lane);
                    b.Store(high + lane);
                }
            }

            for (int pixel = 0; pixel < pixels && lane < count; pixel++, lanes += BlockLayout.Frames)
            {
                for (int i = lane; i < count; i++)
                {
                    low[i] = lanes[i] < low[i] ? lanes[i] : low[i];
                    high[i] = lanes[i] > high[i] ? lanes[i] : high[i];
                }
            }
        }
    }
}
