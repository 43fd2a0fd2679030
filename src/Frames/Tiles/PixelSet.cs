using System.Numerics;
using System.Runtime.InteropServices;

namespace Ronchi.Frames;

/// <summary>A set of detector pixels as a bitmap: pixel <i>i</i> (row-major) is bit <c>i mod 8</c> of byte <c>i / 8</c>.</summary>
/// <remarks>The bit order is that of bit planes, so that the two can be compared byte by byte. Bits behind the last pixel are 0.</remarks>
public sealed class PixelSet
{
    private readonly byte[] _bits;

    private PixelSet(int pixels, byte[] bits)
    {
        Pixels = pixels;
        _bits = bits;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bits))
            Count += BitOperations.PopCount(word);
        for (var i = bits.Length & ~7; i < bits.Length; i++)
            Count += BitOperations.PopCount(bits[i]);
    }

    /// <summary>Pixels of a frame, in the set or not.</summary>
    public int Pixels { get; }

    /// <summary>Pixels in the set.</summary>
    public int Count { get; }

    /// <summary>The bitmap, ⌈pixels / 8⌉ bytes.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>Whether a pixel is in the set.</summary>
    public bool this[int pixel] => (_bits[pixel >> 3] >> (pixel & 7) & 1) != 0;

    /// <summary>No pixel.</summary>
    public static PixelSet None(int pixels) => new(pixels, new byte[(pixels + 7) / 8]);

    /// <summary>Every pixel.</summary>
    public static PixelSet All(int pixels) => From(pixels, static _ => true);

    /// <summary>The pixels for which <paramref name="contains"/> is true.</summary>
    public static PixelSet From(int pixels, Func<int, bool> contains)
    {
        var bits = new byte[(pixels + 7) / 8];
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            if (contains(pixel))
                bits[pixel >> 3] |= (byte)(1 << (pixel & 7));
        }

        return new PixelSet(pixels, bits);
    }

    /// <summary>The pixels of a list.</summary>
    /// <exception cref="ArgumentException">One of them leaves the frame.</exception>
    public static PixelSet Of(int pixels, ReadOnlySpan<int> members)
    {
        if (members.ContainsAnyExceptInRange(0, pixels - 1))
            throw new ArgumentException($"A pixel lies outside the frame of {pixels}.", nameof(members));
        var bits = new byte[(pixels + 7) / 8];
        foreach (var pixel in members)
            bits[pixel >> 3] |= (byte)(1 << (pixel & 7));
        return new PixelSet(pixels, bits);
    }

    /// <summary>Pixels in either set.</summary>
    /// <exception cref="ArgumentException">The sets belong to frames of different size.</exception>
    public PixelSet Union(PixelSet other) => Combine(other, static (a, b) => (byte)(a | b));

    /// <summary>Pixels of this set that are not in <paramref name="other"/>.</summary>
    /// <exception cref="ArgumentException">The sets belong to frames of different size.</exception>
    public PixelSet Except(PixelSet other) => Combine(other, static (a, b) => (byte)(a & ~b));

    private PixelSet Combine(PixelSet other, Func<byte, byte, byte> combine)
    {
        if (other.Pixels != Pixels)
            throw new ArgumentException($"A set over {other.Pixels} pixels does not fit one over {Pixels}.", nameof(other));
        var bits = new byte[_bits.Length];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = combine(_bits[i], other._bits[i]);
        return new PixelSet(Pixels, bits);
    }
}
