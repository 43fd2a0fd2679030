namespace Ronchi.Frames;

/// <summary>What the name of a file says about it, without a look inside.</summary>
public enum FileRole
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>A scan is opened with it, which may lie in further files.</summary>
    Scan,

    /// <summary>It holds a part of a scan that is opened with another file.</summary>
    Part,
}
