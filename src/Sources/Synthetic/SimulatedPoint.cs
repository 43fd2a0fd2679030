namespace Ronchi.Sources.Synthetic;

/// <summary>The truth at one scan position.</summary>
/// <param name="RowRow">Change of the displacement's row component along rows, as a fraction.</param>
/// <param name="RowColumn">Change of the displacement's row component along columns.</param>
/// <param name="ColumnRow">Change of the displacement's column component along rows.</param>
/// <param name="ColumnColumn">Change of the displacement's column component along columns.</param>
/// <param name="ThicknessNm">Thickness of the specimen in nm.</param>
/// <param name="PhaseRadians">Phase that the particles' potential gives the wave.</param>
/// <param name="DeflectionRow">Deflection by that potential, in detector pixels.</param>
/// <param name="DeflectionColumn">Deflection by that potential, in detector pixels.</param>
/// <param name="DescanRow">Movement of the pattern by descan, in detector pixels.</param>
/// <param name="DescanColumn">Movement of the pattern by descan, in detector pixels.</param>
public readonly record struct SimulatedPoint(
    double RowRow,
    double RowColumn,
    double ColumnRow,
    double ColumnColumn,
    double ThicknessNm,
    double PhaseRadians,
    double DeflectionRow,
    double DeflectionColumn,
    double DescanRow,
    double DescanColumn)
{
    /// <summary>Strain along rows, as a fraction.</summary>
    public double StrainRow => RowRow;

    /// <summary>Strain along columns, as a fraction.</summary>
    public double StrainColumn => ColumnColumn;

    /// <summary>Shear strain: half the change of a right angle between the axes, in radians.</summary>
    public double Shear => (RowColumn + ColumnRow) / 2;

    /// <summary>Rotation of the lattice in radians, from the row axis towards the column axis.</summary>
    public double Rotation => (ColumnRow - RowColumn) / 2;

    /// <summary>Where a reciprocal lattice vector of the unstrained crystal goes: F⁻ᵀ g, with F = 1 + distortion.</summary>
    /// <param name="row">Row component of g in pixels.</param>
    /// <param name="column">Column component of g in pixels.</param>
    public (double Row, double Column) Distort(double row, double column)
    {
        var determinant = ((1 + RowRow) * (1 + ColumnColumn)) - (RowColumn * ColumnRow);
        return (
            (((1 + ColumnColumn) * row) - (ColumnRow * column)) / determinant, (((1 + RowRow) * column) - (RowColumn * row)) / determinant);
    }
}
