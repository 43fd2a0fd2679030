namespace Ronchi.Sources.Gatan;

/// <summary>Which axes of a scan vary fastest in a file.</summary>
public enum DmStoredOrder
{
    /// <summary>Those of the detector: each frame, or spectrum, lies in one piece.</summary>
    Frames,

    /// <summary>Those of the scan: of each pixel, or channel, the values of all positions lie together.</summary>
    Scan,
}
