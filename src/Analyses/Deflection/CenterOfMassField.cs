using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>Turns the centres of mass of a scan into all results of <see cref="CenterOfMass"/>.</summary>
internal sealed class CenterOfMassField(CenterOfMassSettings settings, (double Row, double Column) reference, Extent scan)
{
    private readonly int _rows = (int)scan[scan.Rank - 2];
    private readonly int _columns = (int)scan[scan.Rank - 1];

    /// <summary>All results.</summary>
    /// <param name="centers">(row, column) of each position; one scan after the other.</param>
    /// <param name="valid">Positions that count; empty: all.</param>
    /// <param name="type">Type of the results: f32 or f64.</param>
    public List<ResultArray> Compute(ReadOnlySpan<double> centers, ReadOnlySpan<bool> valid, ElementType type)
    {
        double[] com = centers.ToArray(), shifts = Shifts(centers);
        var (row, column, plane) = Field(centers, valid);
        var positions = row.Length;
        double[] field = new double[2 * positions], magnitude = new double[positions],
            divergence = new double[positions], curl = new double[positions];
        for (var position = 0; position < positions; position++)
        {
            int r = 2 * position, c = r + 1;
            if ((!valid.IsEmpty && !valid[position]) || double.IsNaN(shifts[r] + shifts[c]))
                com[r] = com[c] = shifts[r] = shifts[c] = double.NaN;
            field[r] = row[position];
            field[c] = column[position];
            magnitude[position] = Math.Sqrt((row[position] * row[position]) + (column[position] * column[position]));
            // Neighbours alone make a central difference: a position without a shift has none.
            var isThere = !double.IsNaN(row[position]);
            divergence[position] = isThere ? AlongRows(row, position) + AlongColumns(column, position) : double.NaN;
            curl[position] = isThere ? AlongColumns(row, position) - AlongRows(column, position) : double.NaN;
        }

        return
        [
            Vector("raw_com", com), Vector("raw_shifts", shifts), Vector("field", field),
            Image("field_y", row), Image("field_x", column), Image("magnitude", magnitude),
            Image("divergence", divergence), Image("curl", curl),
            ResultArray.OfReals("regression", ResultKind.Single, type, new Extent(3, 2), plane),
        ];

        ResultArray Vector(string name, double[] values) =>
            ResultArray.OfReals(name, ResultKind.Scan, type, scan.Append(new Extent(2)), values);

        ResultArray Image(string name, double[] values) => ResultArray.OfReals(name, ResultKind.Scan, type, scan, values);
    }

    /// <summary>The field, row and column component apart, and the plane that was subtracted; NaN at positions that are left out.</summary>
    /// <inheritdoc cref="Compute"/>
    public (double[] Row, double[] Column, double[] Plane) Field(ReadOnlySpan<double> centers, ReadOnlySpan<bool> valid)
    {
        // LiberTEM takes the plane off behind rotation and flip, in the scan's axes; here it comes off the shifts, in the detector's.
        var isPlaneOfField = settings.LibertemRules;
        var shifts = Shifts(centers);
        if (isPlaneOfField)
            Turn(shifts);
        var plane = settings.Regression.Fit(shifts, _rows, _columns, valid);
        for (var position = 0; position < shifts.Length / 2; position++)
        {
            var inScan = position % (_rows * _columns);
            int scanRow = inScan / _columns, scanColumn = inScan % _columns;
            shifts[2 * position] -= plane[0] + (plane[2] * scanRow) + (plane[4] * scanColumn);
            shifts[(2 * position) + 1] -= plane[1] + (plane[3] * scanRow) + (plane[5] * scanColumn);
        }

        if (!isPlaneOfField)
            Turn(shifts);
        double[] row = new double[shifts.Length / 2], column = new double[row.Length];
        for (var position = 0; position < row.Length; position++)
        {
            (row[position], column[position]) = valid.IsEmpty || valid[position]
                ? (shifts[2 * position], shifts[(2 * position) + 1])
                : (double.NaN, double.NaN);
        }

        return (row, column, plane);
    }

    private double[] Shifts(ReadOnlySpan<double> centers)
    {
        var shifts = new double[centers.Length];
        for (var i = 0; i < shifts.Length; i++)
            shifts[i] = centers[i] - (i % 2 == 0 ? reference.Row : reference.Column);
        return shifts;
    }

    // R · F of each shift.
    private void Turn(Span<double> shifts)
    {
        var (sine, cosine) = Math.SinCos(settings.ScanRotation * Math.PI / 180);
        for (var r = 0; r < shifts.Length; r += 2)
        {
            var (y, x) = (settings.FlipY ? -shifts[r] : shifts[r], shifts[r + 1]);
            (shifts[r], shifts[r + 1]) = ((cosine * y) + (sine * x), (cosine * x) - (sine * y));
        }
    }

    private double AlongRows(double[] values, int position) => Derivative(values, position, position / _columns % _rows, _rows, _columns);

    private double AlongColumns(double[] values, int position) => Derivative(values, position, position % _columns, _columns, 1);

    // Central differences inside, one-sided at the ends; an axis of one position has no derivative: 0.
    private static double Derivative(double[] values, int position, int index, int count, int stride)
    {
        int before = index > 0 ? stride : 0, after = index < count - 1 ? stride : 0;
        return before + after == 0 ? 0 : (values[position + after] - values[position - before]) * stride / (before + after);
    }
}
