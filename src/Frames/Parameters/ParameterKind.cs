namespace Ronchi.Frames;

/// <summary>What a parameter is, for those who make a form of it.</summary>
public enum ParameterKind
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Real,

    /// <summary>A length on the detector, in pixels or in a unit of its axes.</summary>
    Length,

    /// <summary>An angle in degrees.</summary>
    Angle,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>Given or not.</summary>
    Switch,

    /// <summary>Any text, or a text whose form says what is expected.</summary>
    Text,

    /// <summary>A position on the detector.</summary>
    Position,

    /// <summary>A virtual detector.</summary>
    VirtualDetector,

    /// <summary>A range of one axis: channels of spectra.</summary>
    Range,

    /// <summary>A rectangle of the detector.</summary>
    DetectorRectangle,

    /// <summary>A region of the scan.</summary>
    ScanRegion,

    /// <summary>A file.</summary>
    File,

    /// <summary>An array: of a file, or a result of another signal.</summary>
    Signal,
}
