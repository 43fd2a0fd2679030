using Ronchi.Frames;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.BrightField;

/// <summary>A pattern in which a disk is looked for: no bad pixels, and values between pixels.</summary>
internal sealed class DiskPattern
{
    private readonly double[] _values;
    private readonly bool[] _isBad;
    private double[]? _medians;

    /// <summary>Copies a pattern; bad pixels take the median of their neighbours.</summary>
    public DiskPattern(ReadOnlySpan<double> pattern, int rows, int columns, PixelSet? masked)
    {
        Rows = rows;
        Columns = columns;
        _values = pattern.ToArray();
        _isBad = new bool[pattern.Length];
        Span<double> around = stackalloc double[9];
        for (var pixel = 0; pixel < _values.Length; pixel++)
        {
            _isBad[pixel] = (masked is not null && masked[pixel]) || !double.IsFinite(pattern[pixel]);
            if (_isBad[pixel])
                _values[pixel] = Median(pattern, pixel, masked, around);
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Values, row-major; those of bad pixels are guessed.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Whether a pixel holds no measurement.</summary>
    public bool IsBad(int pixel) => _isBad[pixel];

    /// <summary>The median of 3 × 3 pixels about each, which single hot pixels do not reach.</summary>
    public ReadOnlySpan<double> Medians
    {
        get
        {
            if (_medians is null)
            {
                _medians = new double[_values.Length];
                Span<double> around = stackalloc double[9];
                for (var row = 0; row < Rows; row++)
                {
                    // Inside there are nine; the rest of a row, and the first and the last, have fewer.
                    var done = row > 0 && row < Rows - 1 && Columns > 2 ? SquareMedian.Row(_values, _medians, row, Columns) : 0;
                    for (var column = 0; column < Columns; column++)
                    {
                        if (column == 1)
                            column += done;
                        if (column < Columns)
                            _medians[(row * Columns) + column] = Median(_values, (row * Columns) + column, masked: null, around);
                    }
                }
            }

            return _medians;
        }
    }

    /// <summary>Sums over squares of 2 × 2 pixels; an odd row or column at the end is left out.</summary>
    public DiskPattern Halved()
    {
        int rows = Rows / 2, columns = Columns / 2;
        var sums = new double[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var at = (2 * row * Columns) + (2 * column);
                sums[(row * columns) + column] = _values[at] + _values[at + 1] + _values[at + Columns] + _values[at + Columns + 1];
            }
        }

        return new DiskPattern(sums, rows, columns, masked: null);
    }

    /// <summary>The value at a place between pixels, bilinear; NaN outside.</summary>
    public double At(double row, double column)
    {
        if (!(row >= 0 && column >= 0 && row <= Rows - 1 && column <= Columns - 1))
            return double.NaN;
        int r = Math.Min((int)row, Math.Max(Rows - 2, 0)), c = Math.Min((int)column, Math.Max(Columns - 2, 0));
        double dr = row - r, dc = column - c;
        var (below, right) = (Rows > 1 ? Columns : 0, Columns > 1 ? 1 : 0);
        var at = (r * Columns) + c;
        return ((1 - dr) * (((1 - dc) * _values[at]) + (dc * _values[at + right])))
            + (dr * (((1 - dc) * _values[at + below]) + (dc * _values[at + below + right])));
    }

    /// <summary>
    /// Centroid and equal-area radius of the largest connected region of at least half the brightest level; null in a flat pattern.
    /// </summary>
    /// <param name="smooth">The pattern without noise: <see cref="Medians"/>, or means over larger squares.</param>
    public BrightFieldDisk? BrightestRegion(ReadOnlySpan<double> smooth)
    {
        double high = double.NegativeInfinity, low = double.PositiveInfinity;
        foreach (var value in smooth)
        {
            high = Math.Max(high, value);
            low = Math.Min(low, value);
        }

        if (!(high > low))
            return null;
        // The brightest level may be an overlap with a Bragg disk or a noisy pixel: a high percentile of what is bright at all is steadier.
        var values = smooth.ToArray();
        var bright = values.Where(value => value > low + ((high - low) / 2)).ToArray();
        var threshold = low + ((RankSelection.Select<double>(bright, bright.Length / 2) - low) / 2);
        return Largest(values, threshold);
    }

    private BrightFieldDisk? Largest(double[] smooth, double threshold)
    {
        var seen = new bool[smooth.Length];
        var stack = new Stack<int>();
        (double Weight, BrightFieldDisk Disk)? best = null;
        for (var start = 0; start < smooth.Length; start++)
        {
            if (seen[start] || !(smooth[start] >= threshold))
                continue;
            double rows = 0, columns = 0, weight = 0;
            var count = 0;
            seen[start] = true;
            stack.Push(start);
            while (stack.TryPop(out var pixel))
            {
                var (row, column) = Math.DivRem(pixel, Columns);
                rows += row;
                columns += column;
                weight += smooth[pixel];
                count++;
                Visit(row - 1, column);
                Visit(row + 1, column);
                Visit(row, column - 1);
                Visit(row, column + 1);
            }

            if (best is null || weight > best.Value.Weight)
                best = (weight, new(rows / count, columns / count, Math.Sqrt(count / Math.PI)));
        }

        return best?.Disk;

        void Visit(int row, int column)
        {
            if ((uint)row >= Rows || (uint)column >= Columns)
                return;
            var pixel = (row * Columns) + column;
            if (seen[pixel] || !(smooth[pixel] >= threshold))
                return;
            seen[pixel] = true;
            stack.Push(pixel);
        }
    }

    private double Median(ReadOnlySpan<double> values, int pixel, PixelSet? masked, Span<double> around)
    {
        var (row, column) = Math.DivRem(pixel, Columns);
        var count = 0;
        for (var r = Math.Max(row - 1, 0); r <= Math.Min(row + 1, Rows - 1); r++)
        {
            for (var c = Math.Max(column - 1, 0); c <= Math.Min(column + 1, Columns - 1); c++)
            {
                var neighbour = (r * Columns) + c;
                if ((masked is null || !masked[neighbour]) && double.IsFinite(values[neighbour]))
                    around[count++] = values[neighbour];
            }
        }

        if (count == 0)
            return 0;
        around[..count].Sort();
        return around[count / 2];
    }
}
