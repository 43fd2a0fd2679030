using Ronchi.Frames;

namespace Ronchi.Analyses.Clustering;

/// <summary>Local maxima of a detector image in a ring.</summary>
internal static class PeakSearch
{
    /// <summary>The highest local maxima, the highest first; of equal ones the first in the image.</summary>
    /// <param name="image">Values, row-major.</param>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="isIn">Which pixels may be peaks.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="distance">Peaks lie further apart than this, in pixels.</param>
    public static List<int> Find(ReadOnlySpan<float> image, Extent detector, Func<int, bool> isIn, int count, double distance)
    {
        int rows = (int)detector[0], columns = (int)detector[1];
        var candidates = new List<(float Height, int Pixel)>();
        for (var pixel = 0; pixel < image.Length; pixel++)
        {
            if (isIn(pixel) && IsHighest(image, rows, columns, pixel))
                candidates.Add((image[pixel], pixel));
        }

        candidates.Sort(static (a, b) => a.Height != b.Height ? b.Height.CompareTo(a.Height) : a.Pixel.CompareTo(b.Pixel));
        var peaks = new List<int>();
        foreach (var (_, pixel) in candidates)
        {
            if (peaks.Count == count)
                break;
            if (peaks.TrueForAll(peak => Squared(peak, pixel) > distance * distance))
                peaks.Add(pixel);
        }

        return peaks;

        double Squared(int a, int b) =>
            (((a / columns) - (b / columns)) * (double)((a / columns) - (b / columns)))
                + (((a % columns) - (b % columns)) * (double)((a % columns) - (b % columns)));
    }

    // Not below any of its eight neighbours, and above 0.
    private static bool IsHighest(ReadOnlySpan<float> image, int rows, int columns, int pixel)
    {
        var (row, column) = (pixel / columns, pixel % columns);
        if (!(image[pixel] > 0))
            return false;
        for (var r = Math.Max(row - 1, 0); r <= Math.Min(row + 1, rows - 1); r++)
        {
            for (var c = Math.Max(column - 1, 0); c <= Math.Min(column + 1, columns - 1); c++)
            {
                if (image[(r * columns) + c] > image[pixel])
                    return false;
            }
        }

        return true;
    }
}
