using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Codecs.Lz4;

/// <summary>Greedy LZ4 encoder: one hash table of positions, one probe a position, longer strides where nothing matches.</summary>
internal static unsafe class Lz4Encoder
{
    private const int ShortestMatch = 4;
    private const int LongestOffset = 65535;

    // Ends that every decoder may rely on: the last five bytes are literals, the last match begins twelve bytes before the end.
    private const int LastLiterals = 5;
    private const int MatchMargin = 12;

    // 64 probes without a match before each longer stride.
    private const int StrideShift = 6;

    /// <summary>Encodes a block.</summary>
    /// <returns>Bytes written; 0 when they do not fit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Encode(byte* source, int length, byte* destination, int capacity)
    {
        byte* sourceEnd = source + length;
        byte* output = destination;
        byte* outputEnd = destination + capacity;
        byte* anchor = source;
        if (length > MatchMargin)
        {
            byte* matchLimit = sourceEnd - LastLiterals;
            byte* lastStart = sourceEnd - MatchMargin;
            var table = Lz4PositionTable.ForThread();
            fixed (uint* positions = table.Positions)
            {
                // Positions count up over all calls of a thread: what is below this base is another call's and no candidate.
                uint bias = table.Reserve(length);
                positions[Lz4PositionTable.Slot(source)] = bias;
                byte* input = source + 1;
                while (true)
                {
                    byte* candidate;
                    int probes = 1 << StrideShift;
                    while (true)
                    {
                        if (input > lastStart)
                            goto Rest;
                        uint* slot = positions + Lz4PositionTable.Slot(input);
                        uint position = (uint)(input - source) + bias;
                        uint found = *slot;
                        *slot = position;
                        candidate = source + (found - bias);
                        if (found >= bias && position - found <= LongestOffset
                            && Unsafe.ReadUnaligned<uint>(candidate) == Unsafe.ReadUnaligned<uint>(input))
                        {
                            break;
                        }
                        input += probes++ >> StrideShift;
                    }
                    while (input > anchor && candidate > source && input[-1] == candidate[-1])
                    {
                        input--;
                        candidate--;
                    }
                    while (true)
                    {
                        long literals = input - anchor;
                        long match = Common(input + ShortestMatch, candidate + ShortestMatch, matchLimit);
                        // Token, both extensions, offset; and the last sequence still needs its token and five literals.
                        if (outputEnd - output < literals + (literals / 255) + (match / 255) + 5 + 1 + LastLiterals)
                            return 0;
                        byte* token = output++;
                        int high = (int)Math.Min(literals, 15);
                        int low = (int)Math.Min(match, 15);
                        *token = (byte)((high << 4) | low);
                        if (high == 15)
                            output = Extend(output, literals - 15);
                        Copy(anchor, output, literals, sourceEnd, outputEnd);
                        output += literals;
                        BinaryPrimitives.WriteUInt16LittleEndian(new Span<byte>(output, 2), (ushort)(input - candidate));
                        output += 2;
                        if (low == 15)
                            output = Extend(output, match - 15);
                        input += match + ShortestMatch;
                        anchor = input;
                        if (input > lastStart)
                            goto Rest;
                        positions[Lz4PositionTable.Slot(input - 2)] = (uint)(input - 2 - source) + bias;
                        uint* next = positions + Lz4PositionTable.Slot(input);
                        uint here = (uint)(input - source) + bias;
                        uint before = *next;
                        *next = here;
                        candidate = source + (before - bias);
                        if (before < bias || here - before > LongestOffset
                            || Unsafe.ReadUnaligned<uint>(candidate) != Unsafe.ReadUnaligned<uint>(input))
                        {
                            input++;
                            break;
                        }
                    }
                }
            Rest:;
            }
        }
        long rest = sourceEnd - anchor;
        if (outputEnd - output < 1 + (rest >= 15 ? ((rest - 15) / 255) + 1 : 0) + rest)
            return 0;
        *output++ = (byte)(Math.Min(rest, 15) << 4);
        if (rest >= 15)
            output = Extend(output, rest - 15);
        Buffer.MemoryCopy(anchor, output, rest, rest);
        return (int)(output + rest - destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* to, long length, byte* fromEnd, byte* toEnd)
    {
        if (length <= 16 && fromEnd - from >= 16 && toEnd - to >= 16)
            Unsafe.CopyBlockUnaligned(to, from, 16);
        else
            Buffer.MemoryCopy(from, to, length, length);
    }

    private static byte* Extend(byte* output, long length)
    {
        for (; length >= 255; length -= 255)
            *output++ = 255;
        *output++ = (byte)length;
        return output;
    }

    // Bytes that agree, up to the limit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Common(byte* input, byte* candidate, byte* limit)
    {
        byte* start = input;
        while (limit - input >= 8)
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(input) ^ Unsafe.ReadUnaligned<ulong>(candidate);
            if (difference != 0)
            {
                int zeros = BitConverter.IsLittleEndian
                    ? BitOperations.TrailingZeroCount(difference)
                    : BitOperations.LeadingZeroCount(difference);
                return input - start + (zeros >> 3);
            }

            input += 8;
            candidate += 8;
        }
        while (input < limit && *input == *candidate)
        {
            input++;
            candidate++;
        }
        return input - start;
    }
}
