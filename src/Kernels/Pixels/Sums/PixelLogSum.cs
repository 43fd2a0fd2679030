using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// Sums over frames of ln(x − m + 1) for every pixel, m being the minimum of the frame: faint reflections beside bright ones.
/// </summary>
/// <remarks>
/// The logarithms of a few frames are taken at once, as the logarithm of a product, wherever the product cannot overflow.
/// Integers of 8 and 16 bits are within 1e-6 of the sum; f32 takes x − m + 1 in f32; wider types are taken through f64, the sums are kept
/// in f64. A frame that holds NaN adds NaN everywhere, since it has no minimum.
/// </remarks>
public static unsafe class PixelLogSum
{
    private const int FramesPerTouch = 4;

    /// <summary>Adds the logarithms of frames to the sums.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="sums">One per pixel of a frame.</param>
    /// <exception cref="ArgumentException">The frames are not whole.</exception>
    public static void Add<T>(ReadOnlySpan<T> frames, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int pixels = sums.Length;
        if (pixels == 0 ? frames.Length != 0 : frames.Length % pixels != 0)
            throw new ArgumentException($"{frames.Length} values do not make a whole number of frames of {pixels} pixels.", nameof(frames));
        Span<T> minima = stackalloc T[FramesPerTouch];
        while (!frames.IsEmpty)
        {
            int some = Math.Min(FramesPerTouch, frames.Length / pixels);
            bool number = true;
            for (int f = 0; f < some; f++)
            {
                PixelExtremes<T> extremes = PixelExtremes<T>.Of(frames.Slice(f * pixels, pixels));
                minima[f] = extremes.Minimum;
                number &= extremes.NaNs == 0;
            }
            if (number)
                Add(frames[..(some * pixels)], minima[..some], sums);
            else
                sums.Fill(double.NaN);
            frames = frames[(some * pixels)..];
        }
    }

    /// <summary>Adds the logarithms of frames, or of equal stretches of frames, whose minima are known.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">Stretches of as many pixels as there are sums, one after another.</param>
    /// <param name="minima">The minimum of each whole frame.</param>
    /// <param name="sums">One per pixel.</param>
    /// <exception cref="ArgumentException">There are not as many frames as minima.</exception>
    public static void Add<T>(ReadOnlySpan<T> frames, ReadOnlySpan<T> minima, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int pixels = sums.Length, count = minima.Length;
        if ((long)count * pixels != frames.Length)
            throw new ArgumentException(
                $"{count} minima need as many frames of {pixels} pixels, not {frames.Length} values.", nameof(frames));
        fixed (T* first = frames)
        fixed (T* minimum = minima)
        fixed (double* to = sums)
        {
            for (int f = 0; f < count; f += FramesPerTouch)
            {
                int some = Math.Min(FramesPerTouch, count - f);
                T* group = first + ((long)f * pixels);
                int done = 0;
                if (Avx512F.IsSupported)
                    done = PixelLogSumAvx512.Add(group, some, pixels, minimum + f, to);
                else if (Avx2.IsSupported)
                    done = PixelLogSumAvx2.Add(group, some, pixels, minimum + f, to);
                AddScalar(group, some, pixels, done, minimum + f, to);
            }
        }
    }

    /// <summary>Scalar twin, for every element type; also adds what is left behind whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScalar<T>(T* frames, int count, int pixels, int from, T* minima, double* sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int f = 0; f < count; f++, frames += pixels)
        {
            for (int i = from; i < pixels; i++)
                sums[i] += Math.Log(Distance(frames[i], minima[f]) + 1);
        }
    }

    // Differences of integers can leave their type, but never ulong.
    private static double Distance<T>(T value, T minimum)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? double.CreateTruncating(value) - double.CreateTruncating(minimum)
            : ulong.CreateTruncating(value) - ulong.CreateTruncating(minimum);
}
