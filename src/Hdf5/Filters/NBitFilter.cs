namespace Ronchi.Hdf5.Filters;

/// <summary>Filter 5: only the significant bits of numbers are stored.</summary>
/// <remarks>
/// Parameters as the library writes them (H5Znbit.c): their count, whether nothing was packed, elements, class, size, byte order,
/// precision, bit offset. Compound and array types are not undone.
/// </remarks>
internal sealed class NBitFilter : IChunkFilter
{
    private const int NotPacked = 1, Elements = 2, Class = 3, Size = 4, Order = 5, Precision = 6, BitOffset = 7;
    private const uint Atomic = 1;

    public int Id => 5;

    public int LargestExpansion => 64;

    public string? Obstacle(ReadOnlySpan<uint> parameters) =>
        parameters.Length > Class && parameters[NotPacked] == 0 && parameters[Class] != Atomic ? "n-bit of a compound or array type" : null;

    public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
    {
        if (parameters.Length <= Class)
            return -1;
        if (parameters[NotPacked] != 0)
        {
            if (source.Length > destination.Length)
                return -1;
            source.CopyTo(destination);
            return source.Length;
        }
        if (parameters.Length <= BitOffset || parameters[Class] != Atomic || !ElementBytes.IsSize(parameters[Size]))
            return -1;
        int size = (int)parameters[Size];
        uint precision = parameters[Precision], offset = parameters[BitOffset];
        long count = parameters[Elements];
        if (precision is 0 or > 64 || offset > 64 || precision + offset > 8 * size
            || count * size > destination.Length || !PackedBits.Fit(count, (int)precision, source.Length))
            return -1;
        bool isBigEndian = parameters[Order] == 1;
        var bits = new PackedBits(source);
        for (int i = 0; i < count; i++)
            ElementBytes.Write(destination[(i * size)..], bits.Next((int)precision) << (int)offset, size, isBigEndian);
        return (int)(count * size);
    }
}
