using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>
/// What the user says about data that do not say it themselves. Everything is optional; what a format does not use is refused.
/// </summary>
public sealed record OpenOptions
{
    /// <summary>Nothing said.</summary>
    public static OpenOptions None { get; } = new();

    /// <summary>Lengths of the scan axes, slow first; wins over what files say.</summary>
    public Extent? ScanShape { get; init; }

    /// <summary>How frames lie in a file without a header. When it is given the file is opened so, whatever its content.</summary>
    public RawLayout? Raw { get; init; }

    /// <summary>
    /// Whether uncompressed frames are mapped into memory instead of read: no copy, but a file that another program shortens meanwhile ends
    /// the process.
    /// </summary>
    public bool Map { get; init; }

    /// <summary>How many of the last axes of an array are the detector's: 1 for spectra, 2 for images, 3 for images in colour. Null: as the
    /// file says, else 2.</summary>
    public int? DetectorAxes { get; init; }

    /// <summary>Path of the dataset inside an HDF5 file, or name of the array in an <c>.npz</c> file.</summary>
    public string? Dataset { get; init; }

    /// <summary>
    /// For a series: a table with the time, tilt or focus of each member, lines of VALUE or FILE,VALUE. Null: what the files say.
    /// </summary>
    public string? SeriesValues { get; init; }

    /// <summary>
    /// Whether what is missing or damaged is left out, with a note, instead of being an error: members of a series (also those of another
    /// shape or type), data files of a scan, frames behind the end of a truncated file.
    /// </summary>
    public bool LeavesOutMisfits { get; init; }

    /// <summary>How files are read that another program is still writing. A format is given what is there at the moment, and says in its
    /// validity which frames these are. Null: the files are finished.</summary>
    public FollowOptions? Follow { get; init; }

    /// <summary>Whether what is missing is left out: because the user says so, or because it may still come.</summary>
    internal bool TakesWhatIsThere => LeavesOutMisfits || Follow is not null;

    /// <summary>
    /// Bytes that blocks of frames may take which are compressed together and decoded together. Null: an eighth of the memory that the
    /// process may have.
    /// </summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Folder in which files behind external links are looked for first: the data files of a master file that was moved.</summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// Says of the full path of each further file that a file leads to (HDF5's external links, a companion) whether it may be opened. Null:
    /// all may.
    /// </summary>
    public Func<string, bool>? MayRead { get; init; }

    /// <summary>What is said for one format alone: records of the type of its <see cref="SourceFormat.OwnOptions"/>. A record of a format
    /// that does not open the file is refused.</summary>
    public IReadOnlyList<object> OfFormats { get; init; } = [];

    /// <summary>What is said for the format that opens the file.</summary>
    /// <typeparam name="T">Its record.</typeparam>
    /// <returns>A new record where nothing is said.</returns>
    public T Of<T>()
        where T : class, new()
        => OfFormats.OfType<T>().FirstOrDefault() ?? new();

    /// <summary>The formats that are tried, in this order.</summary>
    public IReadOnlyList<SourceFormat> Formats { get; init; } = KnownFormats.All;

    /// <summary>Which of the options that only some formats use are given.</summary>
    public SourceOptions Given =>
        (Dataset is null ? SourceOptions.None : SourceOptions.Dataset)
        | (Map ? SourceOptions.Map : SourceOptions.None)
        | (SeriesValues is null ? SourceOptions.None : SourceOptions.SeriesValues)
        | (LeavesOutMisfits ? SourceOptions.LeaveOut : SourceOptions.None)
        | (DataFolder is null ? SourceOptions.None : SourceOptions.DataFolder)
        | (Follow is null ? SourceOptions.None : SourceOptions.Follow)
        | (DetectorAxes is null or 2 ? SourceOptions.None : SourceOptions.DetectorAxes);

    /// <summary>What the opener has to say about the choice of format; sources put it among their notes.</summary>
    internal string? Remark { get; init; }

    /// <summary>The remark as notes of a source.</summary>
    internal IEnumerable<string> Remarks => Remark is { } remark ? [remark] : [];
}
