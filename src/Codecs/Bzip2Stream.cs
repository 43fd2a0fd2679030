using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;

namespace Ronchi.Codecs;

/// <summary>Bytes compressed with bzip2, decoded by SharpZipLib.</summary>
public static unsafe class Bzip2Stream
{
    /// <summary>Decodes a stream.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="destination">Receives the content; may be longer. Undefined after a failure.</param>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty)
            return new DecodeResult(DecodeStatus.Truncated, 0, 0);
        try
        {
            fixed (byte* input = source)
            {
                using var stream = new BZip2InputStream(new UnmanagedMemoryStream(input, source.Length));
                int written = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
                return written == destination.Length && stream.ReadByte() >= 0
                    ? new DecodeResult(DecodeStatus.DestinationTooSmall, 0, 0)
                    : new DecodeResult(DecodeStatus.Done, source.Length, written);
            }
        }
        catch (Exception e) when (e is SharpZipBaseException or IOException or IndexOutOfRangeException)
        {
            // The last is how the library finds codes that no stream has.
            return new DecodeResult(DecodeStatus.Corrupt, 0, 0);
        }
    }
}
