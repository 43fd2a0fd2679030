using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ronchi.Hdf5.Types;

/// <summary>Turns stored numbers into little-endian ones.</summary>
internal static class ByteOrder
{
    public static void ToLittleEndian(Span<byte> elements, Hdf5Type type)
    {
        if (!type.IsBigEndian)
            return;
        switch (type.Size)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(elements);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, uint>(elements);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                var quads = MemoryMarshal.Cast<byte, ulong>(elements);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }
}
