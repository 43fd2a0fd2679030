using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Codecs.Lz4;

/// <summary>LZ4 block decoder that keeps the last 64 output bytes in a register: a short match is one two-register byte permutation, whatever its distance, and its bytes are not awaited from memory.</summary>
/// <remarks>The loop is bound by mispredicted branches, so the common sequence (≤ 14 literals, ≤ 32 bytes of match) has none that depends on the data: near and far matches are both made and chosen by mask.</remarks>
internal static unsafe class Lz4WindowDecoder
{
    // A common sequence reads 14 literals, two bytes of distance and one of length; the literals are loaded as 16.
    private const int InputMargin = 17;

    // … and stores 32 bytes behind at most 14 literals.
    private const int OutputMargin = 48;

    // Lengths up to 15 + 13 + 4 = 32 fit one store.
    private const int ShortExtension = 14;

    public static bool IsSupported { get; } = Avx512Vbmi.IsSupported && BitConverter.IsLittleEndian;

    /// <inheritdoc cref="Lz4Decoder.Decode"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(byte* source, byte* sourceEnd, byte* readEnd, byte* destination, byte* destinationEnd, bool slack, ref int dirty)
    {
        byte* rows = Lz4WindowTable.Rows;
        byte* lastLanes = Lz4WindowTable.LastLanes;
        byte* input = source;
        byte* output = destination;
        byte* roomEnd = slack ? destinationEnd + Lz4Decoder.Slack : destinationEnd;
        byte* dirtyEnd = destination + dirty;
        byte* runStart = null;
        byte* runEnd = null;
        nint inputFast = (nint)sourceEnd - InputMargin;
        nint outputLimit = (nint)destinationEnd - OutputMargin;
        // The window reaches 64 bytes back, from the output as from a match: without slack it waits until they are there.
        nint outputFast = slack ? outputLimit : nint.MinValue;
        byte* floor = slack ? destination : destination + Lz4WindowTable.Window;
        var window = Vector512<byte>.Zero;
        while (true)
        {
            if (input >= sourceEnd)
                return Lz4Failure.Truncated;
            long token = *input++;
            long literals = token >> 4;
            long match = token & 15;
            long offset;
            if (literals < 15 && (nint)input <= inputFast && (nint)output <= outputFast)
            {
                var bytes = Vector128.Load(input);
                offset = Unsafe.ReadUnaligned<ushort>(input + literals);
                Vector128.Store(bytes, output);
                input += literals + 2;
                byte* start = output + literals;
                long extended = (match + 1) >> 4;
                long extension = *input & -extended;
                if (extension < ShortExtension && (ulong)(offset - 1) < (ulong)(start - floor))
                {
                    input += extended;
                    match += extension + 4;
                    output = start + match;
                    // All ones when the match begins before the window; then its bytes come from memory, else from some harmless place.
                    long far = (Lz4WindowTable.Window - offset) >> 63;
                    byte* row = rows + ((offset ^ ((offset ^ Lz4WindowTable.FarRow) & far)) * Lz4WindowTable.RowBytes);
                    byte* from = floor + ((start - floor - offset) & far);
                    var fromMemory = Vector512.Create((byte)far);
                    var shift = Vector512.Create((byte)literals);
                    var recent = bytes.ToVector256Unsafe().ToVector512Unsafe();
                    var near = Avx512Vbmi.PermuteVar64x8x2(window, Vector512.LoadAligned(row + Lz4WindowTable.Window) + shift, recent).GetLower();
                    Vector256.Store(Vector256.ConditionalSelect(fromMemory.GetLower(), Vector256.Load(from), near), start);
                    window = Avx512Vbmi.PermuteVar64x8x2(window, Vector512.Load(row + match) + shift, recent);
                    window = Vector512.ConditionalSelect(Vector512.Load(lastLanes + match) & fromMemory, Vector512.Load(from + match - Lz4WindowTable.Window), window);
                    continue;
                }
                if ((ulong)(offset - 1) >= (ulong)(start - destination))
                    return Lz4Failure.Corrupt;
                output = start;
            }
            else
            {
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
                offset = Unsafe.ReadUnaligned<ushort>(input);
                input += 2;
                if ((ulong)(offset - 1) >= (ulong)(output - destination))
                    return Lz4Failure.Corrupt;
            }

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
                var repeat = Vector512.LoadAligned(rows + (offset * Lz4WindowTable.RowBytes) + Lz4WindowTable.Window) - Vector512.Create(first);
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
            // Assigned on both ways: a window that lived across the calls above would be kept in memory, there being no callee-saved vector registers.
            window = Vector512<byte>.Zero;
            if (slack || output - destination >= 64)
            {
                window = Vector512.Load(output - 64);
                outputFast = outputLimit;
            }
        }
        dirty = Lz4HighWater.Of(destination, output, runStart, runEnd);
        return (int)(output - destination);
    }
}
