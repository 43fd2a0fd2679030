using Ronchi.Frames;
using Ronchi.Kernels.Fourier;

namespace Ronchi.Analyses.Deflection;

/// <summary>The potential whose gradient is closest to a field over the scan.</summary>
/// <remarks>
/// In Fourier space P(k) = k · F(k) ∕ (2πi·(k² + f²)) with P(0) = 0: the least-squares solution, which drops whatever curl the field has
/// (Lazić, Bosch, Lazar, Ultramicroscopy 160 (2016) 265). Positions without a field take no part: they are filled smoothly from those
/// around them (<see cref="FieldFilling"/>), and have no potential. f is a frequency in cycles per scan position: what varies over
/// distances longer than 1∕f, where noise of the field grows most, is damped.
/// </remarks>
public static class FieldIntegration
{
    /// <summary>Integrates a field.</summary>
    /// <param name="rowComponent">∂P∕∂row at each position, row-major; a position where a component is not finite is filled.</param>
    /// <param name="columnComponent">∂P∕∂column.</param>
    /// <param name="rows">Rows of the scan.</param>
    /// <param name="columns">Columns of the scan.</param>
    /// <param name="boundary">How the field goes on beyond the border.</param>
    /// <param name="regularization">f, from 0.</param>
    /// <returns>The potential, in the field's unit times scan positions, with mean 0; NaN where the field is not finite.</returns>
    /// <exception cref="ArgumentException">The lengths do not belong together, or f is negative.</exception>
    public static double[] Integrate(
        ReadOnlySpan<double> rowComponent, ReadOnlySpan<double> columnComponent,
        int rows, int columns, FieldBoundary boundary, double regularization = 0)
    {
        if (rowComponent.Length != rows * columns || columnComponent.Length != rowComponent.Length)
            throw new ArgumentException(
                $"{rowComponent.Length} and {columnComponent.Length} components do not make a field over {rows} × {columns} positions.",
                nameof(rowComponent));
        if (!(regularization >= 0) || !double.IsFinite(regularization))
            throw new ArgumentException(
                $"The regularization must be a frequency of at least 0, not {regularization}.", nameof(regularization));
        if (rowComponent.IsEmpty)
            return [];
        var isMissing = FieldFilling.Missing(rowComponent, columnComponent);
        if (isMissing is not null)
        {
            rowComponent = FieldFilling.Fill(rowComponent, isMissing, rows, columns);
            columnComponent = FieldFilling.Fill(columnComponent, isMissing, rows, columns);
        }

        var isMirrored = boundary == FieldBoundary.Mirrored;
        int height = isMirrored ? 2 * rows : rows, width = isMirrored ? 2 * columns : columns;
        double[] along = Extended(rowComponent, rows, columns, height, width, flipsRows: true),
            across = Extended(columnComponent, rows, columns, height, width, flipsRows: false);
        var plan = new Fourier2D<double>(height, width);
        var scratch = new double[plan.ScratchLength];
        plan.Transform(along, scratch);
        plan.Transform(across, scratch);
        for (var at = 0; at < height * width; at++)
        {
            double u = Frequency(at / width, height), v = Frequency(at % width, width), square = (u * u) + (v * v);
            // The highest frequency of an even length stands for both signs: its derivative is 0.
            u = u == -0.5 ? 0 : u;
            v = v == -0.5 ? 0 : v;
            var factor = square == 0 ? 0 : 1 / (2 * Math.PI * (square + (regularization * regularization)));
            double real = (u * along[2 * at]) + (v * across[2 * at]), imaginary = (u * along[(2 * at) + 1]) + (v * across[(2 * at) + 1]);
            (along[2 * at], along[(2 * at) + 1]) = (imaginary * factor, -real * factor);   // divided by i
        }

        plan.Transform(along, scratch, inverse: true);
        var potential = new double[rows * columns];
        for (var at = 0; at < potential.Length; at++)
            potential[at] = along[2 * (((at / columns) * width) + (at % columns))];
        // The mean of what is there is 0.
        var there = isMissing is null ? potential : [.. potential.Where((_, at) => !isMissing[at])];
        var mean = there.Length == 0 ? 0 : there.Average();
        for (var at = 0; at < potential.Length; at++)
            potential[at] = isMissing?[at] == true ? double.NaN : potential[at] - mean;
        return potential;
    }

    // In cycles per position: −½ ≤ f < ½.
    private static double Frequency(int index, int length) => (double)(2 * index >= length ? index - length : index) / length;

    // Pairs with imaginary part 0. Where a potential is mirrored, the component along the mirrored axis changes its sign.
    private static double[] Extended(ReadOnlySpan<double> component, int rows, int columns, int height, int width, bool flipsRows)
    {
        var pairs = new double[2 * height * width];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var (isBelow, isBeyond) = (row >= rows, column >= columns);
                var value = component[((isBelow ? height - 1 - row : row) * columns) + (isBeyond ? width - 1 - column : column)];
                var flips = flipsRows ? isBelow : isBeyond;
                pairs[2 * ((row * width) + column)] = flips ? -value : value;
            }
        }

        return pairs;
    }
}
