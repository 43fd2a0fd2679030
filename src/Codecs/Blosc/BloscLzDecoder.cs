namespace Ronchi.Codecs.Blosc;

/// <summary>
/// Decodes blosclz, blosc's own relative of FastLZ: literals and matches take turns as their first byte says. A byte below 32 is followed
/// by one literal more than it says; in any other, the upper three bits are the length of a match less two (7: more bytes follow), the
/// lower five and the next byte its distance less one. The largest such distance means that two more bytes follow, big-endian.
/// </summary>
/// <remarks>Source: https://github.com/Blosc/c-blosc/blob/main/blosc/blosclz.c (what its decoder accepts).</remarks>
internal static class BloscLzDecoder
{
    private const int LongestNear = 8191;
    private const int FirstByteMask = 31;

    /// <summary>Decodes a whole stream.</summary>
    /// <returns>Bytes written; -1 when the stream is damaged, or longer than <paramref name="destination"/>.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty)
            return 0;
        int read = 0, written = 0;
        // The first byte begins with literals; its upper bits are a mark.
        int first = source[read++] & FirstByteMask;
        while (true)
        {
            if (first <= FirstByteMask)
            {
                int count = first + 1;
                if (source.Length - read < count || destination.Length - written < count)
                    return -1;
                source.Slice(read, count).CopyTo(destination[written..]);
                read += count;
                written += count;
            }
            else if (!TryMatch(source, ref read, first, destination, ref written))
            {
                return -1;
            }

            if (read >= source.Length)
                return written;
            first = source[read++];
        }
    }

    private static bool TryMatch(ReadOnlySpan<byte> source, ref int read, int first, Span<byte> destination, ref int written)
    {
        long length = (first >> 5) + 2;
        if (length == 9)
        {
            int more;
            do
            {
                if (read >= source.Length)
                    return false;
                more = source[read++];
                length += more;
            }
            while (more == byte.MaxValue);
        }

        if (read >= source.Length)
            return false;
        int distance = ((first & FirstByteMask) << 8) + source[read++];
        if (distance == LongestNear)
        {
            if (source.Length - read < 2)
                return false;
            distance += (source[read] << 8) + source[read + 1];
            read += 2;
        }

        return EarlierBytes.TryRepeat(destination, ref written, distance + 1, length);
    }
}
