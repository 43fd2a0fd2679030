using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Codecs.Lz4;

/// <summary>
/// LZ4 block decoder with 16-byte copies; short distances are one byte shuffle repeated. With AVX2, common sequences go another way
/// (<see cref="Lz4ShortSequences"/>).
/// </summary>
internal static unsafe class Lz4VectorDecoder
{
    public static bool IsSupported { get; } = Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    // Wide stores left bytes that are not zero at most so far behind the output: 32 by a short sequence.
    private const int Overshoot = 32;

    // Row d: lane k takes byte k mod d.
    private static ReadOnlySpan<byte> Repeats =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
        0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
        0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
        0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
    ];

    /// <inheritdoc cref="Lz4Decoder.Decode"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(
        byte* source, byte* sourceEnd, byte* readEnd, byte* destination, byte* destinationEnd, bool slack, ref int dirty)
    {
        byte* repeats = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in Repeats[0]));
        byte* input = source;
        byte* output = destination;
        byte* roomEnd = slack ? destinationEnd + Lz4Decoder.Slack : destinationEnd;
        byte* dirtyEnd = destination + dirty;
        byte* runStart = null;
        byte* runEnd = null;
        nint inputFast = (nint)sourceEnd - Lz4ShortSequences.InputMargin;
        nint outputFast = (nint)destinationEnd - Lz4ShortSequences.OutputMargin;
        while (true)
        {
            if (Lz4ShortSequences.IsSupported && (nint)input <= inputFast && (nint)output <= outputFast)
            {
                byte* reached = output;
                input = Lz4ShortSequences.Decode(input, inputFast, &reached, outputFast, destination);
                output = reached;
            }
            if (input >= sourceEnd)
                return Lz4Failure.Truncated;
            long token = *input++;
            long literals = token >> 4;
            long match = token & 15;
            if (literals == 15)
            {
                byte* end = Lz4Length.End(input, sourceEnd);
                if (end == null)
                    return Lz4Failure.Truncated;
                literals += Lz4Length.Value(input, end);
                input = end;
            }
            if (literals > sourceEnd - input)
                return Lz4Failure.Truncated;
            if (literals > destinationEnd - output)
                return Lz4Failure.NoRoom;
            if (readEnd - input >= literals + 16 && roomEnd - output >= literals + 16)
            {
                // Most runs are short: the first 16 bytes need no loop.
                Vector128.Store(Vector128.Load(input), output);
                for (long i = 16; i < literals; i += 16)
                    Vector128.Store(Vector128.Load(input + i), output + i);
            }
            else
            {
                Lz4Copy.Literals(input, output, literals);
            }
            input += literals;
            output += literals;
            if (input == sourceEnd)
                break;
            if (sourceEnd - input < 2)
                return Lz4Failure.Truncated;

            long offset = Unsafe.ReadUnaligned<ushort>(input);
            input += 2;
            if ((ulong)(offset - 1) >= (ulong)(output - destination))
                return Lz4Failure.Corrupt;
            if (match == 15)
            {
                byte* end = Lz4Length.End(input, sourceEnd);
                if (end == null)
                    return Lz4Failure.Truncated;
                match += Lz4Length.Value(input, end);
                input = end;
            }
            match += 4;
            if (match > destinationEnd - output)
                return Lz4Failure.NoRoom;
            byte* matchEnd = output + match;
            if (roomEnd - matchEnd < 16)
            {
                Lz4Copy.Match(output, offset, match);
            }
            else if (offset >= 16)
            {
                for (byte* to = output; to < matchEnd; to += 16)
                    Vector128.Store(Vector128.Load(to - offset), to);
            }
            else
            {
                var pattern = Vector128.Shuffle(Vector128.Load(output - offset), Vector128.Load(repeats + (offset * 16)));
                long step = 16 - (16 % (int)offset);
                byte* end = matchEnd;
                if (match >= Lz4HighWater.ShortestRun && pattern == Vector128<byte>.Zero)
                {
                    runStart = output;
                    runEnd = matchEnd;
                    end = Lz4HighWater.ClearTo(output, matchEnd, dirtyEnd, Overshoot);
                    step = 16;
                }
                for (byte* to = output; to < end; to += step)
                    Vector128.Store(pattern, to);
            }
            output = matchEnd;
        }
        dirty = Lz4HighWater.Of(destination, output, runStart, runEnd);
        return (int)(output - destination);
    }
}
