using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Codecs.Lz4;

/// <summary>
/// LZ4 block decoder that keeps the last 64 output bytes in a register: a short match is one two-register byte permutation, whatever its
/// distance, and its bytes are not awaited from memory.
/// </summary>
/// <remarks>
/// The loop is bound by mispredicted branches, so the common sequence (≤ 14 literals, ≤ 32 bytes of match) has none that depends on the
/// data: near and far matches are both made and chosen by mask.
/// </remarks>
internal static unsafe class Lz4WindowDecoder
{
    // A common sequence is at most a token, a byte of length, 31 literals (loaded as 32), two bytes of distance and one of length.
    private const int MostLiterals = 31;
    private const int InputMargin = 36;

    // … and stores 32 bytes behind its literals.
    private const int OutputMargin = 64;

    // Lengths up to 15 + 13 + 4 = 32 fit one store.
    private const int ShortExtension = 14;

    public static bool IsSupported { get; } = Avx512Vbmi.IsSupported && BitConverter.IsLittleEndian;

    /// <inheritdoc cref="Lz4Decoder.Decode"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(
        byte* source, byte* sourceEnd, byte* readEnd, byte* destination, byte* destinationEnd, bool slack, ref int dirty)
    {
        byte* rows = Lz4WindowTable.Rows;
        byte* input = source;
        byte* output = destination;
        byte* roomEnd = slack ? destinationEnd + Lz4Decoder.Slack : destinationEnd;
        byte* dirtyEnd = destination + dirty;
        byte* runStart = null;
        byte* runEnd = null;
        nint inputFast = (nint)sourceEnd - InputMargin;
        nint outputFast = (nint)destinationEnd - OutputMargin;
        // The window reaches 64 bytes back, from the output as from a match: without slack it waits until they are there.
        byte* floor = slack ? destination : destination + Lz4WindowTable.Window;
        while (true)
        {
            if (output >= floor && (nint)input <= inputFast && (nint)output <= outputFast)
            {
                byte* reached = output;
                input = CommonSequences(input, inputFast, &reached, outputFast, floor, rows);
                output = reached;
            }
            if (input >= sourceEnd)
                return Lz4Failure.Truncated;
            int token = *input++;
            long literals = token >> 4;
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
            if (readEnd - input >= literals + 32 && roomEnd - output >= literals + 32)
            {
                for (long i = 0; i < literals; i += 32)
                    Vector256.Store(Vector256.Load(input + i), output + i);
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
            long match = token & 15;
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
            if (roomEnd - matchEnd < 64)
            {
                Lz4Copy.Match(output, offset, match);
            }
            else if (offset >= 64)
            {
                for (byte* to = output; to < matchEnd; to += 64)
                    Vector512.Store(Vector512.Load(to - offset), to);
            }
            else
            {
                byte first = (byte)(Lz4WindowTable.Window - offset);
                var repeat = Vector512.LoadAligned(rows + (offset * Lz4WindowTable.RowBytes) + Lz4WindowTable.Window)
                    - Vector512.Create(first);
                var pattern = Avx512Vbmi.PermuteVar64x8(Vector512.Load(output - offset), repeat);
                long step = 64 - (64 % (int)offset);
                byte* end = matchEnd;
                if (match >= Lz4HighWater.ShortestRun && pattern == Vector512<byte>.Zero)
                {
                    runStart = output;
                    runEnd = matchEnd;
                    end = Lz4HighWater.ClearTo(output, matchEnd, dirtyEnd, 64);
                    step = 64;
                }
                for (byte* to = output; to < end; to += step)
                    Vector512.Store(pattern, to);
            }
            output = matchEnd;
        }
        dirty = Lz4HighWater.Of(destination, output, runStart, runEnd);
        return (int)(output - destination);
    }

    // A method of its own: together with the code above, its variables would not stay in registers.
    // Returns where the first sequence begins that is not common, wrong or too near an end; *output is where it writes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static byte* CommonSequences(byte* input, nint inputFast, byte** output, nint outputFast, byte* floor, byte* rows)
    {
        byte* to = *output;
        var window = Vector512.Load(to - Lz4WindowTable.Window);
        do
        {
            long token = *input;
            long literals = token >> 4;
            byte* start = input + 1;
            if (literals == 15)
            {
                literals += *start++;
                if (literals > MostLiterals)
                    break;
            }
            var bytes = Vector256.Load(start);
            Vector256.Store(bytes, to);
            byte* next = start + literals + 2;
            long offset = Unsafe.ReadUnaligned<ushort>(next - 2);
            long back = to + literals - floor;
            if ((ulong)(offset - 1) >= (ulong)back)
                break;
            long match = token & 15;
            long extended = (match + 1) >> 4;
            long extension = *next & -extended;
            if (extension >= ShortExtension)
                break;
            input = next + extended;
            match += extension + 4;
            // All ones when the match begins before the window; then its bytes come from memory, else from some harmless place.
            long far = (Lz4WindowTable.Window - offset) >> 63;
            byte* row = rows + ((offset ^ ((offset ^ Lz4WindowTable.FarRow) & far)) * Lz4WindowTable.RowBytes);
            byte* from = floor + ((back - offset) & far);
            var fromMemory = Vector512.Create((byte)far);
            var shift = Vector512.Create((byte)literals);
            var recent = bytes.ToVector512Unsafe();
            var near = Avx512Vbmi.PermuteVar64x8x2(window, Vector512.LoadAligned(row + Lz4WindowTable.Window) + shift, recent).GetLower();
            Vector256.Store(Vector256.ConditionalSelect(fromMemory.GetLower(), Vector256.Load(from), near), to + literals);
            to += literals + match;
            window = Avx512Vbmi.PermuteVar64x8x2(window, Vector512.Load(row + match) + shift, recent);
            window = Vector512.ConditionalSelect(
                Vector512.Load(rows + Lz4WindowTable.LastLanes + match) & fromMemory,
                Vector512.Load(from + match - Lz4WindowTable.Window),
                window);
        }
        while ((nint)input <= inputFast && (nint)to <= outputFast);
        *output = to;
        return input;
    }
}
