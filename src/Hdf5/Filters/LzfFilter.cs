namespace Ronchi.Hdf5.Filters;

/// <summary>
/// Filter 32000: LibLZF, as h5py writes it. A control byte below 32 starts literals, others a match of 3 to 264 bytes up to 8192 back.
/// </summary>
internal sealed class LzfFilter : IChunkFilter
{
    public int Id => 32000;

    public int LargestExpansion => 132;

    public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
    {
        int read = 0, written = 0;
        while (read < source.Length)
        {
            int control = source[read++];
            if (control < 32)
            {
                int count = control + 1;
                if (count > source.Length - read || count > destination.Length - written)
                    return -1;
                source.Slice(read, count).CopyTo(destination[written..]);
                read += count;
                written += count;
                continue;
            }
            int length = control >> 5;
            if (length == 7)
            {
                if (read >= source.Length)
                    return -1;
                length += source[read++];
            }
            length += 2;
            if (read >= source.Length)
                return -1;
            int from = written - ((control & 31) << 8) - source[read++] - 1;
            if (from < 0 || length > destination.Length - written)
                return -1;
            for (int i = 0; i < length; i++)
                destination[written + i] = destination[from + i];
            written += length;
        }
        return written;
    }
}
