namespace Ronchi.Store;

/// <summary>How a scan is held in memory.</summary>
public enum ResidenceForm
{
    /// <summary>Pixel by pixel in blocks of scan positions: <see cref="ScanBlockedCube"/>. Virtual images in milliseconds.</summary>
    ScanBlocked,

    /// <summary>Frame after frame, where blocks of so large frames would take too much: <see cref="FrameScan"/>.</summary>
    Frames,

    /// <summary>Frames as they were stored, compressed.</summary>
    Compressed,

    /// <summary>Only the pixels that are not 0.</summary>
    Sparse,

    /// <summary>A part, the rest is read when it is needed.</summary>
    Partial,

    /// <summary>Nothing yet: frames are still arriving, and are read from where they are (<see cref="FollowedScan"/>).</summary>
    Followed,
}
