using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>What a <see cref="CenterOfMass"/> measures from and how shifts become a field.</summary>
public sealed record CenterOfMassSettings
{
    /// <summary>
    /// The reference (row, column) in pixels from which shifts count, and the middle of the region. Null: the middle of the detector.
    /// </summary>
    public (double Row, double Column)? Center { get; init; }

    /// <summary>Use only pixels up to this distance from the centre, in pixels, d² ≤ r². Null: all.</summary>
    public double? Radius { get; init; }

    /// <summary>Use only pixels at least this far from the centre, in pixels, d² ≥ r².</summary>
    public double InnerRadius { get; init; }

    /// <summary>Use only these pixels, beside what the radii say. Null: all.</summary>
    public PixelSet? Within { get; init; }

    /// <summary>
    /// Angle in degrees by which shifts are turned, clockwise on screen (rows down, columns to the right), to point along the scan's axes.
    /// </summary>
    public double ScanRotation { get; init; }

    /// <summary>Whether the detector's rows run against the scan's: the row of a shift changes sign, before the rotation.</summary>
    public bool FlipY { get; init; }

    /// <summary>What is subtracted from the shifts first.</summary>
    public FieldRegression Regression { get; init; } = FieldRegression.None;

    /// <summary>
    /// LiberTEM's rules where they differ: the middle of the detector is shape ∕∕ 2, a pixel exactly at the inner radius does not count,
    /// and the regression is taken off the field, behind rotation and flip.
    /// </summary>
    public bool LibertemRules { get; init; }
}
