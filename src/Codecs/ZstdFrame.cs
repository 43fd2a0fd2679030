using ZstdSharp;

namespace Ronchi.Codecs;

/// <summary>Zstandard frames (RFC 8878), decoded and encoded by ZstdSharp; one decoder and one encoder a thread.</summary>
public static class ZstdFrame
{
    [ThreadStatic]
    private static Decompressor? s_decoder;

    [ThreadStatic]
    private static Compressor? s_encoder;

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

    /// <summary>Encodes one frame, which says its content's length.</summary>
    /// <param name="source">What to compress.</param>
    /// <param name="level">Zstandard's level; 0: its own choice.</param>
    /// <param name="destination">Where it goes.</param>
    /// <returns>Bytes written; 0 when <paramref name="destination"/> is too short.</returns>
    public static int Encode(ReadOnlySpan<byte> source, int level, Span<byte> destination)
    {
        s_encoder ??= new Compressor();
        if (s_encoder.Level != level)
            s_encoder.Level = level;
        return s_encoder.TryWrap(source, destination, out int written) ? written : 0;
    }

    /// <summary>Bytes that hold any frame made of <paramref name="sourceLength"/> bytes.</summary>
    public static int MaxEncodedLength(int sourceLength) => Compressor.GetCompressBound(sourceLength);
}
