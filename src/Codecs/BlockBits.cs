namespace Ronchi.Codecs;

/// <summary>Bit planes of whole blocks whose elements have any number of bytes.</summary>
internal static class BlockBits
{
    /// <summary>Elements to bit planes; bytes that make no whole element are copied.</summary>
    public static void Shuffle(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        int planeBytes = source.Length / elementBytes, whole = planeBytes * elementBytes;
        source[whole..].CopyTo(destination[whole..]);
        if (elementBytes is 1 or 2 or 4 or 8)
        {
            Bitshuffle.Shuffle(source[..whole], destination[..whole], elementBytes);
            return;
        }

        // Bytes of equal significance first, and the bits of each then.
        var bytes = new byte[whole];
        ByteShuffle.Shuffle(source[..whole], bytes, elementBytes);
        for (int at = 0; at < whole; at += planeBytes)
            Bitshuffle.Shuffle(bytes.AsSpan(at, planeBytes), destination.Slice(at, planeBytes), 1);
    }

    /// <summary>Bit planes to elements.</summary>
    public static void Unshuffle(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        int planeBytes = source.Length / elementBytes, whole = planeBytes * elementBytes;
        source[whole..].CopyTo(destination[whole..]);
        if (elementBytes is 1 or 2 or 4 or 8)
        {
            Bitshuffle.Unshuffle(source[..whole], destination[..whole], elementBytes);
            return;
        }

        var bytes = new byte[whole];
        for (int at = 0; at < whole; at += planeBytes)
            Bitshuffle.Unshuffle(source.Slice(at, planeBytes), bytes.AsSpan(at, planeBytes), 1);
        ByteShuffle.Unshuffle(bytes, destination[..whole], elementBytes);
    }
}
