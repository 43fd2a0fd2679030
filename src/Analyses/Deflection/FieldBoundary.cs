namespace Ronchi.Analyses.Deflection;

/// <summary>How a field continues beyond the border of the scan, for integration.</summary>
public enum FieldBoundary
{
    /// <summary>The potential is mirrored: nothing is assumed about the opposite side.</summary>
    Mirrored,

    /// <summary>The field is periodic: for scans of whole unit cells.</summary>
    Periodic,
}
