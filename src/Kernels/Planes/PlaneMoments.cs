using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Planes;

/// <summary>Total and first moments of a block straight from its bit planes; exact, for any frame width.</summary>
/// <remarks>
/// Rows are runs of the linear pixel index <c>e</c>, so column = e − row · columns and only two sums are needed: Σ value·e, and Σ
/// value·row, where every beginning of a row adds one to all that follows. Both come from the sums of 64-pixel words; a word that a row
/// boundary cuts is counted again up to the cut.
/// </remarks>
public static unsafe class PlaneMoments
{
    private const int ChunkBytes = 512;

    /// <summary>Adds the moments of all pixels, or of those under a mask.</summary>
    /// <param name="block">The block.</param>
    /// <param name="mask">Linear bitmap of the block's pixels; empty means all pixels.</param>
    /// <param name="first">Linear index in the frame of the block's first pixel.</param>
    /// <param name="columns">Width of the frame.</param>
    /// <param name="moments">Added to.</param>
    /// <exception cref="ArgumentException">The mask is neither empty nor long enough, or an index is out of range.</exception>
    public static void Add(in PlaneBlock block, ReadOnlySpan<byte> mask, long first, int columns, ref Moments moments) =>
        Add(block, mask, first, columns, excludeMaximum: false, ref moments);

    /// <summary>
    /// As <see cref="Add(in PlaneBlock, ReadOnlySpan{byte}, long, int, ref Moments)"/>, without the pixels that hold the type's maximum
    /// ("no data"): they are counted.
    /// </summary>
    /// <inheritdoc cref="Add(in PlaneBlock, ReadOnlySpan{byte}, long, int, ref Moments)"/>
    public static void AddValid(in PlaneBlock block, ReadOnlySpan<byte> mask, long first, int columns, ref Moments moments) =>
        Add(block, mask, first, columns, excludeMaximum: true, ref moments);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(in PlaneBlock block, ReadOnlySpan<byte> mask, long first, int columns, bool excludeMaximum, ref Moments moments)
    {
        if (!mask.IsEmpty)
            block.CheckMask(mask);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        bool exclude = excludeMaximum && PlaneSaturation.Possible(block);
        ulong* words = stackalloc ulong[ChunkBytes / 8];
        fixed (byte* planes = block.Planes, bits = mask)
        {
            for (int from = 0; from < block.PlaneBytes; from += ChunkBytes)
            {
                var chunk = new PlaneChunk(
                    planes + from,
                    block.PlaneBytes, Math.Min(ChunkBytes, block.PlaneBytes - from), block.LivePlanes, bits == null ? null : bits + from);
                long start = first + (from * 8L);
                AddChunk(chunk, words, start, columns, ref moments);
                if (exclude)
                    SubtractMaxima(chunk, words, start, columns, block.Maximum, ref moments);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddChunk(in PlaneChunk chunk, ulong* words, long start, int columns, ref Moments moments)
    {
        ulong insideWords = Avx512BW.IsSupported ? PlaneWordsAvx512.Sum(chunk, words)
            : Avx2.IsSupported ? PlaneWordsAvx2.Sum(chunk, words)
            : PlaneWordsScalar.Sum(chunk, words, from: 0);
        (long row, long column) = Math.DivRem(start, columns);
        WordTotals totals = Avx512DQ.IsSupported && WordTotals.RowsBeginAtWords(column, columns)
            ? WordTotals.OfWholeWords(words, chunk.Words, (uint)column / 64, (uint)columns / 64)
            : WordTotals.OfCutWords(words, chunk, columns - column, columns);
        ulong index = insideWords + (64 * totals.Words);
        moments.Total += totals.Total;
        moments.Row += ((ulong)row * totals.Total) + totals.Rows;
        moments.Column += index + ((ulong)column * totals.Total) - ((ulong)columns * totals.Rows);
    }

    private static void SubtractMaxima(in PlaneChunk chunk, ulong* found, long start, int columns, uint maximum, ref Moments moments)
    {
        new Span<ulong>(found, ChunkBytes / 8).Clear();
        int count = PlaneSaturation.Scan(chunk.Planes, chunk.PlaneBytes, chunk.Bytes, chunk.LivePlanes, chunk.Mask, (byte*)found);
        if (count == 0)
            return;
        ulong rows = 0, columnSum = 0;
        for (int w = 0; w < chunk.Words; w++)
        {
            for (ulong bits = found[w]; bits != 0; bits &= bits - 1)
            {
                (long row, long column) = Math.DivRem(start + (w * 64) + BitOperations.TrailingZeroCount(bits), columns);
                rows += (ulong)row;
                columnSum += (ulong)column;
            }
        }
        moments.Excluded += count;
        moments.Total -= (ulong)count * maximum;
        moments.Row -= rows * maximum;
        moments.Column -= columnSum * maximum;
    }
}
