using Ronchi.Codecs.Lz4;

namespace Ronchi.Codecs;

/// <summary>LZ4 blocks, bare: no frame, no length. Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md.</summary>
/// <remarks>
/// Accepts every block that liblz4's <c>LZ4_decompress_safe</c> accepts, with the same result, but for one thing: a match with distance 0,
/// which the format forbids and liblz4 1.9 lets pass, is refused, because its bytes would be whatever the destination held.
/// The format's end conditions (five last literals, no match in the last twelve bytes) bind encoders; blocks that break them decode here,
/// while liblz4 refuses some.
/// </remarks>
public static unsafe class Lz4Block
{
    /// <summary>The longest block that <see cref="Encode"/> can accept: positions are 32 bits wide.</summary>
    public const int MaxSourceLength = 0x7E000000;

    /// <summary>Bytes that hold any block made of <paramref name="sourceLength"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or above <see cref="MaxSourceLength"/>.</exception>
    public static int MaxEncodedLength(int sourceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sourceLength, MaxSourceLength);
        return sourceLength + (sourceLength / 255) + 16;
    }

    /// <summary>Decodes a whole block.</summary>
    /// <param name="source">The block, exactly.</param>
    /// <param name="destination">Where it goes; may be longer than the data. Must not overlap <paramref name="source"/>.</param>
    /// <returns>The status, all of <paramref name="source"/> as read, and the decoded length.</returns>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        byte nothing;
        fixed (byte* from = source, to = destination)
        {
            // An empty span pins to null: pointers are compared, so any will do, but not null minus a margin.
            byte* input = source.IsEmpty ? &nothing : from;
            byte* output = destination.IsEmpty ? &nothing : to;
            int dirty = destination.Length;
            int written = Lz4Decoder.Decode(
                input, input + source.Length, input + source.Length, output, output + destination.Length, slack: false, ref dirty);
            return written >= 0 ? new DecodeResult(DecodeStatus.Done, source.Length, written) : new DecodeResult(Status(written), 0, 0);
        }
    }

    /// <summary>Encodes one block, fast: greedy, one hash probe a position.</summary>
    /// <param name="source">What to compress; empty is allowed.</param>
    /// <param name="destination">Where it goes; <see cref="MaxEncodedLength"/> bytes always do.</param>
    /// <returns>Bytes written; 0 when <paramref name="destination"/> is too short.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="source"/> is longer than <see cref="MaxSourceLength"/>.</exception>
    public static int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, MaxSourceLength, nameof(source));
        byte nothing;
        fixed (byte* from = source, to = destination)
        {
            byte* input = source.IsEmpty ? &nothing : from;
            byte* output = destination.IsEmpty ? &nothing : to;
            return Lz4Encoder.Encode(input, source.Length, output, destination.Length);
        }
    }

    internal static DecodeStatus Status(int failure) => failure switch
    {
        Lz4Failure.Truncated => DecodeStatus.Truncated,
        Lz4Failure.NoRoom => DecodeStatus.DestinationTooSmall,
        _ => DecodeStatus.Corrupt,
    };
}
