using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Sums over frames for every pixel: the sum pattern. Exact for integers, in f64 for floats.</summary>
/// <remarks>Several frames a call are faster than one: up to eight are added before the 64-bit sums are touched.</remarks>
public static unsafe class PixelSum
{
    internal const int FramesPerTouch = 8;

    /// <summary>Adds frames to the sums.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones, double for floats.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="sums">One per pixel of a frame.</param>
    /// <exception cref="ArgumentException">The frames are not whole, or <typeparamref name="TSum"/> is the wrong type.</exception>
    public static void Add<T, TSum>(ReadOnlySpan<T> frames, Span<TSum> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        long none = 0;
        Add<T, TSum, ExcludeNothing>(frames, sums, default, ref none);
    }

    /// <summary>Adds frames to the sums, without values equal to <paramref name="noData"/>.</summary>
    /// <inheritdoc cref="Add{T, TSum}"/>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="sums">One per pixel of a frame.</param>
    /// <param name="noData">The value that is no measurement, usually the type's maximum.</param>
    /// <returns>Values that were left out.</returns>
    public static long AddValid<T, TSum>(ReadOnlySpan<T> frames, Span<TSum> sums, T noData)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        long excluded = 0;
        Add<T, TSum, ExcludeNoData>(frames, sums, noData, ref excluded);
        return excluded;
    }

    private static void Add<T, TSum, TExclusion>(ReadOnlySpan<T> frames, Span<TSum> sums, T noData, ref long excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
        where TExclusion : struct, IExclusion
    {
        SumType.Check<T, TSum>();
        int pixels = sums.Length;
        if (pixels == 0 ? frames.Length != 0 : frames.Length % pixels != 0)
            throw new ArgumentException($"{frames.Length} values do not make a whole number of frames of {pixels} pixels.", nameof(frames));
        fixed (T* first = frames)
        fixed (TSum* to = sums)
        {
            for (int from = 0; from < frames.Length;)
            {
                int count = Math.Min(FramesPerTouch, (frames.Length - from) / pixels);
                AddGroup<T, TSum, TExclusion>(first + from, count, pixels, to, noData, ref excluded);
                from += count * pixels;
            }
        }
    }

    private static void AddGroup<T, TSum, TExclusion>(T* frames, int count, int pixels, TSum* sums, T noData, ref long excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
        where TExclusion : struct, IExclusion
    {
        int done = 0;
        if (Avx2.IsSupported && typeof(T) == typeof(byte))
            done = PixelSumAvx2.U8<TExclusion>((byte*)frames, count, pixels, (ulong*)sums, (byte)(object)noData, ref excluded);
        else if (Avx512BW.IsSupported && typeof(T) == typeof(ushort))
            done = PixelSumAvx512.U16<TExclusion>((ushort*)frames, count, pixels, (ulong*)sums, (ushort)(object)noData, ref excluded);
        else if (Avx2.IsSupported && typeof(T) == typeof(ushort))
            done = PixelSumAvx2.U16<TExclusion>((ushort*)frames, count, pixels, (ulong*)sums, (ushort)(object)noData, ref excluded);
        else if (Avx2.IsSupported && typeof(T) == typeof(uint))
            done = PixelSumAvx2.U32<TExclusion>((uint*)frames, count, pixels, (ulong*)sums, (uint)(object)noData, ref excluded);
        else if (Avx2.IsSupported && typeof(T) == typeof(float))
            done = PixelSumAvx2.F32<TExclusion>((float*)frames, count, pixels, (double*)sums, (float)(object)noData, ref excluded);
        if (done < pixels)
            PixelSumScalar.Add<T, TSum, TExclusion>(frames, count, pixels, done, sums, noData, ref excluded);
    }
}
