namespace Ronchi.Analyses.Deflection;

/// <summary>Fills the positions of a scan at which there is no field, as smoothly as its surroundings allow.</summary>
/// <remarks>
/// First from the edge of a gap inwards, each position with the mean of its neighbours that are known; then each becomes the mean of its
/// four neighbours until that changes nothing
/// (the solution of Laplace's equation, which has no extremum inside the gap). A single position becomes the mean of its neighbours.
/// </remarks>
internal static class FieldFilling
{
    private const int MostRounds = 400;
    private const double Rest = 1e-9;

    /// <summary>The positions at which a component is not finite; null: there are none.</summary>
    public static bool[]? Missing(ReadOnlySpan<double> rowComponent, ReadOnlySpan<double> columnComponent)
    {
        bool[]? missing = null;
        for (var at = 0; at < rowComponent.Length; at++)
        {
            if (!double.IsFinite(rowComponent[at]) || !double.IsFinite(columnComponent[at]))
                (missing ??= new bool[rowComponent.Length])[at] = true;
        }

        return missing;
    }

    /// <summary>A component with its gaps filled; all 0 where nothing is known.</summary>
    /// <param name="component">Values, row-major.</param>
    /// <param name="isMissing">Which are to be filled.</param>
    /// <param name="rows">Rows of the scan.</param>
    /// <param name="columns">Columns of the scan.</param>
    public static double[] Fill(ReadOnlySpan<double> component, bool[] isMissing, int rows, int columns)
    {
        var values = component.ToArray();
        var isKnown = Array.ConvertAll(isMissing, static isGap => !isGap);
        List<int> order = [];
        for (var layer = Edge(isKnown, rows, columns); layer.Count > 0; layer = Edge(isKnown, rows, columns))
        {
            foreach (var at in layer)
                values[at] = Mean(values, isKnown, at, rows, columns);
            foreach (var at in layer)
                isKnown[at] = true;
            order.AddRange(layer);
        }

        if (order.Count == 0)
        {
            Array.Clear(values);
            return values;
        }

        Relax(values, isKnown, order, rows, columns);
        return values;
    }

    private static void Relax(double[] values, bool[] isKnown, List<int> order, int rows, int columns)
    {
        double scale = values.Max(Math.Abs);
        for (var round = 0; round < MostRounds; round++)
        {
            var change = 0.0;
            foreach (var at in order)
            {
                var mean = Mean(values, isKnown, at, rows, columns);
                change = Math.Max(change, Math.Abs(mean - values[at]));
                values[at] = mean;
            }

            if (!(change > Rest * scale))
                return;
        }
    }

    // What is not known, and touches something that is.
    private static List<int> Edge(bool[] isKnown, int rows, int columns)
    {
        List<int> edge = [];
        for (var at = 0; at < isKnown.Length; at++)
        {
            if (!isKnown[at] && Sum([], isKnown, at, rows, columns).Count > 0)
                edge.Add(at);
        }

        return edge;
    }

    private static double Mean(double[] values, bool[] isKnown, int at, int rows, int columns)
    {
        var (sum, count) = Sum(values, isKnown, at, rows, columns);
        return sum / count;
    }

    private static (double Sum, int Count) Sum(double[] values, bool[] isKnown, int at, int rows, int columns)
    {
        var (row, column) = Math.DivRem(at, columns);
        double sum = 0;
        var count = 0;
        foreach (var (r, c) in ((int, int)[])[(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)])
        {
            if (r < 0 || c < 0 || r >= rows || c >= columns || !isKnown[(r * columns) + c])
                continue;
            sum += values.Length == 0 ? 0 : values[(r * columns) + c];
            count++;
        }

        return (sum, count);
    }
}
