using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ronchi.Sources.Storage;

/// <summary>Turns values into the byte order of the processor.</summary>
internal static class NativeOrder
{
    /// <summary>Turns them in place, where they need it.</summary>
    /// <param name="bytes">The values.</param>
    /// <param name="elementBytes">Bytes of one.</param>
    /// <param name="isBigEndian">Whether they are stored big-endian.</param>
    public static void Of(Span<byte> bytes, int elementBytes, bool isBigEndian)
    {
        if (isBigEndian != BitConverter.IsLittleEndian)
            return;
        switch (elementBytes)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
