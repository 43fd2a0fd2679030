namespace Ronchi.Analyses.BrightField;

/// <summary>The most likely disk of one level on a ground of another: for patterns with so few counts that no ray shows an edge.</summary>
internal static class DiskLikelihood
{
    private const double LargestRadius = 64;   // larger ones are followed in coarser steps
    private const double Finest = 0.05;        // pixels
    private const int LargestSide = 512;       // pixels
    private const int SmallestSide = 64;
    private const double FirstStep = 2;        // from what was found in squares of 2 × 2
    private const int MostRounds = 24;

    /// <summary>
    /// The most likely disk; of radius 0 where nothing is brighter than the rest. Large patterns are searched in sums over squares of
    /// pixels first, and followed from there.
    /// </summary>
    public static BrightFieldDisk Best(DiskPattern image, DiskEvidence evidence)
    {
        if (Math.Max(image.Rows, image.Columns) > LargestSide && Math.Min(image.Rows, image.Columns) > SmallestSide)
        {
            var coarse = image.Halved();
            var found = Best(coarse, new DiskEvidence(coarse));
            return found.Radius > 0
                ? Climb(evidence, new((2 * found.Row) + 0.5, (2 * found.Column) + 0.5, 2 * found.Radius), FirstStep)
                : found;
        }

        var best = default(BrightFieldDisk);
        var height = 0.0;
        foreach (var start in Starts(image, evidence))
        {
            var disk = Climb(evidence, start, Math.Max(start.Radius / 3, 1));
            if (evidence.OfAll(disk) is var reached && reached > height)
                (best, height) = (disk, reached);
        }

        return best;
    }

    /// <summary>Places to begin: the brightest regions of the pattern, averaged over ever larger squares.</summary>
    private static IEnumerable<BrightFieldDisk> Starts(DiskPattern image, DiskEvidence evidence)
    {
        if (image.BrightestRegion(image.Medians) is { } sharp)
            yield return sharp;
        for (var reach = 1; 4 * reach <= Math.Max(image.Rows, image.Columns); reach *= 2)
        {
            if (image.BrightestRegion(Means(evidence.Counts, image.Rows, image.Columns, reach)) is { } region)
                yield return region;
        }
    }

    /// <summary>Moves and scales a circle as long as the likelihood grows.</summary>
    public static BrightFieldDisk Climb(DiskEvidence evidence, BrightFieldDisk start) =>
        Climb(evidence, start, Math.Max(start.Radius / 3, 1));

    private static BrightFieldDisk Climb(DiskEvidence evidence, BrightFieldDisk start, double firstStep)
    {
        var (disk, height) = (start, evidence.OfAll(start));
        for (var step = firstStep; step >= Finest; step /= start.Radius > LargestRadius ? 3 : 2)
        {
            for (var round = 0; round < MostRounds; round++)
            {
                var best = disk;
                for (var direction = 0; direction < 27; direction++)
                {
                    var candidate = new BrightFieldDisk(
                        disk.Row + (((direction / 9) - 1) * step),
                        disk.Column + (((direction / 3 % 3) - 1) * step),
                        disk.Radius + (((direction % 3) - 1) * step));
                    if (candidate.Radius >= 1 && evidence.Holds(candidate) && evidence.OfAll(candidate) is var higher && higher > height)
                        (best, height) = (candidate, higher);
                }

                if (best == disk)
                    break;
                disk = best;
            }
        }

        return disk with { Radius = evidence.EqualRadius(disk) };
    }

    // Over squares of 2·reach + 1 pixels, as far as they lie inside.
    private static double[] Means(ReadOnlySpan<double> values, int rows, int columns, int reach)
    {
        var sums = new double[(rows + 1) * (columns + 1)];
        for (var row = 0; row < rows; row++)
        {
            var line = 0.0;
            for (var column = 0; column < columns; column++)
            {
                line += values[(row * columns) + column];
                sums[((row + 1) * (columns + 1)) + column + 1] = sums[(row * (columns + 1)) + column + 1] + line;
            }
        }

        var means = new double[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            int top = Math.Max(row - reach, 0), bottom = Math.Min(row + reach + 1, rows);
            for (var column = 0; column < columns; column++)
            {
                int left = Math.Max(column - reach, 0), right = Math.Min(column + reach + 1, columns);
                var sum = sums[(bottom * (columns + 1)) + right] - sums[(top * (columns + 1)) + right]
                    - sums[(bottom * (columns + 1)) + left] + sums[(top * (columns + 1)) + left];
                means[(row * columns) + column] = sum / ((bottom - top) * (right - left));
            }
        }

        return means;
    }
}
