using Ronchi.Sources.Synthetic;
using Xunit;

namespace Ronchi.Tests.Sources.Synthetic;

public sealed class SimulatedPointTests
{
    [Fact]
    public void Stretch_ShortensTheReciprocalVector()
    {
        var g = new SimulatedPoint { RowRow = 0.25 }.Distort(10, 3);

        Assert.Equal(8, g.Row, 1e-12);
        Assert.Equal(3, g.Column, 1e-12);
    }

    [Fact]
    public void Rotation_TurnsFromRowsToColumns()
    {
        const double angle = 1e-4;
        var point = new SimulatedPoint { ColumnRow = angle, RowColumn = -angle };
        var g = point.Distort(10, 0);

        Assert.Equal(angle, point.Rotation, 1e-15);
        Assert.Equal(10 * angle, g.Column, 1e-9);
        Assert.Equal(0, point.Shear);
    }

    [Fact]
    public void LatticePlanes_StayOnTheDistortedLattice()
    {
        // g' · F r = g · r for every r: what F⁻ᵀ means.
        var point = new SimulatedPoint { RowRow = 0.03, RowColumn = -0.02, ColumnRow = 0.05, ColumnColumn = -0.04 };
        var g = point.Distort(7, -4);
        foreach (var (row, column) in new[] { (1.0, 0.0), (0.0, 1.0), (2.5, -3.5) })
        {
            double movedRow = row + (point.RowRow * row) + (point.RowColumn * column),
                movedColumn = column + (point.ColumnRow * row) + (point.ColumnColumn * column);
            Assert.Equal((7 * row) - (4 * column), (g.Row * movedRow) + (g.Column * movedColumn), 1e-12);
        }
    }
}
