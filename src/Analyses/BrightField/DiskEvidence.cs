using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.BrightField;

/// <summary>
/// How sure it is that there is a disk: a circle's inside against the ring around it, measured by the noise of the pattern.
/// </summary>
/// <remarks>
/// Counts scatter by φ times their mean (φ = 1 for counted electrons, the gain for others), which is measured from pixels two apart
/// (neighbours on small detectors). The evidence is the root of twice the logarithm of the likelihood ratio, over φ, between two levels and
/// one, which a scan over a pattern uses (Kulldorff, Commun. Stat. 26 (1997) 1481): as many standard deviations as a measurement would
/// differ by. The best circle in pure noise reaches 5 to 5.5.
/// </remarks>
internal sealed class DiskEvidence
{
    /// <summary>Standard deviations from which on a circle is a disk.</summary>
    public const double Enough = 6.5;

    private const int Apart = 2;                     // further than most detectors spread an electron
    private const int SmallDetector = 24;            // pixels; there a spot has no ground two pixels away
    private const double MedianOfSquares = 0.4549;   // of the squares of a normal distribution of width 1

    private readonly DiskPattern _image;
    private readonly double[] _counts;
    private readonly (double Counts, long Pixels) _all;
    private readonly double _scatter;
    private readonly double _darkest;

    public DiskEvidence(DiskPattern image)
    {
        _image = image;
        _counts = Tamed(image);
        Lit = _counts.Count(static count => count > 0);
        _all = (_counts.Sum(), Enumerable.Range(0, _counts.Length).LongCount(pixel => !image.IsBad(pixel)));
        _scatter = Scatter();
        var levels = image.Medians.ToArray();
        _darkest = levels.Length == 0 ? 0 : RankSelection.Select<double>(levels, levels.Length / 100);
    }

    /// <summary>Pixels that are brighter than the darkest.</summary>
    public int Lit { get; }

    /// <summary>Values above the darkest; hot pixels are cut to twice their neighbours.</summary>
    public ReadOnlySpan<double> Counts => _counts;

    /// <summary>Whether the middle of a disk lies on the detector.</summary>
    public bool Holds(BrightFieldDisk disk) =>
        disk.Row >= 0 && disk.Column >= 0 && disk.Row <= _image.Rows - 1 && disk.Column <= _image.Columns - 1;

    /// <summary>
    /// How far the inside of a circle stands out from the ring around it, in standard deviations; 0 when it is not the brighter one, or has
    /// no such ring.
    /// </summary>
    public double Of(BrightFieldDisk disk) =>
        Of(Ring(disk, -1, disk.Radius), Ring(disk, disk.Radius, Math.Max(1.6 * disk.Radius, disk.Radius + 3)));

    /// <summary>The same against all other pixels.</summary>
    public double OfAll(BrightFieldDisk disk)
    {
        var inside = Ring(disk, -1, disk.Radius);
        var (counts, pixels) = (_all.Counts - inside.Counts, _all.Pixels - inside.Pixels);
        return Of(inside, (counts, pixels, counts / pixels));
    }

    private double Of((double Counts, long Pixels, double Mean) inside, (double Counts, long Pixels, double Mean) outside)
    {
        if (inside.Pixels == 0 || outside.Pixels == 0 || !(inside.Mean > outside.Mean))
            return 0;
        var pooled = (inside.Counts + outside.Counts) / (inside.Pixels + outside.Pixels);
        var gain = (inside.Counts * Math.Log(inside.Mean / pooled))
            + (outside.Counts <= 0 ? 0 : outside.Counts * Math.Log(outside.Mean / pooled));
        return gain <= 0 ? 0 : _scatter == 0 ? double.PositiveInfinity : Math.Sqrt(2 * gain / _scatter);
    }

    /// <summary>
    /// Standard deviations by which a pixel inside differs from one just outside: from a few on, single rays show the edge.
    /// </summary>
    public double PerPixel(BrightFieldDisk disk)
    {
        var (inside, outside) = (
            Ring(disk, -1, Math.Max(disk.Radius - 1, 0.5)), Ring(disk, disk.Radius + 1, Math.Max(1.6 * disk.Radius, disk.Radius + 3)));
        if (inside.Pixels == 0 || outside.Pixels == 0 || !(inside.Mean > outside.Mean))
            return 0;
        return _scatter == 0 ? double.PositiveInfinity : (inside.Mean - outside.Mean) / Math.Sqrt(_scatter * (inside.Mean + outside.Mean));
    }

    /// <summary>
    /// The radius of a sharp disk of the level inside with as many counts above the level outside: the half-way place of a soft edge, whose
    /// tail the likelihood includes.
    /// </summary>
    public double EqualRadius(BrightFieldDisk disk)
    {
        var reach = disk.Radius + 1;
        var outside = Ring(disk, reach, Math.Max(1.6 * disk.Radius, disk.Radius + 4));
        var inside = Ring(disk, -1, Math.Max(disk.Radius - 2, 0.6 * disk.Radius));
        var share = (Ring(disk, -1, reach).Mean - outside.Mean) / (inside.Mean - outside.Mean);
        return share is > 0 and <= 1 ? reach * Math.Sqrt(share) : disk.Radius;
    }

    /// <summary>See <see cref="BrightFieldDisk.Quality"/>.</summary>
    public double Contrast(BrightFieldDisk disk) => Contrast(disk, _image, side: 1);

    /// <summary>The same in the sharp pattern of which this one holds sums over squares.</summary>
    /// <param name="disk">The disk in the sharp pattern.</param>
    /// <param name="sharp">The pattern.</param>
    /// <param name="side">Pixels along a side of a square.</param>
    public double Contrast(BrightFieldDisk disk, DiskPattern sharp, int side)
    {
        var width = Math.Max(2, disk.Radius / 4);
        double inside = Sum(sharp, sharp.Values, disk, disk.Radius - width, disk.Radius - 0.5).Mean,
            outside = Sum(sharp, sharp.Values, disk, disk.Radius + 0.5, disk.Radius + width).Mean;
        var contrast = (inside - outside) / (inside + outside - (2 * _darkest / ((double)side * side)));
        return double.IsFinite(contrast) ? Math.Clamp(contrast, 0, 1) : 0;
    }

    // Of counts, more than `from` and up to `to` pixels from the centre; bad pixels do not count.
    private (double Counts, long Pixels, double Mean) Ring(BrightFieldDisk disk, double from, double to) =>
        Sum(_image, _counts, disk, from, to);

    private static (double Counts, long Pixels, double Mean) Sum(
        DiskPattern image, ReadOnlySpan<double> values, BrightFieldDisk disk, double from, double to)
    {
        double sum = 0, inner = from < 0 ? -1 : from * from, outer = to * to;
        long pixels = 0;
        int first = Math.Max((int)Math.Ceiling(disk.Row - to), 0), last = Math.Min((int)Math.Floor(disk.Row + to), image.Rows - 1);
        int left = Math.Max((int)Math.Ceiling(disk.Column - to), 0), right = Math.Min((int)Math.Floor(disk.Column + to), image.Columns - 1);
        for (var row = first; row <= last; row++)
        {
            for (var column = left; column <= right; column++)
            {
                double dr = row - disk.Row, dc = column - disk.Column, distance = (dr * dr) + (dc * dc);
                var pixel = (row * image.Columns) + column;
                if (distance > outer || distance <= inner || image.IsBad(pixel))
                    continue;
                sum += values[pixel];
                pixels++;
            }
        }

        return (sum, pixels, sum / pixels);
    }

    // No value is more than twice the second largest of its neighbours, or than twice what a lit pixel usually holds.
    private static double[] Tamed(DiskPattern image)
    {
        var values = image.Values;
        var darkest = double.PositiveInfinity;
        for (var pixel = 0; pixel < values.Length; pixel++)
            darkest = image.IsBad(pixel) ? darkest : Math.Min(darkest, values[pixel]);
        var counts = new double[values.Length];
        for (var pixel = 0; pixel < counts.Length; pixel++)
            counts[pixel] = image.IsBad(pixel) ? 0 : values[pixel] - darkest;
        double[] lit = [.. counts.Where(static count => count > 0)];
        var usual = lit.Length == 0 ? 0 : RankSelection.Select<double>(lit, lit.Length / 2);
        var tamed = (double[])counts.Clone();
        for (var row = 0; row < image.Rows; row++)
        {
            for (var column = 0; column < image.Columns; column++)
            {
                var pixel = (row * image.Columns) + column;
                if (counts[pixel] <= 2 * usual)
                    continue;
                double largest = 0, second = 0;
                for (var r = Math.Max(row - 1, 0); r <= Math.Min(row + 1, image.Rows - 1); r++)
                {
                    for (var c = Math.Max(column - 1, 0); c <= Math.Min(column + 1, image.Columns - 1); c++)
                    {
                        if ((r, c) == (row, column))
                            continue;
                        var count = counts[(r * image.Columns) + c];
                        (largest, second) = count > largest ? (count, largest) : (largest, Math.Max(second, count));
                    }
                }

                tamed[pixel] = Math.Min(counts[pixel], 2 * Math.Max(second, usual));
            }
        }

        return tamed;
    }

    // Edges make the mean of squared differences larger, and few counts its median smaller: twice the median bounds the first.
    private double Scatter()
    {
        double squares = 0, sums = 0;
        var ratios = new List<double>();
        var apart = Math.Min(_image.Rows, _image.Columns) < SmallDetector ? 1 : Apart;
        for (var row = 0; row < _image.Rows; row++)
        {
            for (var column = 0; column < _image.Columns; column++)
            {
                if (row + apart < _image.Rows)
                    Compare((row * _image.Columns) + column, ((row + apart) * _image.Columns) + column);
                if (column + apart < _image.Columns)
                    Compare((row * _image.Columns) + column, (row * _image.Columns) + column + apart);
            }
        }

        if (ratios.Count == 0)
            return 0;
        var middle = RankSelection.Select(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ratios), ratios.Count / 2);
        return Math.Min(squares / sums, 2 * middle / MedianOfSquares);

        void Compare(int first, int second)
        {
            var sum = _counts[first] + _counts[second];
            if (_image.IsBad(first) || _image.IsBad(second) || !(sum > 0))
                return;
            var square = (_counts[first] - _counts[second]) * (_counts[first] - _counts[second]);
            squares += square;
            sums += sum;
            ratios.Add(square / sum);
        }
    }
}
