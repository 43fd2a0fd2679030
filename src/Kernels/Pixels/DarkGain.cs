using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Corrects frames for the dark current and the gain of each pixel: (x − dark) · gain, in f32.</summary>
/// <remarks>Pixels of more than 24 bits are subtracted from and multiplied in f64 and rounded once.</remarks>
public static unsafe class DarkGain
{
    /// <summary>Corrects frames in one pass.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">Any number of whole frames, or of equal stretches of frames, one after another.</param>
    /// <param name="pixels">Pixels of each.</param>
    /// <param name="dark">Dark value of each pixel; empty: none.</param>
    /// <param name="gain">Factor of each pixel; empty: 1.</param>
    /// <param name="corrected">As many values as there are in the frames; may be the frames themselves.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void Apply<T>(
        ReadOnlySpan<T> frames, int pixels, ReadOnlySpan<float> dark, ReadOnlySpan<float> gain, Span<float> corrected)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        if (pixels == 0 ? !frames.IsEmpty : frames.Length % pixels != 0)
            throw new ArgumentException($"{frames.Length} values do not make a whole number of frames of {pixels} pixels.", nameof(frames));
        if (frames.Length != corrected.Length)
            throw new ArgumentException($"{frames.Length} values do not become {corrected.Length}.", nameof(corrected));
        if ((!dark.IsEmpty && dark.Length != pixels) || (!gain.IsEmpty && gain.Length != pixels))
            throw new ArgumentException(
                $"Frames of {pixels} pixels take as many dark values and gains, or none: not {dark.Length} and {gain.Length}.",
                nameof(gain));
        fixed (T* from = frames)
        fixed (float* darks = dark)
        fixed (float* gains = gain)
        fixed (float* to = corrected)
        {
            for (int i = 0; i < frames.Length; i += pixels)
            {
                int done = 0;
                if (PixelSingles.Hold<T>())
                    done = ApplyVectors(from + i, pixels, darks, gains, to + i);
                ApplyScalar(from + i, done, pixels, darks, gains, to + i);
            }
        }
    }

    /// <summary>
    /// Scalar twin, for every element type; also corrects what is left behind whole vectors. Null: no dark values, no gains.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ApplyScalar<T>(T* frame, int from, int pixels, float* dark, float* gain, float* corrected)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int i = from; i < pixels; i++)
        {
            if (PixelSingles.Hold<T>())
            {
                float value = float.CreateTruncating(frame[i]) - (dark == null ? 0 : dark[i]);
                corrected[i] = gain == null ? value : value * gain[i];
            }
            else
            {
                double value = double.CreateTruncating(frame[i]) - (dark == null ? 0 : dark[i]);
                corrected[i] = (float)(gain == null ? value : value * gain[i]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ApplyVectors<T>(T* frame, int pixels, float* dark, float* gain, float* corrected)
        where T : unmanaged
    {
        int i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i + 16 <= pixels; i += 16)
            {
                Vector512<float> value = PixelSingles.Load512(frame + i);
                if (dark != null)
                    value -= Vector512.Load(dark + i);
                if (gain != null)
                    value *= Vector512.Load(gain + i);
                value.Store(corrected + i);
            }
        }
        if (Avx2.IsSupported)
        {
            for (; i + 8 <= pixels; i += 8)
            {
                Vector256<float> value = PixelSingles.Load256(frame + i);
                if (dark != null)
                    value -= Vector256.Load(dark + i);
                if (gain != null)
                    value *= Vector256.Load(gain + i);
                value.Store(corrected + i);
            }
        }
        return i;
    }
}
