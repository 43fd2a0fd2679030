using System.Collections.Immutable;
using System.Globalization;
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
    private readonly FrameGaps? _gaps;

    private EigerFile(Hdf5File file, EigerParts parts, ImmutableArray<string> files, OpenOptions options)
    {
        _file = file;
        _stack = new Hdf5FrameStack(parts.Datasets, detectorRank: 2, options.MemoryBytes);
        _gaps = parts.HasGaps ? new(parts.Runs()) : null;
        var facts = EigerFacts.Read(file);
        var companion = ScanCompanion.Beside(file, options);
        var microscope = MicroscopeCompanion.Beside(file, parts.End, facts.Triggered, options);
        var carried = CarriedGroup.Read(file);
        var written = EigerLayout.ScanShapeOf(file);
        var fits = written is null || written.Value.Count == parts.End || written.Value.Count == facts.Triggered;
        var told = carried is { Scan.IsEmpty: false } ? new Extent(carried.Scan.AsSpan())
            : companion?.Shape ?? (fits ? written : null) ?? microscope?.Shape;
        var scan = options.Follow is null
            ? ScanShape.Decide(parts.End, options.ScanShape, told, facts.Triggered, parts.EndsEarly)
            : ScanShape.Growing(parts.End, options.ScanShape, told, facts.Triggered);
        Shape = new(scan.Scan, _stack.Detector);
        Validity = Recorded(options.Follow is null ? parts.Runs() : parts.WrittenRuns(options.Follow.IsLast), scan) with
        {
            MaskedPixels = facts.MaskedPixels(_stack.Detector),
            MaximumIsNoData = _stack.ElementType.IsUnsigned(),
        };
        StoredFrameBytes = _stack.StoredFrameBytes;
        Info = new SourceInfo("DECTRIS HDF5", file.Path)
        {
            Files = files,
            FilesBeside =
            [
                .. companion is not null && ScanCompanion.Find(file.Path, options) is { } beside ? [beside] : (string[])[],
                .. microscope is null ? (string[])[] : [microscope.Path],
            ],
            Storage = _stack.Storage,
            StoredBytes = _stack.StoredBytes,
            Axes = DetectorAxes.Of(scan.Scan, companion, microscope, facts),
            Facts = [.. facts.All.Concat(companion?.Facts ?? []).Concat(microscope?.Facts ?? []).DistinctBy(static fact => fact.Name)],
            Notes =
            [
                .. options.Remarks, .. companion?.Notes ?? [], .. microscope?.Notes ?? [],
                .. fits ? (string[])[] : [$"the file says that the scan has shape {written}, which is not that of "
                    + $"{Counted.Of(parts.End, "frame")}: it is not used."],
                .. options.Follow is null ? Incomplete(parts, scan) : [],
            ],
            IsOpenEnded = scan.IsOpenEnded,
            IsBeingWritten = Hdf5Opening.IsBeingWritten([file, .. parts.Datasets.Select(static dataset => dataset.File)]),
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
            var parts = EigerParts.Of(file, options.TakesWhatIsThere);
            ImmutableArray<string> files = [
                path, .. parts.Datasets.Select(static dataset => dataset.File.Path).Where(name => name != path).Distinct()];
            return new EigerFile(file, parts, files, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => _gaps is null ? _stack.ConvertsTo(form) : [];

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => Placed(request, _stack.OpenReader(request));

    /// <inheritdoc/>
    public long? CompressedBytes => _stack.CompressedBytes;

    /// <inheritdoc/>
    public void Hold(FrameRange frames, IFrameMemory memory)
    {
        if (_gaps is null)
            _stack.Hold(frames, memory);
        else
            _gaps.Hold(frames, memory, _stack.Hold);
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request, IFrameMemory memory) => Placed(request, _stack.OpenReader(request, memory));

    /// <inheritdoc/>
    public void Dispose()
    {
        _stack.Dispose();
        _file.Dispose();
    }

    private ITileReader Placed(TileRequest request, ITileReader stored) =>
        _gaps is null ? stored : _gaps.Over(stored, request.Form, (int)Shape.FrameElements * ElementType.Size());

    private static Validity Recorded(IEnumerable<FrameRange> runs, ScanShape scan)
    {
        var frames = scan.Scan.Count;
        return Validity.Everything.WithRecorded(runs.Where(run => run.Start < frames)
            .Select(run => run with { Count = (int)Math.Min(run.Count, frames - run.Start) }), frames);
    }

    private IEnumerable<string> Incomplete(EigerParts parts, ScanShape scan) =>
        parts.LeftOut.Select(static sentence => $"{sentence}.").Concat(Unusual(parts, scan));

    private IEnumerable<string> Unusual(EigerParts parts, ScanShape scan)
    {
        if (parts.LeftOut.Count > 0)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the scan of {Shape.Scan} is not complete: {Validity.RecordedCount(Shape.FrameCount):N0} of {Shape.FrameCount:N0} frames "
                + $"are present; the other positions are blank and invalid.");
        else if (scan.Note is { } note)
            yield return note;
    }
}
