using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ronchi.Kernels;

/// <summary>
/// Linear bitmaps: pixel <c>i</c> is bit <c>i mod 8</c> of byte <c>i / 8</c>, the layout of a bit plane. Bits past the last pixel are zero.
/// </summary>
public static class BitMask
{
    /// <summary>Bytes that hold <paramref name="pixels"/> bits.</summary>
    public static int Bytes(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        return (int)(((long)pixels + 7) / 8);
    }

    /// <summary>Sets bit <c>i</c> where <paramref name="chosen"/>[i], clears all others.</summary>
    /// <exception cref="ArgumentException"><paramref name="bits"/> is shorter than <see cref="Bytes"/> of the pixels.</exception>
    public static void FromBooleans(ReadOnlySpan<bool> chosen, Span<byte> bits)
    {
        Prepare(chosen.Length, bits);
        for (int i = 0; i < chosen.Length; i++)
            if (chosen[i])
                bits[i >> 3] |= (byte)(1 << (i & 7));
    }

    /// <summary>Sets bit <c>i</c> where <paramref name="chosen"/>(i), clears all others.</summary>
    /// <exception cref="ArgumentException"><paramref name="bits"/> is shorter than <see cref="Bytes"/> of the pixels.</exception>
    public static void FromPredicate(int pixels, Func<int, bool> chosen, Span<byte> bits)
    {
        Prepare(pixels, bits);
        for (int i = 0; i < pixels; i++)
            if (chosen(i))
                bits[i >> 3] |= (byte)(1 << (i & 7));
    }

    /// <summary>Sets bit <c>i</c> where <paramref name="values"/>[i] is not zero (NaN counts as not zero), clears all others.</summary>
    /// <exception cref="ArgumentException"><paramref name="bits"/> is shorter than <see cref="Bytes"/> of the pixels.</exception>
    public static void FromNonzero<T>(ReadOnlySpan<T> values, Span<byte> bits)
        where T : unmanaged, INumberBase<T>
    {
        Prepare(values.Length, bits);
        for (int i = 0; i < values.Length; i++)
            if (!T.IsZero(values[i]))
                bits[i >> 3] |= (byte)(1 << (i & 7));
    }

    /// <summary>Whether pixel <paramref name="pixel"/> is in the mask.</summary>
    public static bool Contains(ReadOnlySpan<byte> bits, int pixel) => (bits[pixel >> 3] >> (pixel & 7) & 1) != 0;

    /// <summary>Number of set bits.</summary>
    public static long PopCount(ReadOnlySpan<byte> bits)
    {
        long count = 0;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bits);
        foreach (ulong word in words)
            count += BitOperations.PopCount(word);
        foreach (byte b in bits[(words.Length * 8)..])
            count += BitOperations.PopCount(b);
        return count;
    }

    /// <summary>Whether any bit is set.</summary>
    public static bool Any(ReadOnlySpan<byte> bits) => bits.ContainsAnyExcept((byte)0);

    /// <summary><paramref name="result"/> = <paramref name="left"/> ∧ <paramref name="right"/>; may overwrite an input.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void And(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result) => Combine<AndBits>(left, right, result);

    /// <summary><paramref name="result"/> = <paramref name="left"/> ∧ ¬<paramref name="right"/>; may overwrite an input.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AndNot(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result) =>
        Combine<AndNotBits>(left, right, result);

    /// <summary><paramref name="result"/> = <paramref name="left"/> ∨ <paramref name="right"/>; may overwrite an input.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Or(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result) => Combine<OrBits>(left, right, result);

    private static void Prepare(int pixels, Span<byte> bits)
    {
        if (bits.Length < Bytes(pixels))
            throw new ArgumentException($"{pixels} pixels need {Bytes(pixels)} bytes, not {bits.Length}.", nameof(bits));
        bits.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<TOperation>(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result)
        where TOperation : struct, IBitOperation
    {
        if (left.Length != right.Length || left.Length != result.Length)
            throw new ArgumentException(
                $"Bitmaps of {left.Length}, {right.Length} and {result.Length} bytes cannot be combined.", nameof(result));
        int i = 0;
        for (; i + Vector<byte>.Count <= left.Length; i += Vector<byte>.Count)
            TOperation.Apply(new Vector<byte>(left[i..]), new Vector<byte>(right[i..])).CopyTo(result[i..]);
        for (; i < left.Length; i++)
            result[i] = TOperation.Apply(left[i], right[i]);
    }

    private interface IBitOperation
    {
        static abstract Vector<byte> Apply(Vector<byte> left, Vector<byte> right);

        static abstract byte Apply(byte left, byte right);
    }

    private readonly struct AndBits : IBitOperation
    {
        public static Vector<byte> Apply(Vector<byte> left, Vector<byte> right) => left & right;

        public static byte Apply(byte left, byte right) => (byte)(left & right);
    }

    private readonly struct AndNotBits : IBitOperation
    {
        public static Vector<byte> Apply(Vector<byte> left, Vector<byte> right) => Vector.AndNot(left, right);

        public static byte Apply(byte left, byte right) => (byte)(left & ~right);
    }

    private readonly struct OrBits : IBitOperation
    {
        public static Vector<byte> Apply(Vector<byte> left, Vector<byte> right) => left | right;

        public static byte Apply(byte left, byte right) => (byte)(left | right);
    }
}
