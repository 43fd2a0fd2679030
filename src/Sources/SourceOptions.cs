namespace Ronchi.Sources;

/// <summary>The options of <see cref="OpenOptions"/> that only some formats use.</summary>
[Flags]
public enum SourceOptions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="OpenOptions.Dataset"/>.</summary>
    Dataset = 1,

    /// <summary><see cref="OpenOptions.Map"/>.</summary>
    Map = 2,

    /// <summary><see cref="OpenOptions.SeriesValues"/>.</summary>
    SeriesValues = 4,

    /// <summary><see cref="OpenOptions.LeavesOutMisfits"/>.</summary>
    LeaveOut = 8,

    /// <summary><see cref="OpenOptions.DataFolder"/>.</summary>
    DataFolder = 16,

    /// <summary><see cref="OpenOptions.Follow"/>.</summary>
    Follow = 32,

    /// <summary><see cref="OpenOptions.DetectorAxes"/>, where it is not two.</summary>
    DetectorAxes = 64,
}
