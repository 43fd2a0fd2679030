using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ronchi.Codecs;

/// <summary>The same as <see cref="MedipixRow"/>, pixel by pixel: its oracle and the baseline of its speed.</summary>
public static class MedipixRowScalar
{
    /// <inheritdoc cref="MedipixRow.Forward"/>
    public static void Forward(ReadOnlySpan<byte> stored, Span<byte> pixels, int counterBits)
    {
        MedipixRow.Check(stored, pixels, counterBits);
        if (counterBits == 12)
        {
            var wide = MemoryMarshal.Cast<byte, ushort>(pixels);
            for (var i = 0; i < wide.Length; i++)
                wide[i] = (ushort)Pixel(stored, i, counterBits);
            return;
        }

        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Pixel(stored, i, counterBits);
    }

    /// <inheritdoc cref="MedipixRow.Backward"/>
    public static void Backward(ReadOnlySpan<byte> stored, Span<byte> pixels, int counterBits)
    {
        Forward(stored, pixels, counterBits);
        if (counterBits == 12)
            MemoryMarshal.Cast<byte, ushort>(pixels).Reverse();
        else
            pixels.Reverse();
    }

    private static int Pixel(ReadOnlySpan<byte> stored, int index, int counterBits)
    {
        var perWord = counterBits switch { 1 => 64, 6 => 8, _ => 4 };
        var word = stored.Slice(index / perWord * 8, 8);
        var place = index % perWord;
        return counterBits switch
        {
            1 => (word[7 - (place / 8)] >> (place % 8)) & 1,
            6 => word[7 - place],
            _ => BinaryPrimitives.ReadUInt16BigEndian(word[(2 * (3 - place))..]),
        };
    }
}
