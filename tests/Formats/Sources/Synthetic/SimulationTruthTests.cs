using Ronchi.Sources.Synthetic;
using Xunit;

namespace Ronchi.Tests.Sources.Synthetic;

public sealed class SimulationTruthTests
{
    [Fact]
    public void Maps_HoldThePoints()
    {
        var simulation = new Simulation(SimulationPresets.Quick with { SeriesLength = 2, ScanRows = 5, ScanColumns = 3 });
        var thickness = SimulationTruth.Map(simulation, "thickness");
        var centre = SimulationTruth.Map(simulation, "centre_row");
        var point = simulation.At(1, 4, 2);

        Assert.Equal(30, thickness.Length);
        Assert.Equal((float)point.ThicknessNm, thickness[29]);
        Assert.Equal((float)(simulation.Settings.CentreRow + point.DeflectionRow + point.DescanRow), centre[29]);
        Assert.All(
            SimulationTruth.Names,
            name => Assert.All(SimulationTruth.Map(simulation, name), static value => Assert.True(float.IsFinite(value))));
        Assert.Throws<ArgumentException>(() => SimulationTruth.Map(simulation, "mood"));
    }

    [Fact]
    public void Deflection_IsTheSlopeOfThePhase()
    {
        // Deflection angle = λ/2π × gradient: central differences on a fine scan.
        var simulation = new Simulation(SimulationPresets.Dpc with { ScanRows = 400, ScanColumns = 400 });
        var s = simulation.Settings;
        foreach (var (row, column) in new[] { (100, 120), (270, 250), (90, 300) })
        {
            var slope = (simulation.At(0, row + 1, column).PhaseRadians - simulation.At(0, row - 1, column).PhaseRadians) / (2 * s.StepNm);
            var mrad = slope * s.WavelengthNm / Math.Tau * 1000;
            Assert.Equal(simulation.At(0, row, column).DeflectionRow, mrad / s.MradPerPixel, 1e-3 * s.Deflection);
        }
    }

    [Fact]
    public void Distortion_IsTheGradientOfADisplacement()
    {
        // The curl of each row of a gradient is 0: ∂(∂u/∂row)/∂column = ∂(∂u/∂column)/∂row.
        var simulation = new Simulation(SimulationPresets.Strain with { ScanRows = 800, ScanColumns = 800, Drift = default });
        foreach (var (row, column) in new[] { (260, 300), (560, 500), (650, 180) })
        {
            var across = simulation.At(0, row, column + 1).RowRow - simulation.At(0, row, column - 1).RowRow;
            var down = simulation.At(0, row + 1, column).RowColumn - simulation.At(0, row - 1, column).RowColumn;
            Assert.Equal(across, down, 2e-6);
        }
    }
}
