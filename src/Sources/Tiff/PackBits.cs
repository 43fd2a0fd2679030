namespace Ronchi.Sources.Tiff;

/// <summary>Runs of bytes as Apple's PackBits has them (TIFF 6.0, section 9).</summary>
internal static class PackBits
{
    /// <summary>Decodes a strip or tile.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="destination">Filled from the beginning.</param>
    /// <returns>Bytes that were written.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int at = 0, written = 0;
        while (at < source.Length && written < destination.Length)
        {
            var head = (sbyte)source[at++];
            if (head >= 0)
            {
                var count = Math.Min(Math.Min(head + 1, source.Length - at), destination.Length - written);
                source.Slice(at, count).CopyTo(destination[written..]);
                (at, written) = (at + count, written + count);
            }
            else if (head > sbyte.MinValue && at < source.Length)
            {
                var count = Math.Min(1 - head, destination.Length - written);
                destination.Slice(written, count).Fill(source[at++]);
                written += count;
            }
        }

        return written;
    }
}
