namespace Ronchi.Analyses.Deflection;

/// <summary>How a field goes on beyond the border of the scan, for integration.</summary>
public enum FieldBoundary
{
    /// <summary>Its potential is mirrored: nothing is assumed of the other side.</summary>
    Mirrored,

    /// <summary>It begins again at the other side: for scans of whole unit cells.</summary>
    Periodic,
}
