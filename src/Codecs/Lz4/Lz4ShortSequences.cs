using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Codecs.Lz4;

/// <summary>
/// The common sequences of a block (≤ 31 literals, ≤ 32 bytes of match) in 256 bits: 32 bytes are copied for each, and a table of shuffles
/// repeats what lies nearer.
/// </summary>
/// <remarks>Decoding is bound by mispredicted branches; here none depends on the data but the one that leaves.</remarks>
internal static unsafe class Lz4ShortSequences
{
    // At most a token, a byte of length, 31 literals (loaded as 32), two bytes of distance and one of length.
    private const int MostLiterals = 31;

    // Lengths up to 15 + 13 + 4 = 32 fit one store.
    private const int ShortExtension = 14;

    /// <summary>Bytes that a sequence may read.</summary>
    public const int InputMargin = 36;

    /// <summary>Bytes that a sequence may write: 32 behind its literals.</summary>
    public const int OutputMargin = 64;

    public static bool IsSupported { get; } = Avx2.IsSupported && BitConverter.IsLittleEndian;

    /// <summary>Decodes sequences while they are common and far from both ends.</summary>
    /// <param name="input">The first one; no further than <paramref name="inputFast"/>.</param>
    /// <param name="inputFast">Last place where one may begin: <see cref="InputMargin"/> before the end.</param>
    /// <param name="output">In: where it writes. Out: where the sequence writes that is returned.</param>
    /// <param name="outputFast">Last place where one may write: <see cref="OutputMargin"/> before the end.</param>
    /// <param name="destination">Where the output begins.</param>
    /// <returns>The first sequence that is not common, wrong or too near an end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static byte* Decode(byte* input, nint inputFast, byte** output, nint outputFast, byte* destination)
    {
        byte* rows = Lz4ShuffleTable.Rows;
        byte* to = *output;
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
            Vector256.Store(Vector256.Load(start), to);
            byte* next = start + literals + 2;
            long offset = Unsafe.ReadUnaligned<ushort>(next - 2);
            byte* match = to + literals;
            if ((ulong)(offset - 1) >= (ulong)(match - destination))
                break;
            long length = token & 15;
            long extended = (length + 1) >> 4;
            long extension = *next & -extended;
            if (extension >= ShortExtension)
                break;
            input = next + extended;
            byte* from = match - offset;
            long beyond = Lz4ShuffleTable.Reach - offset;
            byte* row = rows + ((offset + (beyond & (beyond >> 63))) * Lz4ShuffleTable.RowBytes);
            // A load that spans two stores waits for both: what a near match does not need comes from elsewhere.
            long near = (offset - 17) >> 63;
            byte* second = from + 16 + ((rows - from) & near);
            var low = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(from), Vector256.LoadAligned(row));
            var high = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(second), Vector256.LoadAligned(row + Lz4ShuffleTable.Reach));
            (low | high).Store(match);
            to = match + length + extension + 4;
        }
        while ((nint)input <= inputFast && (nint)to <= outputFast);
        *output = to;
        return input;
    }
}
