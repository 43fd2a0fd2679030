using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Sums of dense pixels under bitmaps (<see cref="BitMask"/>): exact for integers, accumulated in f64 for floats.</summary>
/// <remarks>
/// The sum type is ulong for unsigned integers, long for signed ones (both modulo 2⁶⁴), double for floats.
/// Pixels outside the mask are never looked at arithmetically: a NaN there does no harm.
/// </remarks>
public static unsafe class MaskedSum
{
    /// <summary>Sum of the pixels under a mask.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">Its sum type.</typeparam>
    /// <param name="pixels">One frame or a stretch of one.</param>
    /// <param name="mask">Bitmap of at least as many bits.</param>
    /// <exception cref="ArgumentException">The mask is too short, or <typeparamref name="TSum"/> is the wrong type.</exception>
    public static TSum Of<T, TSum>(ReadOnlySpan<T> pixels, ReadOnlySpan<byte> mask)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        TSum sum = TSum.Zero;
        Add(pixels, mask, maskStride: 0, new Span<TSum>(ref sum));
        return sum;
    }

    /// <summary>Sum of the pixels under a mask that do not hold <paramref name="noData"/>.</summary>
    /// <inheritdoc cref="Of{T, TSum}"/>
    /// <param name="pixels">One frame or a stretch of one.</param>
    /// <param name="mask">Bitmap of at least as many bits.</param>
    /// <param name="noData">The value that is no measurement, usually the type's maximum.</param>
    /// <param name="excluded">Pixels under the mask that hold it.</param>
    public static TSum Valid<T, TSum>(ReadOnlySpan<T> pixels, ReadOnlySpan<byte> mask, T noData, out long excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        TSum sum = TSum.Zero;
        excluded = 0;
        AddValid(pixels, mask, maskStride: 0, noData, new Span<TSum>(ref sum), new Span<long>(ref excluded));
        return sum;
    }

    /// <summary>Sums under several masks.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">Its sum type.</typeparam>
    /// <param name="pixels">One frame or a stretch of one.</param>
    /// <param name="masks">Mask <c>k</c> begins at byte <c>k · maskStride</c>.</param>
    /// <param name="maskStride">Bytes from one mask to the next.</param>
    /// <param name="sums">One per mask; added to.</param>
    /// <exception cref="ArgumentException">The masks are too short, or <typeparamref name="TSum"/> is the wrong type.</exception>
    public static void Add<T, TSum>(ReadOnlySpan<T> pixels, ReadOnlySpan<byte> masks, int maskStride, Span<TSum> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        Check<T, TSum>(pixels.Length, masks.Length, maskStride, sums.Length);
        long none = 0;
        fixed (T* first = pixels)
        fixed (byte* bits = masks)
            for (int k = 0; k < sums.Length; k++)
                sums[k] += Sum<T, TSum, ExcludeNothing>(first, pixels.Length, bits + ((long)k * maskStride), default, ref none);
    }

    /// <summary>Sums under several masks without the pixels that hold <paramref name="noData"/>.</summary>
    /// <inheritdoc cref="Add{T, TSum}"/>
    /// <param name="pixels">One frame or a stretch of one.</param>
    /// <param name="masks">Mask <c>k</c> begins at byte <c>k · maskStride</c>.</param>
    /// <param name="maskStride">Bytes from one mask to the next.</param>
    /// <param name="noData">The value that is no measurement, usually the type's maximum.</param>
    /// <param name="sums">One per mask; added to.</param>
    /// <param name="excluded">One per mask; pixels that hold <paramref name="noData"/> are added.</param>
    public static void AddValid<T, TSum>(
        ReadOnlySpan<T> pixels, ReadOnlySpan<byte> masks, int maskStride, T noData, Span<TSum> sums, Span<long> excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        Check<T, TSum>(pixels.Length, masks.Length, maskStride, sums.Length);
        if (sums.Length != excluded.Length)
            throw new ArgumentException($"{sums.Length} sums but {excluded.Length} counts.", nameof(excluded));
        fixed (T* first = pixels)
        fixed (byte* bits = masks)
            for (int k = 0; k < sums.Length; k++)
                sums[k] += Sum<T, TSum, ExcludeNoData>(first, pixels.Length, bits + ((long)k * maskStride), noData, ref excluded[k]);
    }

    /// <summary>Sums under a mask, or over all pixels when it is null, by the fastest way the machine has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TSum Sum<T, TSum, TExclusion>(T* pixels, int count, byte* mask, T noData, ref long excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
        where TExclusion : struct, IExclusion
    {
        int whole = Avx2.IsSupported ? count & -64 : 0;
        TSum sum;
        if (Avx2.IsSupported && typeof(T) == typeof(byte))
            sum = TSum.CreateTruncating(MaskedSumAvx2.U8<TExclusion>((byte*)pixels, whole, mask, (byte)(object)noData, ref excluded));
        else if (Avx2.IsSupported && typeof(T) == typeof(ushort))
            sum = TSum.CreateTruncating(MaskedSumAvx2.U16<TExclusion>((ushort*)pixels, whole, mask, (ushort)(object)noData, ref excluded));
        else if (Avx2.IsSupported && typeof(T) == typeof(uint))
            sum = TSum.CreateTruncating(MaskedSumAvx2.U32<TExclusion>((uint*)pixels, whole, mask, (uint)(object)noData, ref excluded));
        else if (Avx2.IsSupported && typeof(T) == typeof(float))
            sum = TSum.CreateTruncating(MaskedSumAvx2.F32<TExclusion>((float*)pixels, whole, mask, (float)(object)noData, ref excluded));
        else
            return MaskedSumScalar.Sum<T, TSum, TExclusion>(pixels, count, mask, noData, ref excluded);
        return whole == count
            ? sum
            : sum
                + MaskedSumScalar.Sum<T, TSum, TExclusion>(
                    pixels + whole, count - whole, mask == null ? null : mask + (whole / 8), noData, ref excluded);
    }

    private static void Check<T, TSum>(int pixels, int maskBytes, int maskStride, int count)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        SumType.Check<T, TSum>();
        ArgumentOutOfRangeException.ThrowIfNegative(maskStride);
        if (count > 0 && ((long)(count - 1) * maskStride) + BitMask.Bytes(pixels) > maskBytes)
            throw new ArgumentException(
                $"{count} masks {maskStride} bytes apart, for {pixels} pixels each, do not fit into {maskBytes} bytes.", nameof(maskBytes));
    }
}
