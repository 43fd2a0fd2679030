namespace Ronchi.Sources;

/// <summary>The options of <see cref="OpenOptions"/> that hold for most formats, not for all.</summary>
[Flags]
public enum SourceOptions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="OpenOptions.LeavesOutMisfits"/>.</summary>
    LeaveOut = 1,

    /// <summary><see cref="OpenOptions.Follow"/>.</summary>
    Follow = 2,

    /// <summary><see cref="OpenOptions.DetectorAxes"/>, where it is not two.</summary>
    DetectorAxes = 4,
}
