namespace Ronchi.Frames;

/// <summary>Where a calibrated value comes from.</summary>
public enum CalibrationOrigin
{
    /// <summary>From the file with the frames, or files that belong to it.</summary>
    Recorded,

    /// <summary>From a file that other software wrote beside it about the microscope or the scan.</summary>
    Companion,

    /// <summary>From the calibration that a user keeps beside the data.</summary>
    BesideData,

    /// <summary>Said when the data were opened.</summary>
    Typed,
}
