namespace Ronchi.Frames;

/// <summary>Whether the files of a scan are all there.</summary>
public enum FileSetState
{
    /// <summary>They are, and can be opened.</summary>
    Complete,

    /// <summary>Files that belong to it are missing, or not whole: it may still be being written.</summary>
    Incomplete,

    /// <summary>The file itself cannot be opened.</summary>
    Unreadable,
}
