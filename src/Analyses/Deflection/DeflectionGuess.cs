namespace Ronchi.Analyses.Deflection;

/// <summary>Rotation and flip between detector and scan, estimated from the shifts of the centre of mass.</summary>
/// <param name="ScanRotation">Degrees in (−180, 180] for <see cref="CenterOfMassSettings.ScanRotation"/>.</param>
/// <param name="FlipY">For <see cref="CenterOfMassSettings.FlipY"/>.</param>
/// <param name="Row">Mean row of the shifts.</param>
/// <param name="Column">Mean column of the shifts.</param>
/// <remarks>
/// The field of a potential has no curl. Turned by θ the field has the curl cos θ · c + sin θ · d, with c and d the curl and divergence of
/// the shifts as they are, so that Σ curl² = cos² A + 2 sin cos B + sin² C with A = Σc², B = Σcd, C = Σd², which is smallest where 2θ =
/// atan2(2B, A − C) + π: no angle needs to be tried. It is done for both signs of the rows; the smaller sum wins, or when both vanish the
/// larger divergence. θ and θ + 180° have the same curl: of them the one is taken whose divergence reaches further below zero, because
/// atoms are positive and draw the beam in. The last row and column are left out, where derivatives are one-sided. The criterion is
/// LiberTEM's, which tries 720 whole degrees.
/// </remarks>
public readonly record struct DeflectionGuess(double ScanRotation, bool FlipY, double Row, double Column)
{
    private const int Classes = 5;

    /// <summary>Guesses.</summary>
    /// <param name="rows">Row component of each shift, flat. Positions whose shift is not finite do not count.</param>
    /// <param name="columns">Column component.</param>
    /// <param name="scanRows">Rows of the scan; at least 3.</param>
    /// <param name="scanColumns">Columns of the scan; at least 3.</param>
    /// <param name="valid">Positions that count; empty: all. Derivatives need neighbours that count too.</param>
    /// <exception cref="ArgumentException">The scan is too small, or no position has neighbours.</exception>
    public static DeflectionGuess Of(
        ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, int scanRows, int scanColumns, ReadOnlySpan<bool> valid = default)
    {
        if (scanRows < 3 || scanColumns < 3 || rows.Length != (long)scanRows * scanColumns || columns.Length != rows.Length)
            throw new ArgumentException(
                $"A scan of {scanRows} × {scanColumns} with {rows.Length} shifts is too small to find the rotation: at "
                + "least three rows and columns are needed.",
                nameof(rows));
        valid = Finite(rows, columns, valid);
        var straight = new Derivatives(rows, columns, scanRows, scanColumns, valid, 1);
        var flipped = new Derivatives(rows, columns, scanRows, scanColumns, valid, -1);
        if (straight.Count == 0)
            throw new ArgumentException(
                "No position in the region of interest has all its neighbours with finite values: choose a larger region.", nameof(valid));
        // Shifts that are a pure saddle have no curl whichever way they are turned: then the flip that leaves them a divergence is meant.
        var isTie = Math.Abs(flipped.SmallestCurl - straight.SmallestCurl) <= 1e-9 * Math.Max(flipped.Total, straight.Total);
        var isFlipped = isTie ? flipped.Total > straight.Total * (1 + 1e-9) : flipped.SmallestCurl < straight.SmallestCurl;
        var best = isFlipped ? flipped : straight;
        var angle = best.Angle;
        if (best.ReachesUp(angle, Classes))
            angle += Math.PI;
        var degrees = Math.IEEERemainder(angle * 180 / Math.PI, 360);
        var (row, column) = Mean(rows, columns, scanRows, scanColumns, valid);
        return new(degrees <= -180 ? degrees + 360 : degrees, isFlipped, row, column);
    }

    /// <summary>Root mean square of the curl after a rotation and flip, in pixels a scan position.</summary>
    /// <inheritdoc cref="Of"/>
    public static double RootMeanSquareCurl(
        ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, int scanRows, int scanColumns, double scanRotation, bool flipY)
    {
        var derivatives = new Derivatives(rows, columns, scanRows, scanColumns, Finite(rows, columns, default), flipY ? -1 : 1);
        return Math.Sqrt(derivatives.Curl(scanRotation * Math.PI / 180) / Math.Max(derivatives.Count, 1));
    }

    private static bool[] Finite(ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, ReadOnlySpan<bool> valid)
    {
        var finite = new bool[rows.Length];
        for (var i = 0; i < finite.Length; i++)
            finite[i] = (valid.IsEmpty || valid[i]) && double.IsFinite(rows[i]) && double.IsFinite(columns[i]);
        return finite;
    }

    private static (double Row, double Column) Mean(
        ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, int scanRows, int scanColumns, ReadOnlySpan<bool> valid)
    {
        double row = 0, column = 0;
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (i / scanColumns == scanRows - 1 || i % scanColumns == scanColumns - 1 || (!valid.IsEmpty && !valid[i]))
                continue;
            row += rows[i];
            column += columns[i];
            count++;
        }

        return count == 0 ? (0, 0) : (row / count, column / count);
    }

    // Curl and divergence of the shifts as they are, at every position but the last row and column.
    private sealed class Derivatives
    {
        private readonly List<(double Curl, double Divergence)> _at = [];
        private readonly double _curls;
        private readonly double _products;
        private readonly double _divergences;

        public Derivatives(
            ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, int scanRows, int scanColumns, ReadOnlySpan<bool> valid, int sign)
        {
            for (var row = 0; row < scanRows - 1; row++)
            {
                for (var column = 0; column < scanColumns - 1; column++)
                {
                    int up = Math.Max(row - 1, 0), left = Math.Max(column - 1, 0);
                    int above = (up * scanColumns) + column, below = ((row + 1) * scanColumns) + column;
                    int before = (row * scanColumns) + left, after = (row * scanColumns) + column + 1;
                    if (!valid.IsEmpty
                        && !(valid[above] && valid[below] && valid[before] && valid[after] && valid[(row * scanColumns) + column]))
                        continue;
                    double height = row + 1 - up, width = column + 1 - left;
                    var curl = (sign * (rows[after] - rows[before]) / width) - ((columns[below] - columns[above]) / height);
                    var divergence = (sign * (rows[below] - rows[above]) / height) + ((columns[after] - columns[before]) / width);
                    _at.Add((curl, divergence));
                    _curls += curl * curl;
                    _products += curl * divergence;
                    _divergences += divergence * divergence;
                }
            }
        }

        public int Count => _at.Count;

        public double Angle =>
            _products == 0 && _curls <= _divergences ? 0 : (Math.Atan2(2 * _products, _curls - _divergences) + Math.PI) / 2;

        public double Total => _curls + _divergences;

        public double SmallestCurl => Curl(Angle);

        public double Curl(double angle)
        {
            var (sine, cosine) = Math.SinCos(angle);
            return (cosine * cosine * _curls) + (2 * sine * cosine * _products) + (sine * sine * _divergences);
        }

        // Whether the highest of the classes between ± the largest divergence holds more than the lowest.
        public bool ReachesUp(double angle, int classes)
        {
            var (sine, cosine) = Math.SinCos(angle);
            var divergences = _at.ConvertAll(at => (cosine * at.Divergence) - (sine * at.Curl));
            var largest = divergences.Max(Math.Abs);
            var edge = largest * (1 - (2.0 / classes));
            return divergences.Count(divergence => divergence >= edge) > divergences.Count(divergence => divergence < -edge);
        }
    }
}
