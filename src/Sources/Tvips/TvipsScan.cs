using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tvips;

/// <summary>
/// The scan that the headers of frames tell, found with few of them: the beam goes along rows, so that the row never becomes smaller. The
/// frames before the scan begins have the position of its first one.
/// </summary>
/// <param name="Start">Its first frame.</param>
/// <param name="Shape">Its rows and columns.</param>
/// <param name="Sampled">Frames that were looked at.</param>
internal sealed record TvipsScan(long Start, Extent Shape, int Sampled)
{
    private const int Checked = 4;

    /// <summary>Finds the scan; null: there is none, or the frames that were looked at contradict it.</summary>
    /// <param name="frames">How many frames there are.</param>
    /// <param name="frame">Reads the header of one of them.</param>
    public static TvipsScan? Find(long frames, Func<long, TvipsFrame> frame)
    {
        var sampled = 0;
        // The first frame of the second row, by bisection.
        long before = 0, second = frames;
        if (frames < 3 || At(0) is not (0, 0))
            return null;
        for (var step = 1L; second - before > 1;)
        {
            var asked = second < frames ? before + ((second - before) / 2) : Math.Min(before + step, frames - 1);
            if (asked == before)
                return null;
            if (At(asked).Row >= 1)
                second = asked;
            else
                (before, step) = (asked, 2 * step);
        }

        if (second == frames)
            return null;
        var columns = At(second - 1).Column + 1;
        var start = second - columns;
        if (columns < 1 || start < 0 || At(second) is not (1, 0) || At(start) is not (0, 0))
            return null;
        // The last row that begins where it should, by bisection: frames that were recorded behind the scan stay where it ended.
        long rows = 2, beyond = ((frames - start) / columns) + 1;
        while (beyond - rows > 1)
        {
            var asked = rows + ((beyond - rows) / 2);
            if (At(start + ((asked - 1) * columns)) == (asked - 1, 0))
                rows = asked;
            else
                beyond = asked;
        }

        // A row that begins elsewhere: frames were lost, or the beam did not go along rows.
        if (start + (rows * columns) < frames && At(start + (rows * columns)).Row == rows)
            return null;
        for (var i = 1; i <= Checked; i++)
        {
            var row = rows * i / (Checked + 1);
            if (At(start + (row * columns) + columns - 1) != (row, columns - 1))
                return null;
        }

        return new(start, new Extent(rows, columns), sampled);

        (long Row, long Column) At(long number)
        {
            sampled++;
            var (row, column) = frame(number) is { ScanRow: { } r, ScanColumn: { } c } ? (r, c) : (-1, -1);
            return row is >= 0 and < 1 << 24 && column is >= 0 and < 1 << 24 && row == Math.Floor(row) && column == Math.Floor(column)
                ? ((long)row, (long)column)
                : (-1, -1);
        }
    }
}
