namespace Ronchi.Sources.Tiff;

/// <summary>Lempel–Ziv–Welch as TIFF 6.0 has it (section 13): codes of 9 to 12 bits, the highest bit first, one code earlier wider than
/// elsewhere.</summary>
internal static class TiffLzw
{
    private const int Clear = 256;
    private const int End = 257;
    private const int FirstFree = 258;
    private const int TableSize = 4096;

    /// <summary>Decodes a strip or tile.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="destination">Filled from the beginning.</param>
    /// <returns>Bytes that were written; -1: the codes are damaged.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // A string of the table is one that was written before, and one byte more: where it stands, and how long it is.
        Span<int> starts = stackalloc int[TableSize], lengths = stackalloc int[TableSize];
        int free = FirstFree, width = 9, written = 0, previous = -1, previousLength = 0;
        uint held = 0;
        int have = 0, at = 0;
        while (written < destination.Length)
        {
            while (have < width)
            {
                if (at == source.Length)
                    return written;
                held = (held << 8) | source[at++];
                have += 8;
            }

            have -= width;
            var code = (int)(held >> have) & ((1 << width) - 1);
            if (code == End)
                return written;
            if (code == Clear)
            {
                (free, width, previous) = (FirstFree, 9, -1);
                continue;
            }

            int length;
            var begin = written;
            if (code < Clear)
            {
                destination[written++] = (byte)code;
                length = 1;
            }
            else
            {
                if (previous < 0 || code > free || code < FirstFree || (code == free && free >= TableSize))
                    return -1;
                // The code that is made with this one is what came before and its own first byte.
                var (from, count) = code < free ? (starts[code], lengths[code]) : (previous, previousLength + 1);
                length = count;
                for (var i = 0; i < count && written < destination.Length; i++)
                    destination[written++] = destination[from + i];
            }

            if (previous >= 0 && free < TableSize)
            {
                (starts[free], lengths[free]) = (previous, previousLength + 1);
                free++;
                width = free >= 2047 ? 12 : free >= 1023 ? 11 : free >= 511 ? 10 : 9;
            }

            (previous, previousLength) = (begin, length);
        }

        return written;
    }
}
