using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Ronchi.Hdf5.Types;

/// <summary>
/// Turns stored numbers into little-endian values of the same size, in place: byte order first, then the significant bits, signed ones
/// extended.
/// </summary>
internal static class StoredNumbers
{
    public static void ToValues(Span<byte> elements, Hdf5Type type)
    {
        if (type.IsBigEndian)
            Reverse(elements, type.Size);
        if (!type.IsWhole)
            Extract(elements, type);
    }

    private static void Reverse(Span<byte> elements, int size)
    {
        switch (size)
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

    // The bits above and below the significant ones may hold anything.
    private static void Extract(Span<byte> elements, Hdf5Type type)
    {
        int right = (8 * type.Size) - type.Precision;
        int left = right - type.BitOffset;
        switch (type.Size, type.IsSigned)
        {
            case (1, false): Shift<byte>(elements, left, right); break;
            case (1, true): Shift<sbyte>(elements, left, right); break;
            case (2, false): Shift<ushort>(elements, left, right); break;
            case (2, true): Shift<short>(elements, left, right); break;
            case (4, false): Shift<uint>(elements, left, right); break;
            case (4, true): Shift<int>(elements, left, right); break;
            case (8, false): Shift<ulong>(elements, left, right); break;
            case (8, true): Shift<long>(elements, left, right); break;
        }
    }

    private static void Shift<T>(Span<byte> elements, int left, int right)
        where T : unmanaged, IBinaryInteger<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(elements);
        int at = 0;
        for (; at <= values.Length - Vector<T>.Count; at += Vector<T>.Count)
            ((new Vector<T>(values[at..]) << left) >> right).CopyTo(values[at..]);
        for (; at < values.Length; at++)
            values[at] = (values[at] << left) >> right;
    }
}
