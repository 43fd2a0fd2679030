namespace Ronchi.Frames;

/// <summary>What a person points at to give a parameter.</summary>
public enum ParameterPick
{
    /// <summary>Nothing: it is typed.</summary>
    None,

    /// <summary>A position on the detector.</summary>
    DetectorPosition,

    /// <summary>A distance from the centre on the detector.</summary>
    DetectorRadius,

    /// <summary>A shape on the detector.</summary>
    DetectorShape,

    /// <summary>A range of channels of a spectrum.</summary>
    DetectorRange,

    /// <summary>A rectangle on the detector.</summary>
    DetectorRectangle,

    /// <summary>A region of the scan.</summary>
    ScanRegion,
}
