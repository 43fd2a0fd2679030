using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>Turns the centres of mass of a scan into all results of <see cref="CenterOfMass"/>.</summary>
internal sealed class CenterOfMassField(CenterOfMassSettings settings, (double Row, double Column) reference, Extent scan)
{
    private readonly int _rows = (int)scan[scan.Rank - 2];
    private readonly int _columns = (int)scan[scan.Rank - 1];

    public List<ResultArray> Compute(ReadOnlySpan<double> centers, ReadOnlySpan<bool> valid)
    {
        var positions = centers.Length / 2;
        float[] com = new float[2 * positions], shifts = new float[2 * positions], field = new float[2 * positions];
        float[] row = new float[positions], column = new float[positions], magnitude = new float[positions];
        var exact = new double[2 * positions];
        for (var i = 0; i < exact.Length; i++)
            exact[i] = centers[i] - (i % 2 == 0 ? reference.Row : reference.Column);
        var plane = settings.Regression.Fit(exact, _rows, _columns, valid);
        var (sine, cosine) = Math.SinCos(settings.ScanRotation * Math.PI / 180);
        for (var position = 0; position < positions; position++)
        {
            int r = 2 * position, c = r + 1;
            if ((!valid.IsEmpty && !valid[position]) || double.IsNaN(exact[r] + exact[c]))
            {
                com[r] = com[c] = shifts[r] = shifts[c] = field[r] = field[c] = row[position] = column[position] = magnitude[position] = float.NaN;
                continue;
            }

            com[r] = (float)centers[r];
            com[c] = (float)centers[c];
            shifts[r] = (float)exact[r];
            shifts[c] = (float)exact[c];
            var inScan = position % (_rows * _columns);
            int scanRow = inScan / _columns, scanColumn = inScan % _columns;
            var y = exact[r] - (plane[0] + (plane[2] * scanRow) + (plane[4] * scanColumn));
            var x = exact[c] - (plane[1] + (plane[3] * scanRow) + (plane[5] * scanColumn));
            if (settings.FlipY)
                y = -y;
            double fieldRow = (cosine * y) + (sine * x), fieldColumn = (cosine * x) - (sine * y);
            field[r] = row[position] = (float)fieldRow;
            field[c] = column[position] = (float)fieldColumn;
            magnitude[position] = (float)Math.Sqrt((fieldRow * fieldRow) + (fieldColumn * fieldColumn));
        }

        float[] divergence = new float[positions], curl = new float[positions];
        for (var i = 0; i < positions; i++)
        {
            // Neighbours alone make a central difference: a position without a shift has none.
            var isThere = !float.IsNaN(row[i]);
            divergence[i] = isThere ? (float)(AlongRows(row, i) + AlongColumns(column, i)) : float.NaN;
            curl[i] = isThere ? (float)(AlongColumns(row, i) - AlongRows(column, i)) : float.NaN;
        }

        return
        [
            Vector("raw_com", com), Vector("raw_shifts", shifts), Vector("field", field),
            Image("field_y", row), Image("field_x", column), Image("magnitude", magnitude),
            Image("divergence", divergence), Image("curl", curl),
            new("regression", ResultKind.Single, ElementType.F32, new Extent(3, 2), Array.ConvertAll(plane, static value => (float)value)),
        ];
    }

    private double AlongRows(float[] values, int position) => Derivative(values, position, position / _columns % _rows, _rows, _columns);

    private double AlongColumns(float[] values, int position) => Derivative(values, position, position % _columns, _columns, 1);

    // Central differences inside, one-sided at the ends; an axis of one position has no derivative: 0.
    private static double Derivative(float[] values, int position, int index, int count, int stride)
    {
        int before = index > 0 ? stride : 0, after = index < count - 1 ? stride : 0;
        return before + after == 0 ? 0 : ((double)values[position + after] - values[position - before]) * stride / (before + after);
    }

    private ResultArray Vector(string name, float[] values) => new(name, ResultKind.Scan, ElementType.F32, scan.Append(new Extent(2)), values);

    private ResultArray Image(string name, float[] values) => new(name, ResultKind.Scan, ElementType.F32, scan, values);
}
