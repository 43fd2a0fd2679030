using MathNet.Numerics.LinearAlgebra;

namespace Ronchi.Analyses.Deflection;

/// <summary>What is subtracted from the shifts of the centre of mass to obtain the field: the contribution of descan.</summary>
/// <remarks>
/// Coefficients are six numbers, [[row₀, column₀], [row per scan row, column per scan row], [row per scan column, column per scan column]].
/// </remarks>
public sealed record FieldRegression
{
    private FieldRegression(string name) => Name = name;

    /// <summary>Nothing.</summary>
    public static FieldRegression None { get; } = new("none");

    /// <summary>The mean shift.</summary>
    public static FieldRegression Mean { get; } = new("mean");

    /// <summary>The plane that fits the shifts best (least squares).</summary>
    public static FieldRegression Linear { get; } = new("linear");

    /// <summary><c>none</c>, <c>mean</c>, <c>linear</c> or <c>given</c>.</summary>
    public string Name { get; }

    /// <summary>The given coefficients; null: they are found in the data.</summary>
    public IReadOnlyList<double>? Coefficients { get; private init; }

    /// <summary>Coefficients that are known, from a scan in vacuum for example.</summary>
    /// <param name="coefficients">Six numbers, row-major 3 × 2.</param>
    /// <exception cref="ArgumentException">They are not six finite numbers.</exception>
    public static FieldRegression Given(IReadOnlyList<double> coefficients) => coefficients.Count == 6 && coefficients.All(double.IsFinite)
        ? new("given") { Coefficients = [.. coefficients] }
        : throw new ArgumentException(
            $"A descan plane has 3 × 2 finite coefficients, not {coefficients.Count}: [[row, column] at the "
            + "origin, per scan row, per scan column].",
            nameof(coefficients));

    /// <summary>The coefficients for shifts over a scan.</summary>
    /// <param name="shifts">(row, column) of each position; one scan after the other. What is not finite does not count.</param>
    /// <param name="rows">Rows of a scan.</param>
    /// <param name="columns">Columns of a scan.</param>
    /// <param name="valid">Positions that count; empty: all.</param>
    internal double[] Fit(ReadOnlySpan<double> shifts, int rows, int columns, ReadOnlySpan<bool> valid)
    {
        if (Coefficients is { } given)
            return [.. given];
        if (Name == None.Name)
            return new double[6];
        // Normal equations about the middle of the scan: well conditioned, and decoupled when all positions count.
        Span<double> normal = stackalloc double[9];
        Span<double> right = stackalloc double[6];
        normal.Clear();
        right.Clear();
        double row0 = (rows - 1) / 2.0, column0 = (columns - 1) / 2.0;
        var terms = Name == Mean.Name ? 1 : 3;
        Span<double> basis = stackalloc double[3];
        for (var position = 0; position < shifts.Length / 2; position++)
        {
            if ((!valid.IsEmpty && !valid[position]) || !double.IsFinite(shifts[position * 2] + shifts[(position * 2) + 1]))
                continue;
            var inScan = position % (rows * columns);
            basis[0] = 1;
            basis[1] = (inScan / columns) - row0;
            basis[2] = (inScan % columns) - column0;
            for (var i = 0; i < terms; i++)
            {
                for (var k = 0; k < terms; k++)
                    normal[(i * 3) + k] += basis[i] * basis[k];
                right[i * 2] += basis[i] * shifts[position * 2];
                right[(i * 2) + 1] += basis[i] * shifts[(position * 2) + 1];
            }
        }

        Solve(normal, right, terms);
        right[0] -= (right[2] * row0) + (right[4] * column0);
        right[1] -= (right[3] * row0) + (right[5] * column0);
        return right.ToArray();
    }

    // A term without spread (a scan of one row) gets the coefficient 0.
    private static void Solve(Span<double> normal, Span<double> right, int terms)
    {
        if (terms == 1)
        {
            right[0] = normal[0] > 0 ? right[0] / normal[0] : 0;
            right[1] = normal[0] > 0 ? right[1] / normal[0] : 0;
            return;
        }

        var matrix = Matrix<double>.Build.DenseOfRowMajor(3, 3, normal.ToArray());
        var solution = matrix.PseudoInverse() * Matrix<double>.Build.DenseOfRowMajor(3, 2, right.ToArray());
        for (var i = 0; i < right.Length; i++)
            right[i] = solution[i / 2, i % 2];
    }
}
