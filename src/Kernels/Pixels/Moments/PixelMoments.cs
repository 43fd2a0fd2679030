using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Planes;

namespace Ronchi.Kernels.Pixels;

/// <summary>Total and first moments of dense frames: exact for integers, in f64 for floats.</summary>
/// <remarks>
/// A mask is a frame of its own, all bits set where a pixel counts and none where it does not (<see cref="ExpandMask"/>): one
/// bitwise "and" a vector, and a NaN outside the mask does no harm. Signed integers give two's complement: read the fields as long.
/// </remarks>
public static unsafe class PixelMoments
{
    /// <summary>Makes a mask frame of a bitmap (<see cref="BitMask"/>).</summary>
    /// <param name="bits">The bitmap; bit i belongs to pixel i.</param>
    /// <param name="mask">One entry a pixel; filled.</param>
    /// <exception cref="ArgumentException">The bitmap is too short.</exception>
    public static void ExpandMask<T>(ReadOnlySpan<byte> bits, Span<T> mask)
        where T : unmanaged
    {
        if (bits.Length < BitMask.Bytes(mask.Length))
            throw new ArgumentException($"{mask.Length} pixels need {BitMask.Bytes(mask.Length)} bytes, not {bits.Length}.", nameof(bits));
        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(mask);
        for (int i = 0; i < mask.Length; i++)
            bytes.Slice(i * sizeof(T), sizeof(T)).Fill(BitMask.Contains(bits, i) ? byte.MaxValue : (byte)0);
    }

    /// <summary>Adds the moments of a frame of integers; exact modulo 2⁶⁴.</summary>
    /// <typeparam name="T">An integer type.</typeparam>
    /// <param name="frame">Pixels, row-major: whole rows.</param>
    /// <param name="mask">Mask frame; empty means all pixels.</param>
    /// <param name="columns">Width of the frame.</param>
    /// <param name="moments">Added to.</param>
    /// <exception cref="ArgumentException">The mask is neither empty nor as long as the frame, the frame is not made of whole rows, or
    /// <typeparamref name="T"/> is a float.</exception>
    public static void Add<T>(ReadOnlySpan<T> frame, ReadOnlySpan<T> mask, int columns, ref Moments moments)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Add<T, ExcludeNothing>(frame, mask, columns, default, ref moments);

    /// <summary>As <see cref="Add{T}"/>, without the pixels that hold <paramref name="noData"/>: they are counted.</summary>
    /// <inheritdoc cref="Add{T}"/>
    /// <param name="frame">Pixels, row-major: whole rows.</param>
    /// <param name="mask">Mask frame; empty means all pixels.</param>
    /// <param name="columns">Width of the frame.</param>
    /// <param name="noData">The value that is no measurement; not 0.</param>
    /// <param name="moments">Added to.</param>
    public static void AddValid<T>(ReadOnlySpan<T> frame, ReadOnlySpan<T> mask, int columns, T noData, ref Moments moments)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Add<T, ExcludeNoData>(frame, mask, columns, noData, ref moments);

    /// <summary>The moments of a frame of real numbers of any type, in f64.</summary>
    /// <param name="frame">Pixels, row-major: whole rows.</param>
    /// <param name="mask">Mask frame; empty means all pixels.</param>
    /// <param name="columns">Width of the frame.</param>
    /// <remarks>Row by row, 1e-14 · columns of Σ|value · index|.</remarks>
    /// <exception cref="ArgumentException">The mask is neither empty nor as long as the frame, or the frame is not made of whole
    /// rows.</exception>
    public static RealMoments OfReal<T>(ReadOnlySpan<T> frame, ReadOnlySpan<T> mask, int columns)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Check(frame.Length, mask.Length, columns);
        double total = 0, rows = 0, columnSum = 0;
        fixed (T* pixels = frame, bits = mask)
        {
            for (int row = 0; row < frame.Length / columns; row++)
            {
                PixelMomentsVector.Row(
                    pixels + ((long)row * columns), bits == null ? null : bits + ((long)row * columns),
                    columns, out double sum, out double weighted);
                total += sum;
                rows += sum * row;
                columnSum += weighted;
            }
        }
        return new(total, rows, columnSum);
    }

    private static void Add<T, TExclusion>(ReadOnlySpan<T> frame, ReadOnlySpan<T> mask, int columns, T noData, ref Moments moments)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TExclusion : struct, IExclusion
    {
        Check(frame.Length, mask.Length, columns);
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            throw new ArgumentException("Moments of floats are not integers: use OfReal.", nameof(frame));
        int rows = frame.Length / columns;
        fixed (T* pixels = frame, bits = mask)
        {
            int whole = typeof(T) == typeof(ushort) && Avx512BW.IsSupported
                ? PixelMomentsAvx512.U16<TExclusion>((ushort*)pixels, (ushort*)bits, rows, columns, (ushort)(object)noData, ref moments)
                : typeof(T) == typeof(ushort) || typeof(T) == typeof(byte)
                ? PixelMomentsVector.Columns<T, TExclusion>(pixels, bits, rows, columns, noData, ref moments)
                : 0;
            if (whole < columns)
                PixelMomentsScalar.Columns<T, TExclusion>(pixels, bits, rows, columns, whole, noData, ref moments);
        }
    }

    private static void Check(int pixels, int mask, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (pixels % columns != 0)
            throw new ArgumentException($"{pixels} pixels are not whole rows of {columns}.", nameof(pixels));
        if (mask != 0 && mask != pixels)
            throw new ArgumentException($"A mask of {mask} does not fit a frame of {pixels} pixels.", nameof(mask));
    }
}
