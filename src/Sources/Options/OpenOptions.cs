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

    /// <summary>How many of the last axes of an array are the detector's: 1 for spectra, 2 for images, 3 for images in colour. Null: as the
    /// file says, else 2.</summary>
    public int? DetectorAxes { get; init; }

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

    /// <summary>
    /// Says of the full path of each further file that a file leads to (HDF5's external links, a companion) whether it may be opened. Null:
    /// all may.
    /// </summary>
    public Func<string, bool>? MayRead { get; init; }

    /// <summary>What is said for some formats alone: records of their <see cref="SourceFormat.Options"/>. Where the format that opens the
    /// file has another it is refused.</summary>
    public IReadOnlyList<object> OfFormats { get; init; } = [];

    /// <summary>What is said for the format that opens the file.</summary>
    /// <typeparam name="T">Its record.</typeparam>
    /// <returns>A new record where nothing is said.</returns>
    public T Of<T>()
        where T : class, new()
        => OfFormats.OfType<T>().FirstOrDefault() ?? new();

    /// <summary>What a member of a series is opened with: what is said of the series is not said of its files.</summary>
    public OpenOptions OfMember => this with { OfFormats = [.. OfFormats.Where(static record => record is not SeriesOptions)] };

    /// <summary>The formats that are tried, in this order.</summary>
    public IReadOnlyList<SourceFormat> Formats { get; init; } = KnownFormats.All;

    /// <summary>Which of the options that hold for most formats, not for all, are given.</summary>
    public SourceOptions Given =>
        (LeavesOutMisfits ? SourceOptions.LeaveOut : SourceOptions.None)
        | (Follow is null ? SourceOptions.None : SourceOptions.Follow)
        | (DetectorAxes is null or 2 ? SourceOptions.None : SourceOptions.DetectorAxes);

    /// <summary>What the opener has to say about the choice of format; sources put it among their notes.</summary>
    internal string? Remark { get; init; }

    /// <summary>The remark as notes of a source.</summary>
    internal IEnumerable<string> Remarks => Remark is { } remark ? [remark] : [];
}
