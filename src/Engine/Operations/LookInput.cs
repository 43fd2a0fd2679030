namespace Ronchi.Engine.Operations;

/// <summary>What a parameter of a <see cref="Look"/> follows.</summary>
public enum LookInput
{
    /// <summary>All drawn detectors that it takes.</summary>
    Detectors,

    /// <summary>The first drawn detector.</summary>
    Detector,

    /// <summary>Row and column of its centre.</summary>
    Center,

    /// <summary>Its inner radius.</summary>
    Inner,

    /// <summary>Its outer radius; of a shape that is not round, that of the circle about it.</summary>
    Outer,

    /// <summary>Degrees by which the detector is turned against the scan, as the calibration says.</summary>
    Rotation,

    /// <summary>Whether the detector's rows run against the scan's, as the calibration says.</summary>
    Flip,
}
