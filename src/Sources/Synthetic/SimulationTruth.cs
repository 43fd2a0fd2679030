namespace Ronchi.Sources.Synthetic;

/// <summary>Everything that is known of a simulated scan, one array a quantity.</summary>
public static class SimulationTruth
{
    private static readonly (string Name, Func<Simulation, SimulatedPoint, double> Of)[] s_quantities =
    [
        ("strain_row", static (_, point) => point.StrainRow),
        ("strain_column", static (_, point) => point.StrainColumn),
        ("shear", static (_, point) => point.Shear),
        ("rotation", static (_, point) => point.Rotation),
        ("thickness", static (_, point) => point.ThicknessNm),
        ("phase", static (_, point) => point.PhaseRadians),
        ("deflection_row", static (_, point) => point.DeflectionRow),
        ("deflection_column", static (_, point) => point.DeflectionColumn),
        ("descan_row", static (_, point) => point.DescanRow),
        ("descan_column", static (_, point) => point.DescanColumn),
        ("centre_row", static (simulation, point) => simulation.Settings.CentreRow + point.DeflectionRow + point.DescanRow),
        ("centre_column", static (simulation, point) => simulation.Settings.CentreColumn + point.DeflectionColumn + point.DescanColumn),
    ];

    /// <summary>
    /// Names of the quantities: strains as fractions, rotation and phase in radians, thickness in nm, the rest in detector pixels.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_quantities.Select(static quantity => quantity.Name)];

    /// <summary>Computes a quantity at every scan position.</summary>
    /// <param name="simulation">The experiment.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>Values in the order of the frames: series, scan row, scan column.</returns>
    /// <exception cref="ArgumentException">There is no such quantity.</exception>
    public static float[] Map(Simulation simulation, string name)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        var of = s_quantities.FirstOrDefault(quantity => quantity.Name == name).Of
            ?? throw new ArgumentException($"'{name}' is not a simulated quantity: choose from {string.Join(", ", Names)}.", nameof(name));
        var settings = simulation.Settings;
        var map = new float[checked((int)settings.FrameCount)];
        Parallel.For(0, settings.SeriesLength * settings.ScanRows, line =>
        {
            var (series, row) = Math.DivRem(line, settings.ScanRows);
            for (var column = 0; column < settings.ScanColumns; column++)
                map[(line * settings.ScanColumns) + column] = (float)of(simulation, simulation.At(series, row, column));
        });
        return map;
    }
}
