using ZstdSharp;

namespace Ronchi.Codecs;

/// <summary>Zstandard frames (RFC 8878), decoded by ZstdSharp; one decoder a thread.</summary>
public static class ZstdFrame
{
    [ThreadStatic]
    private static Decompressor? s_decoder;

    /// <summary>Decodes all frames in <paramref name="source"/>.</summary>
    /// <param name="source">One or more whole frames and nothing else.</param>
    /// <param name="destination">Receives the content; may be longer. Undefined after a failure.</param>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        s_decoder ??= new Decompressor();
        try
        {
            if (s_decoder.TryUnwrap(source, destination, out int written))
                return new DecodeResult(DecodeStatus.Done, source.Length, written);
        }
        catch (ZstdException)
        {
            // What is wrong with a frame's head is thrown in spite of the name.
        }
        return new DecodeResult(DecodeStatus.Corrupt, 0, 0);
    }
}
