using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>What the user says about data that do not say it themselves. Everything is optional.</summary>
public sealed record OpenOptions
{
    /// <summary>Nothing said.</summary>
    public static OpenOptions None { get; } = new();

    /// <summary>Lengths of the scan axes, slow first; wins over what files say.</summary>
    public Extent? ScanShape { get; init; }

    /// <summary>How frames lie in a file without a header. When it is given the file is opened so, whatever its content.</summary>
    public RawLayout? Raw { get; init; }

    /// <summary>Whether uncompressed frames are mapped into memory instead of read: no copy, but a file that another program shortens meanwhile ends the process.</summary>
    public bool Map { get; init; }

    /// <summary>Path of the dataset inside a container file such as HDF5.</summary>
    public string? Dataset { get; init; }

    /// <summary>For a series: a table with the time, tilt or focus of each member, lines of VALUE or FILE,VALUE. Null: what the files say.</summary>
    public string? SeriesValues { get; init; }

    /// <summary>For a series: whether files of another shape or type, and damaged ones, are left out with a note instead of being an error.</summary>
    public bool LeavesOutMisfits { get; init; }

    /// <summary>Bytes that blocks of frames may take which are compressed together and decoded together. Null: an eighth of the memory that the process may have.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Says of the full path of each further file that a file leads to (HDF5's external links, a companion) whether it may be opened. Null: all may.</summary>
    public Func<string, bool>? MayRead { get; init; }
}
