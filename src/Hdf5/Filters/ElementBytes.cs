using System.Buffers.Binary;

namespace Ronchi.Hdf5.Filters;

/// <summary>Writes integers of 1, 2, 4 or 8 bytes in either byte order, one or many.</summary>
internal static class ElementBytes
{
    public static bool IsSize(uint size) => size is 1 or 2 or 4 or 8;

    /// <summary>Writes the low bytes of <paramref name="value"/>.</summary>
    public static void Write(Span<byte> destination, ulong value, int size, bool isBigEndian)
    {
        if (isBigEndian)
            value = BinaryPrimitives.ReverseEndianness(value) >> (64 - (8 * size));
        switch (size)
        {
            case 1: destination[0] = (byte)value; break;
            case 2: BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)value); break;
            case 4: BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)value); break;
            default: BinaryPrimitives.WriteUInt64LittleEndian(destination, value); break;
        }
    }

    /// <summary>Repeats the first bytes until all are filled: each copy is as long as what is there.</summary>
    public static void Repeat(Span<byte> elements, int filled)
    {
        while (filled > 0 && filled < elements.Length)
        {
            int more = Math.Min(filled, elements.Length - filled);
            elements[..more].CopyTo(elements[filled..]);
            filled += more;
        }
    }
}
