namespace Ronchi.Codecs.Blosc;

/// <summary>Matches of the LZ77 family: bytes that were written before are written again.</summary>
internal static class EarlierBytes
{
    /// <summary>Writes again what stands <paramref name="distance"/> bytes back; it may reach into what it writes itself.</summary>
    /// <returns>False when it would begin before the start, or end behind the end.</returns>
    public static bool TryRepeat(Span<byte> destination, ref int written, int distance, long length)
    {
        if (distance < 1 || distance > written || length > destination.Length - written)
            return false;
        var to = destination.Slice(written, (int)length);
        var from = destination[(written - distance)..];
        written += to.Length;
        if (distance == 1)
        {
            to.Fill(from[0]);
            return true;
        }

        // Each piece doubles what stands behind the beginning of the match.
        for (int done = 0; done < to.Length;)
        {
            int piece = Math.Min(distance + done, to.Length - done);
            from[..piece].CopyTo(to[done..]);
            done += piece;
        }

        return true;
    }
}
