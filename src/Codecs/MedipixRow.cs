using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ronchi.Codecs.Packed;

namespace Ronchi.Codecs;

/// <summary>
/// Pixels of a Medipix3 chip as it is read out ("raw"): words of 64 bits, the last pixel of each word first. A word holds 64 pixels of a
/// counter of 1 bit, 8 of 6 bits, 4 of 12 bits.
/// </summary>
/// <remarks>Rows of chips that are turned by 180° are given backward. Paths: vectors; <see cref="MedipixRowScalar"/>.</remarks>
public static class MedipixRow
{
    private const int WordBytes = 8;

    /// <summary>Bytes of the pixels of one stored byte: 8 for counters of 1 bit, else 1.</summary>
    /// <param name="counterBits">1, 6 or 12.</param>
    public static int Growth(int counterBits) => counterBits == 1 ? 8 : 1;

    /// <summary>Pixels in their order.</summary>
    /// <param name="stored">Whole words.</param>
    /// <param name="pixels">A byte for each pixel, or a native 16-bit number where the counter has 12 bits.</param>
    /// <param name="counterBits">1, 6 or 12.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Forward(ReadOnlySpan<byte> stored, Span<byte> pixels, int counterBits)
    {
        Check(stored, pixels, counterBits);
        if (counterBits == 1)
            OneBit.Expand(stored, pixels);
        else if (counterBits == 6 || BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(stored), MemoryMarshal.Cast<byte, ulong>(pixels));
        else
            MedipixRowScalar.Forward(stored, pixels, counterBits);
    }

    /// <summary>Pixels from the last to the first.</summary>
    /// <param name="stored">Whole words.</param>
    /// <param name="pixels">A byte for each pixel, or a native 16-bit number where the counter has 12 bits.</param>
    /// <param name="counterBits">1, 6 or 12.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Backward(ReadOnlySpan<byte> stored, Span<byte> pixels, int counterBits)
    {
        Check(stored, pixels, counterBits);
        if (counterBits == 1)
        {
            OneBit.ExpandBackward(stored, pixels);
            return;
        }

        if (counterBits == 6)
            stored.CopyTo(pixels);
        else if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(stored), MemoryMarshal.Cast<byte, ushort>(pixels));
        else
            stored.CopyTo(pixels);
        MemoryMarshal.Cast<byte, ulong>(pixels).Reverse();
    }

    internal static void Check(ReadOnlySpan<byte> stored, Span<byte> pixels, int counterBits)
    {
        if (counterBits is not (1 or 6 or 12))
            throw new ArgumentOutOfRangeException(nameof(counterBits), counterBits, "Counters have 1, 6 or 12 bits.");
        if (stored.Length % WordBytes != 0)
            throw new ArgumentException("Pixels are stored in words of 8 bytes.", nameof(stored));
        if (pixels.Length != (long)stored.Length * Growth(counterBits))
            throw new ArgumentException("The pixels have another length than what is stored.", nameof(pixels));
    }
}
