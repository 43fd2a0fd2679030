namespace Ronchi.Codecs.Lz4;

/// <summary>Copies that touch exactly their bytes: for the ends of a span, where wide stores would pass them.</summary>
internal static unsafe class Lz4Copy
{
    // Below this, calls cost more than bytes.
    private const int ShortestDoubling = 32;

    /// <summary>Copies a run of literals.</summary>
    public static void Literals(byte* from, byte* to, long length) => Buffer.MemoryCopy(from, to, length, length);

    /// <summary>Repeats what lies <paramref name="offset"/> bytes back; source and destination may overlap.</summary>
    public static void Match(byte* to, long offset, long length)
    {
        byte* end = to + length;
        if (length < ShortestDoubling)
        {
            for (byte* from = to - offset; to < end; to++, from++)
                *to = *from;
            return;
        }
        // What is there already repeats with this distance, hence also with twice of it.
        for (; end - to > offset; to += offset, offset += offset)
            Buffer.MemoryCopy(to - offset, to, offset, offset);
        Buffer.MemoryCopy(to - offset, to, end - to, end - to);
    }
}
