using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Codecs.Lz4;

/// <summary>Chooses the decoder once, at start.</summary>
/// <remarks>
/// Hot loops of this room carry <see cref="MethodImplOptions.AggressiveOptimization"/>: compiled once, fully, at the first call.
/// ReadyToRun images hold no 512-bit code, and tiering would run the first frames through a version without it;
/// that costs more than profile-guided layout gains in loops this regular.
/// </remarks>
internal static unsafe class Lz4Decoder
{
    /// <summary>Bytes before and behind a destination that the fast paths may touch when the caller grants them.</summary>
    public const int Slack = 64;

    /// <summary>Decodes one LZ4 block: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md.</summary>
    /// <param name="source">The block.</param>
    /// <param name="sourceEnd">Its end.</param>
    /// <param name="readEnd">Bytes up to here may be read, though they are not the block's; ≥ <paramref name="sourceEnd"/>.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="destinationEnd">Its end; the block may be shorter, not longer.</param>
    /// <param name="slack">Whether <see cref="Slack"/> bytes on both sides of the destination belong to it.</param>
    /// <param name="dirty">In: bytes from here to the end are zero already. Out: where the zeros now begin. Undefined after a
    /// failure.</param>
    /// <returns>Bytes written, or one of <see cref="Lz4Failure"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(
        byte* source, byte* sourceEnd, byte* readEnd, byte* destination, byte* destinationEnd, bool slack, ref int dirty)
    {
        if (Lz4WindowDecoder.IsSupported)
            return Lz4WindowDecoder.Decode(source, sourceEnd, readEnd, destination, destinationEnd, slack, ref dirty);
        if (Lz4VectorDecoder.IsSupported)
            return Lz4VectorDecoder.Decode(source, sourceEnd, readEnd, destination, destinationEnd, slack, ref dirty);
        int written = Lz4ScalarDecoder.Decode(source, sourceEnd, destination, destinationEnd);
        dirty = written;
        return written;
    }
}
