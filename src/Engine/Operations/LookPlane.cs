namespace Ronchi.Engine.Operations;

/// <summary>Where the pictures of a <see cref="Look"/> lie.</summary>
public enum LookPlane
{
    /// <summary>Over the scan: a value for each position.</summary>
    Scan,

    /// <summary>Over the detector: a value for each pixel, from the frames of a region.</summary>
    Detector,
}
