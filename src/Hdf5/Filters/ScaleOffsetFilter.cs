using System.Buffers.Binary;

namespace Ronchi.Hdf5.Filters;

/// <summary>
/// Filter 6: numbers are stored as their difference from the smallest one in the chunk, in as few bits as those need; floats were rounded
/// to a number of decimal places.
/// </summary>
/// <remarks>
/// Parameters as the library writes them (H5Zscaleoffset.c): how floats are scaled, decimal places, elements, class, size, sign, byte
/// order, whether there is a fill value, its bytes. All bits set stand for the fill value.
/// </remarks>
internal sealed class ScaleOffsetFilter : IChunkFilter
{
    private const int Scaling = 0, Places = 1, Elements = 2, Class = 3, Size = 4, Order = 6, HasFill = 7, Fill = 8;
    private const int SmallestAt = 5, PackedAt = 21;
    private const uint FloatClass = 1, DecimalPlaces = 0;

    public int Id => 6;

    // A chunk of equal numbers is stored as one of them.
    public int LargestExpansion => int.MaxValue;

    public string? Obstacle(ReadOnlySpan<uint> parameters) =>
        parameters.Length > Class && parameters[Class] == FloatClass && parameters[Scaling] != DecimalPlaces
            ? "scale-offset by powers of two"
            : null;

    public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
    {
        if (parameters.Length <= HasFill || source.Length < PackedAt
            || !ElementBytes.IsSize(parameters[Size]) || Obstacle(parameters) is not null)
            return -1;
        int size = (int)parameters[Size];
        long count = parameters[Elements];
        uint width = BinaryPrimitives.ReadUInt32LittleEndian(source);
        var packed = source[PackedAt..];
        if (count * size > destination.Length || width > 8 * size || !PackedBits.Fit(count, (int)width, packed.Length))
            return -1;
        bool isFloat = parameters[Class] == FloatClass, isBigEndian = parameters[Order] == 1;
        if (width == 8 * size)
            return CopyWhole(packed, count, size, isBigEndian, destination);
        if (isFloat && size < 4)
            return -1;
        ulong smallest = ReadSmallest(source);
        // Without a fill value no pattern of bits is special.
        ulong? special = parameters[HasFill] != 0 ? (1UL << (int)width) - 1 : null;
        ulong fill = ReadFill(parameters);
        double scale = Math.Pow(10, (int)parameters[Places]);
        var bits = new PackedBits(packed);
        // Numbers without a bit are all the same.
        long packedCount = width == 0 ? Math.Min(count, 1) : count;
        for (int i = 0; i < packedCount; i++)
        {
            ulong stored = width == 0 ? 0 : bits.Next((int)width);
            ulong value = stored == special ? fill
                : isFloat ? Unscale(stored, smallest, scale, size)
                : stored + smallest;
            ElementBytes.Write(destination[(i * size)..], value, size, isBigEndian);
        }
        ElementBytes.Repeat(destination[..(int)(count * size)], (int)(packedCount * size));
        return (int)(count * size);
    }

    // Numbers that need all their bits are not packed: they stand as they were in the memory of the writer, which is taken to be
    // little-endian.
    private static int CopyWhole(ReadOnlySpan<byte> numbers, long count, int size, bool isBigEndian, Span<byte> destination)
    {
        int bytes = (int)(count * size);
        numbers[..bytes].CopyTo(destination);
        for (int at = 0; isBigEndian && at < bytes; at += size)
            destination.Slice(at, size).Reverse();
        return bytes;
    }

    private static ulong Unscale(ulong stored, ulong smallest, double scale, int size) => size == 4
        ? BitConverter.SingleToUInt32Bits(((float)(int)stored / (float)scale) + BitConverter.UInt32BitsToSingle((uint)smallest))
        : BitConverter.DoubleToUInt64Bits(((long)stored / scale) + BitConverter.UInt64BitsToDouble(smallest));

    private static ulong ReadSmallest(ReadOnlySpan<byte> source)
    {
        ulong smallest = 0;
        for (int i = Math.Min((int)source[SmallestAt - 1], 8) - 1; i >= 0; i--)
            smallest = (smallest << 8) | source[SmallestAt + i];
        return smallest;
    }

    private static ulong ReadFill(ReadOnlySpan<uint> parameters)
    {
        ulong low = parameters.Length > Fill ? parameters[Fill] : 0;
        ulong high = parameters.Length > Fill + 1 ? parameters[Fill + 1] : 0;
        return low | (high << 32);
    }
}
