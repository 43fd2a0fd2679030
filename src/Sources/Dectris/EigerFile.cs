using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>A scan recorded by a DECTRIS detector into HDF5 files.</summary>
/// <remarks>
/// Pixels that the detector's mask marks and values equal to the type's maximum are no measurements. The scan's shape
/// comes from the user, the scan software's file beside the master (<c>X.h5</c> for <c>X_master.h5</c>), or is square.
/// </remarks>
public sealed class EigerFile : ICompressedSource
{
    private readonly Hdf5File _file;
    private readonly Hdf5FrameStack _stack;

    private EigerFile(Hdf5File file, Hdf5FrameStack stack, ImmutableArray<string> files, OpenOptions options)
    {
        _file = file;
        _stack = stack;
        var facts = EigerFacts.Read(file);
        var companion = ScanCompanion.Beside(file.Path, options.MayRead);
        var carried = CarriedGroup.Read(file);
        var scan = ScanShape.Decide(stack.FrameCount, options.ScanShape, carried is { Scan.IsEmpty: false } ? new Extent(carried.Scan.AsSpan()) : companion?.Shape, facts.Triggered);
        Shape = new(scan.Scan, stack.Detector);
        Validity = new Validity
        {
            MaskedPixels = facts.MaskedPixels(stack.Detector),
            MaximumIsNoData = stack.ElementType.IsUnsigned(),
            RecordedFrames = scan.Recorded,
        };
        StoredFrameBytes = stack.StoredFrameBytes;
        Info = new SourceInfo("DECTRIS HDF5", file.Path)
        {
            Files = files,
            Storage = stack.Storage,
            StoredBytes = stack.StoredBytes,
            Axes = Calibrate(scan.Scan, companion),
            Facts = [.. facts.All, .. companion?.Facts ?? []],
            Notes = scan.Note is null ? [] : [scan.Note],
            UnknownScanShape = scan.Unknown,
        };
        if (carried is null)
            return;
        Validity = carried.ValidityOf(Validity, Shape);
        Info = carried.InfoOf(Info, Shape, Validity);
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType => _stack.ElementType;

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => _stack.Forms;

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <summary>Opens a master file, or one data file alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The scan's shape, when no file says it.</param>
    /// <exception cref="SourceException">A file is damaged or missing, or holds what is not supported.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static EigerFile Open(string path, OpenOptions options) => Hdf5Opening.Guard(path, () =>
    {
        var file = Hdf5File.Open(path, Hdf5Codecs.For(options));
        try
        {
            var datasets = EigerLayout.Frames(file);
            ImmutableArray<string> files = [path, .. datasets.Select(static dataset => dataset.File.Path).Where(name => name != path).Distinct()];
            return new EigerFile(file, new Hdf5FrameStack(datasets, detectorRank: 2, options.MemoryBytes), files, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => _stack.ConvertsTo(form);

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => _stack.OpenReader(request);

    /// <inheritdoc/>
    public long? CompressedBytes => _stack.CompressedBytes;

    /// <inheritdoc/>
    public void Hold(FrameRange frames, IFrameMemory memory) => _stack.Hold(frames, memory);

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request, IFrameMemory memory) => _stack.OpenReader(request, memory);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stack.Dispose();
        _file.Dispose();
    }

    private static ImmutableArray<Axis> Calibrate(Extent scan, ScanCompanion? companion)
    {
        var step = scan.Rank == 2 ? companion?.StepNanometres : null;
        ImmutableArray<string> names = scan.Rank == 2 ? ["scan row", "scan column"] : [.. Enumerable.Repeat("scan", scan.Rank)];
        return
        [
            .. names.Select(name => step is { } nanometres ? new Axis(name, nanometres, 0, "nm") : new Axis(name)),
            new Axis("detector row"),
            new Axis("detector column"),
        ];
    }
}
