using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Planes;

/// <summary>
/// What <see cref="PlaneMoments"/> needs of the sums of 64-pixel words: their total, and the totals weighted by word number and by row,
/// both from the chunk's first pixel.
/// </summary>
/// <param name="Total">Σ sum.</param>
/// <param name="Words">Σ sum · number of the word.</param>
/// <param name="Rows">Σ value · (rows begun in the chunk before it).</param>
internal readonly record struct WordTotals(ulong Total, ulong Words, ulong Rows)
{
    private const int WidestWords = 4096;

    /// <summary>
    /// Whether no word holds pixels of two rows, and the division by multiplication of <see cref="OfWholeWords"/> is exact.
    /// </summary>
    public static bool RowsBeginAtWords(long column, int columns) => ((column | (uint)columns) & 63) == 0 && columns <= WidestWords * 64;

    /// <summary>For rows that begin at words.</summary>
    /// <param name="words">Sums; room for a multiple of eight of them.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="before">Words of the first row that lie before the chunk.</param>
    /// <param name="perRow">Words of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe WordTotals OfWholeWords(ulong* words, int count, uint before, uint perRow)
    {
        // n / perRow = n · ⌈2³²/perRow⌉ / 2³² while n · perRow < 2³²: both are below 2¹³.
        Vector512<ulong> reciprocal = Vector512.Create((0xFFFF_FFFFUL / perRow) + 1);
        Vector512<ulong> number = Vector512.CreateSequence(0UL, 1UL);
        Vector512<ulong> place = number + Vector512.Create((ulong)before);
        Vector512<ulong> eight = Vector512.Create(8UL);
        Vector512<ulong> total = default, byWord = default, byRow = default;
        for (int w = count; w < ((count + 7) & ~7); w++)
            words[w] = 0;
        for (int w = 0; w < count; w += 8)
        {
            Vector512<ulong> sum = Vector512.Load(words + w);
            total += sum;
            byWord += sum * number;
            byRow += sum * ((place * reciprocal) >>> 32);
            number += eight;
            place += eight;
        }
        return new(Vector512.Sum(total), Vector512.Sum(byWord), Vector512.Sum(byRow));
    }

    /// <summary>For any width: a word that a row boundary cuts is counted again up to the cut.</summary>
    /// <param name="words">Sums of the words of <paramref name="chunk"/>.</param>
    /// <param name="chunk">Where they come from.</param>
    /// <param name="boundary">First pixel of the second row, from the chunk's first pixel.</param>
    /// <param name="columns">Width of the frame.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe WordTotals OfCutWords(ulong* words, in PlaneChunk chunk, long boundary, int columns)
    {
        ulong before = 0, inclusive = 0, beforeBoundaries = 0, boundaries = 0;
        int count = chunk.Words;
        for (int w = 0; w < count; w++)
        {
            while (boundary < (w + 1) * 64L)
            {
                int cut = (int)boundary & 63;
                beforeBoundaries += cut == 0 ? before : before + PlaneWordsScalar.Below(chunk, w, cut);
                boundaries++;
                boundary += columns;
            }
            before += words[w];
            inclusive += before;
        }
        return new(before, ((ulong)count * before) - inclusive, (boundaries * before) - beforeBoundaries);
    }
}
