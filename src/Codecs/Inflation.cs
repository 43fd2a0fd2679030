using System.IO.Compression;

namespace Ronchi.Codecs;

/// <summary>Deflated bytes, inflated by the framework: zlib streams (RFC 1950) and gzip members (RFC 1952).</summary>
public static unsafe class Inflation
{
    /// <summary>Inflates a zlib stream.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="destination">Receives the content; may be longer. Undefined after a failure.</param>
    public static DecodeResult Zlib(ReadOnlySpan<byte> source, Span<byte> destination) =>
        Inflate(source, destination, static stream => new ZLibStream(stream, CompressionMode.Decompress));

    /// <summary>Inflates gzip members, one behind the other.</summary>
    /// <param name="source">The members.</param>
    /// <param name="destination">Receives the content; may be longer. Undefined after a failure.</param>
    public static DecodeResult Gzip(ReadOnlySpan<byte> source, Span<byte> destination) =>
        Inflate(source, destination, static stream => new GZipStream(stream, CompressionMode.Decompress));

    // The framework's inflater reads from a stream; this one stands over the span, which stays in place meanwhile.
    private static DecodeResult Inflate(ReadOnlySpan<byte> source, Span<byte> destination, Func<Stream, Stream> open)
    {
        if (source.IsEmpty)
            return new DecodeResult(DecodeStatus.Truncated, 0, 0);
        try
        {
            fixed (byte* input = source)
            {
                using var stream = open(new UnmanagedMemoryStream(input, source.Length));
                int written = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
                return written == destination.Length && stream.ReadByte() >= 0
                    ? new DecodeResult(DecodeStatus.DestinationTooSmall, 0, 0)
                    : new DecodeResult(DecodeStatus.Done, source.Length, written);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Most damage is the former; a stream that asks for a dictionary is the latter.
            return new DecodeResult(DecodeStatus.Corrupt, 0, 0);
        }
    }
}
