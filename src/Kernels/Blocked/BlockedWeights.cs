using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Blocked;

/// <summary>Weighted sums over pixels of the frames of a block.</summary>
public static unsafe class BlockedWeights
{
    /// <summary>Adds weight · value of some pixels, for each frame of a block.</summary>
    /// <param name="block">Pixel by pixel, <see cref="BlockLayout.Frames"/> values each.</param>
    /// <param name="pixels">The pixels.</param>
    /// <param name="weights">A weight for each of them.</param>
    /// <param name="sums">One for each frame; added to. 64-bit floats, pixel after pixel: exact while weights are whole and sums stay below
    /// 2⁵³.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together, or a pixel leaves the block.</exception>
    public static void Add<T>(ReadOnlySpan<T> block, ReadOnlySpan<int> pixels, ReadOnlySpan<double> weights, Span<double> sums)
        where T : unmanaged, INumber<T>
    {
        if (sums.Length != BlockLayout.Frames || weights.Length != pixels.Length || block.Length % BlockLayout.Frames != 0)
            throw new ArgumentException(
                $"{pixels.Length} pixels have as many weights, not {weights.Length}, and a block "
                + $"{BlockLayout.Frames} sums, not {sums.Length}.",
                nameof(weights));
        if (pixels.ContainsAnyExceptInRange(0, (block.Length / BlockLayout.Frames) - 1))
            throw new ArgumentException($"A pixel lies outside the block of {block.Length / BlockLayout.Frames}.", nameof(pixels));
        fixed (T* values = block)
        fixed (int* pixel = pixels)
        fixed (double* weight = weights)
        fixed (double* sum = sums)
        {
            if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(ushort))
                AddLanes<ushort, ShortLanes>((ushort*)values, pixel, weight, pixels.Length, sum);
            else if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(byte))
                AddLanes<byte, ByteLanes>((byte*)values, pixel, weight, pixels.Length, sum);
            else
                AddScalar(values, pixel, weight, pixels.Length, sum);
        }
    }

    internal static void AddScalar<T>(T* block, int* pixels, double* weights, int count, double* sums)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < count; i++)
        {
            T* values = block + ((nint)pixels[i] * BlockLayout.Frames);
            for (int frame = 0; frame < BlockLayout.Frames; frame++)
                sums[frame] += double.CreateTruncating(values[frame]) * weights[i];
        }
    }

    // Products of 16-bit values and weights are rounded once, as in the scalar form: no fused multiplication.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLanes<T, TLoad>(T* block, int* pixels, double* weights, int count, double* sums)
        where T : unmanaged
        where TLoad : ILaneLoad<T>
    {
        for (int first = 0; first < BlockLayout.Frames; first += BlockLayout.Lanes)
        {
            double* sum = sums + first;
            Vector512<double> s0 = Vector512.Load(sum), s1 = Vector512.Load(sum + 8),
                s2 = Vector512.Load(sum + 16), s3 = Vector512.Load(sum + 24);
            for (int i = 0; i < count; i++)
            {
                var (low, high) = Vector512.Widen(TLoad.Load(block + ((nint)pixels[i] * BlockLayout.Frames) + first));
                var (v0, v1) = Vector512.Widen(low);
                var (v2, v3) = Vector512.Widen(high);
                var weight = Vector512.Create(weights[i]);
                s0 += Vector512.ConvertToDouble(v0) * weight;
                s1 += Vector512.ConvertToDouble(v1) * weight;
                s2 += Vector512.ConvertToDouble(v2) * weight;
                s3 += Vector512.ConvertToDouble(v3) * weight;
            }

            s0.Store(sum);
            s1.Store(sum + 8);
            s2.Store(sum + 16);
            s3.Store(sum + 24);
        }
    }
}
