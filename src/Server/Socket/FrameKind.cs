namespace Ronchi.Server;

/// <summary>What the values of a frame message are.</summary>
public enum FrameKind
{
    /// <summary>A value for each scan position.</summary>
    Image = 1,

    /// <summary>A value for each detector pixel: one frame.</summary>
    Frame = 2,

    /// <summary>A value for each detector pixel: mean, sum or maximum over a scan region.</summary>
    Pattern = 3,

    /// <summary>
    /// Two values for each scan position, or pixel (<see cref="FrameFlags.OverDetector"/>), as two images one behind the other: towards the
    /// rows, towards the columns.
    /// </summary>
    Field = 4,

    /// <summary>Anything else: curves and tables, as rows of the last axis.</summary>
    Array = 5,
}
