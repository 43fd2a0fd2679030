using System.Diagnostics.CodeAnalysis;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>
/// What is opened and how it is read: the one description for the library, the command line, HTTP and the page. Everything that the data
/// contain themselves is optional.
/// </summary>
public sealed record ScanRequest
{
    private static readonly Lock Gate = new();
    private static readonly List<(Type[] Records, ParameterSchema Schema)> Joined = [];

    /// <summary>Nothing is said yet; <see cref="Path"/> is required.</summary>
    public ScanRequest()
    {
    }

    /// <summary>A file, read as it says itself.</summary>
    /// <param name="path">A file, a folder of scans, or a pattern.</param>
    [SetsRequiredMembers]
    public ScanRequest(string path) => Path = path;

    /// <summary>A file, a folder of scans, or a pattern.</summary>
    [Parameter("The data file (for DECTRIS scans the master file); a folder or a quoted pattern opens a series", Form = "PATH")]
    public required string Path { get; init; }

    /// <summary>Shape of the scan, slow axis first. Null: as stored in the data.</summary>
    [Parameter("Rows and columns of the scan, if the file does not give them")]
    public AxisLengths? ScanShape { get; init; }

    /// <summary>How many of the last axes of an array are the detector's: 1 for spectra, 2 for images, 3 for images in colour. Null: as the
    /// file says, else 2.</summary>
    [Parameter("How many axes of the data are the detector's: 1 for spectra, 2 for images, 3 for images in color",
        Default = "as the file says, else 2", Minimum = 1, Maximum = 3)]
    public int? DetectorAxes { get; init; }

    /// <summary>Whether what is missing or damaged is left out, with a note, instead of being an error.</summary>
    [Parameter("Leave out what is missing or damaged: members of a series (also those of another shape), data files of a scan, frames "
        + "beyond the end of a truncated HDF5 or .npy file")]
    public bool LeaveOut { get; init; }

    /// <summary>Whether frames are waited for that another program is still writing: into a file, into files that appear one after another,
    /// or into a folder.</summary>
    [Parameter("Read data while another program writes them: HDF5, .npy and raw files, DECTRIS data files that appear one after "
        + "another, or a folder that fills with numbered files. Ends when all frames are there, or none came for --wait seconds")]
    public bool Follow { get; init; }

    /// <summary>How many seconds nothing new may come before data that are followed count as ended. Null: 60.</summary>
    [Parameter("Seconds without anything new after which --follow ends", Default = "60", Unit = "s", Minimum = 0, Maximum = 1e6)]
    public double? Wait { get; init; }

    /// <summary>Frames to skip at the start; negative: blank positions to insert there.</summary>
    [Parameter("Frames to skip at the start; negative: blank positions to insert there")]
    public long SyncOffset { get; init; }

    /// <summary>Which colour of frames in colour is kept. Null: all.</summary>
    [Parameter("The color to keep of frames of rows × columns × colors, from 0, or their luminance (Rec. 709)")]
    public ColorChoice? Color { get; init; }

    /// <summary>An array whose non-zero pixels are masked. Null: none.</summary>
    [Parameter("More bad pixels: non-zero pixels are masked", Form = "FILE.npy")]
    public FilePath? PixelMask { get; init; }

    /// <summary>What is done about hot pixels. Null: nothing.</summary>
    [Parameter("fix: look for hot pixels in a thousand frames and mask them; quantem: mask those that "
        + "quantem.widget's loader would, for comparison")]
    public HotPixelRule? HotPixels { get; init; }

    /// <summary>The dark frame that is subtracted. Null: none.</summary>
    [Parameter("Dark frame to subtract: an .npy array, or a scan whose frames are averaged")]
    public FilePath? Dark { get; init; }

    /// <summary>The gain by which each pixel is multiplied, after the dark frame. Null: none.</summary>
    [Parameter("Gain map: every pixel is multiplied by its gain, after --dark")]
    public FilePath? Gain { get; init; }

    /// <summary>
    /// An array whose non-zero pixels are replaced by the mean of their neighbours, or <c>masked</c>: those that the detector masks. Null:
    /// none.
    /// </summary>
    [Parameter(
        "Pixels to replace by the mean of their neighbours: the non-zero pixels of a file, or those that the detector masks",
        Form = "FILE.npy|masked")]
    public FilePath? Repair { get; init; }

    /// <summary>Rectangle of the detector to keep. Null: all of it.</summary>
    [Parameter("Detector rectangle to keep, corners included")]
    public DetectorRectangle? Crop { get; init; }

    /// <summary>How many detector pixels a side are summed to one.</summary>
    [Parameter("Sum blocks of N×N detector pixels; auto: the smallest of 1, 2, 4 and 8 at which the data fit in memory", Name = "det-bin")]
    public BinningFactor DetectorBinning { get; init; } = 1;

    /// <summary>How many scan positions a side are summed to one.</summary>
    [Parameter("Sum the frames of blocks of N×N scan positions", Name = "scan-bin")]
    public int ScanBinning { get; init; } = 1;

    /// <summary>Memory that data may take; null: most of what is free.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>
    /// The formats that are tried, also for the files of <see cref="Dark"/> and <see cref="Gain"/>. A session puts its own in their place.
    /// </summary>
    public IReadOnlyList<SourceFormat> Formats { get; init; } = KnownFormats.All;

    /// <summary>Ends the following of data that another program writes: what has come until then stays.</summary>
    public CancellationToken StopFollowing { get; init; }

    /// <summary>Takes sentences on what was decided while the data were opened. Null: nobody listens.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>
    /// Takes what <c>--det-bin auto</c> became when the data were opened: who stores a request stores that. Null: nobody.
    /// </summary>
    public Action<int>? DetectorBinChosen { get; init; }

    /// <summary>What is said for some formats alone, or of series: records of <see cref="SourceFormat.Options"/>.</summary>
    public IReadOnlyList<object> OfFormats { get; init; } = [];

    /// <summary>The request as values of its parameters, with those of its <see cref="Formats"/>.</summary>
    public Arguments Arguments => Arguments.Of(SchemaOf(Formats), this);

    /// <summary>What the format is told.</summary>
    /// <exception cref="ArgumentException">How long is waited is given, and not for what.</exception>
    public OpenOptions Options => new()
    {
        ScanShape = ScanShape?.Extent,
        DetectorAxes = DetectorAxes,
        LeavesOutMisfits = LeaveOut,
        Follow = Following,
        MemoryBytes = MemoryBytes,
        OfFormats = OfFormats,
        Formats = Formats,
    };

    /// <summary>What happens to frames on their way.</summary>
    public ReadPath ReadPath => ReadPathOfRequest.Of(this);

    private FollowOptions? Following
    {
        get
        {
            if (!Follow)
                return Wait is null ? null : throw new ArgumentException(
                    "--wait says how long --follow waits for new frames: add --follow, or leave --wait out.");
            var follow = new FollowOptions { Note = Note, Stop = StopFollowing };
            return Wait is { } seconds ? follow with { Idle = TimeSpan.FromSeconds(seconds) } : follow;
        }
    }

    /// <summary>The parameters where files of some formats are opened.</summary>
    /// <param name="formats">The formats.</param>
    /// <returns>The same schema for formats with the same options.</returns>
    /// <exception cref="ArgumentException">Two formats, or a format and the request, have a parameter of the same name.</exception>
    public static ParameterSchema SchemaOf(IReadOnlyList<SourceFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        var own = KnownFormats.OptionsOf(formats);
        Type[] records = [.. own.Select(static options => options.Record)];
        lock (Gate)
        {
            var known = Joined.Find(known => known.Records.AsSpan().SequenceEqual(records)).Schema;
            if (known is null)
                Joined.Add((records, known = Join(own, formats)));
            return known;
        }
    }

    /// <summary>The request with the full paths of the files that it names beside the data.</summary>
    /// <param name="resolve">Gives the full path of a file; null: it may not be read.</param>
    /// <exception cref="SourceException">One of them may not be read.</exception>
    public ScanRequest Resolved(Func<string, string?> resolve)
    {
        ArgumentNullException.ThrowIfNull(resolve);
        return this with
        {
            PixelMask = Full(PixelMask),
            Dark = Full(Dark),
            Gain = Full(Gain),
            Repair = Repair?.Path == "masked" ? Repair : Full(Repair),
            OfFormats = OfFormats.Count == 0
                ? OfFormats
                : [.. OfFormats.Select(record => Resolved(record, file => Full(file)!.Value))],
        };

        FilePath? Full(FilePath? file)
        {
            if (file is not { } given)
                return null;
            string full = resolve(given.Path)
                ?? throw new SourceException(given.Path, "there is no such file below the folders that may be read here.");
            return new FilePath(full);
        }
    }

    // A record of some formats, with the full paths of the files that it names.
    private object Resolved(object record, Func<FilePath, FilePath> resolve) =>
        KnownFormats.OptionsOf(Formats).FirstOrDefault(known => known.Record == record.GetType()) is { } options
            ? Arguments.Of(ParameterSchema.Of(options.Record), record).WithFiles(resolve).Make()
            : throw new ArgumentException($"{record.GetType().Name} holds the options of no format that is known here.");

    private static ParameterSchema Join(IReadOnlyList<FormatOptions> own, IReadOnlyList<SourceFormat> formats)
    {
        var common = ParameterSchema.Of(typeof(ScanRequest));
        var taken = common.Parameters.Select(static parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var options in own)
        {
            if (ParameterSchema.Of(options.Record).Parameters.FirstOrDefault(parameter => !taken.Add(parameter.Name)) is not { } twice)
                continue;
            var later = formats.First(format => format.Options.Any(other => other.Record == options.Record));
            throw new ArgumentException(
                $"The format '{later.Name}' has an option --{twice.Name}, which there is already: its author has to rename it.");
        }

        return ParameterSchema.Joined(
            common,
            [.. own.Select(static options => ParameterSchema.Of(options.Record))],
            nameof(OfFormats),
            static (request, records) => (ScanRequest)request with { OfFormats = records },
            static request => ((ScanRequest)request).OfFormats);
    }
}
