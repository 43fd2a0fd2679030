using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Velox;

/// <summary>An image, a stack of images or a spectrum of a Velox file; values as they are stored.</summary>
internal sealed class VeloxSource : IFrameSource
{
    private const long MostFrameBytes = 1 << 30;

    private readonly Hdf5File _file;
    private readonly VeloxSignal _signal;

    private VeloxSource(Hdf5File file, VeloxContents contents, VeloxSignal signal, OpenOptions options)
    {
        _file = file;
        _signal = signal;
        var data = signal.Data;
        if (signal.Detector.Count > MostFrameBytes / signal.Type.Size)
            throw new SourceException(file.Path, $"{signal} has frames above 1 GiB, which are not read.");
        var metadata = VeloxMetadata.Read((Hdf5Group)file.TryOpen(signal.Path)!);
        var own = ScanOf(signal, metadata);
        var scan = options.ScanShape is { } asked ? ScanShape.Decide(signal.Frames, asked, told: null, triggered: null) : new(own);
        Shape = new(scan.Scan, signal.Detector);
        ElementType = FrameDatasets.TypeOf(signal.Type);
        StoredFrameBytes = Math.Max(data.StoredBytes / signal.Frames, 1);
        Info = new("Velox EMD", file.Path)
        {
            Files = [file.Path],
            Storage = Hdf5Codecs.Describe(data),
            StoredBytes = data.StoredBytes,
            Axes = metadata is null ? [] : Axes(scan.Scan, own, signal, metadata),
            Facts = [new("dataset", signal.Path), new("title", signal.Title), .. metadata?.Facts() ?? []],
            Notes =
            [
                .. options.Remarks, .. contents.Notes(signal),
                .. metadata is null ? [$"the metadata of '{signal.Title}' cannot be understood: its axes are not known."] : (string[])[],
                .. scan.Note is { } note ? [note] : (string[])[],
            ],
        };
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity => Validity.Everything;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <summary>Opens the image that the options name, or else the largest.</summary>
    /// <exception cref="SourceException">There is none, or the file is damaged.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static VeloxSource Open(string path, OpenOptions options) => Hdf5Opening.Guard(
        path,
        () =>
        {
            // Of a file that was cut off nobody can say which frames are whole: each runs through all of it.
            var file = Hdf5File.Open(path, Hdf5Codecs.For(options) with { AllowsTruncated = false });
            try
            {
                var contents = VeloxContents.Of(file);
                return new VeloxSource(file, contents, contents.Choose(options.Of<DatasetOptions>().Dataset), options);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        },
        cure: "Copy it again.");

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        if (request.Form != TileForm.Pixels)
            throw new ArgumentException($"Frames of Velox are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));
        var reader = new LastAxisReader(_signal.Data, _signal.Member, request.MaxFrames);
        return _signal.Type.IsHalf ? new HalfReader(reader) : reader;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // One image is no series. As many frames as the scan had positions, of another shape than the scan, were taken one at each.
    private static Extent ScanOf(VeloxSignal signal, VeloxMetadata? metadata) =>
        signal.Frames == 1 ? new()
        : metadata?.Scan is { } scan && scan.Count == signal.Frames && scan != signal.Detector ? scan
        : new(signal.Frames);

    private static ImmutableArray<Axis> Axes(Extent scan, Extent own, VeloxSignal signal, VeloxMetadata metadata)
    {
        Axis[] detector = signal.DetectorAxes == 1
            ? [metadata.EnergyAxis()]
            : metadata.ImageAxes() is var (row, column) ? [row, column] : [];
        var time = scan == own && own.Rank == 1 ? metadata.TimeAxis() : null;
        return [.. time is not null ? [time] : scan.Lengths.Select((_, i) => new Axis((scan.Rank - i, scan.Rank) switch
        {
            (1, >= 2) => "scan column",
            (2, _) => "scan row",
            _ => "scan",
        })), .. detector];
    }
}
