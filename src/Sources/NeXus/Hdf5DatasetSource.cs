using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>Frames in one HDF5 dataset: its last two axes are the detector (one of spectra, three of frames in colour), those before it
/// the scan.</summary>
public sealed class Hdf5DatasetSource : ICompressedSource
{
    private readonly Hdf5File _file;
    private readonly Hdf5FrameStack _stack;
    private readonly bool _hasOwnShape;

    private Hdf5DatasetSource(
        Hdf5File file, IReadOnlyList<FoundDataset> parts, CarriedScan? carried, IReadOnlyList<string> notes, OpenOptions options)
    {
        _file = file;
        var found = parts[0];
        var dataset = found.Dataset;
        var stored = AxisLayouts.Of(dataset, found.Plot);
        carried = dataset.Path == carried?.Frames ? carried : null;
        var rank = options.DetectorAxes ?? carried?.DetectorAxesOf(dataset.WrittenShape.AsSpan())
            ?? (stored.SignalAxes == 1 || dataset.Shape.Length == 1 ? 1 : 2);
        if (options.Of<DatasetOptions>().Dataset is null && options.DetectorAxes is null && stored.SignalAxes is { } signal and > 2)
            throw new SourceException(
                file.Path, $"'{found.Path}' holds signals of {signal} axes, not frames, according to {stored.Kind}; "
                    + $"{(signal == 3 ? "--detector-axes 3 reads them as frames in color" : "they cannot be read")}.") { IsFinal = true };
        if (file.Truncation is { } truncation && dataset.Shape[0] == 0)
            throw new SourceException(file.Path, $"{truncation}; no frame of '{found.Path}' is left.");
        _stack = new([.. parts.Select(static part => part.Dataset)], rank, options.MemoryBytes, found.Member);
        var written = new Extent(dataset.WrittenShape.AsSpan()[..^rank]);
        if (parts.Count > 1)
        {
            written = new([parts.Count, .. written.Lengths]);
            stored = stored with { Axes = stored.Axes.IsEmpty ? [] : [DepthSeries.AxisOf(file), .. stored.Axes] };
        }

        var scan = options.ScanShape is not { } asked ? new(written)
            : options.Follow is null ? ScanShape.Decide(written.Count, asked, told: null, triggered: null)
            : ScanShape.Growing(written.Count, asked, told: null, triggered: null);
        var frames = Written(parts, rank, options.Follow is { IsLast: false });
        Shape = new(scan.Scan, _stack.Detector);
        _hasOwnShape = scan.Scan == written && _stack.FrameCount == Shape.FrameCount;
        StoredFrameBytes = _stack.StoredFrameBytes;
        Info = new SourceInfo(stored.Kind is { } kind && carried is null ? $"{kind} HDF5" : "HDF5", file.Path)
        {
            Files = [.. dataset.Sources.Select(static source => source.File.Path).Prepend(dataset.File.Path).Prepend(file.Path).Distinct()],
            Storage = _stack.Storage,
            StoredBytes = _stack.StoredBytes,
            Axes = stored.On(Shape, written),
            Facts = [
                new("dataset", found.Path),
                .. FrameDatasets.StoredAs(found.Member?.Type ?? dataset.Type) is { } type ? [new Fact("stored type", type)] : (Fact[])[],
                .. stored.Facts],
            Notes = [.. options.Remarks, .. notes, .. options.Follow is null ? CutOff(file).Concat(Unwritten(file, frames)) : []],
            IsOpenEnded = options.ScanShape is null && parts.Count == 1 && dataset.Shape.Length > rank
                && dataset.MaxShape[0] is var most && (most < 0 || most > dataset.WrittenShape[0]),
            IsBeingWritten = Hdf5Opening.IsBeingWritten([file, dataset.File]),
        };
        Validity = options.Follow is not null
            ? Validity.Everything.WithRecorded(frames.Intersect(FrameSet.First(Shape.FrameCount)).Runs, Shape.FrameCount)
            : _stack.FrameCount < Shape.FrameCount ? new() { RecordedFrames = _stack.FrameCount } : Validity.Everything;
        if (carried is null)
        {
            if (stored.SignalAxes is null && UntoldAxes.Note(Shape, ElementType, options) is { } untold)
                Info = Info with { Notes = [.. Info.Notes, untold] };
            return;
        }

        Validity = carried.ValidityOf(
            Validity with
            {
                MaskedPixels = MaskIn(file, _stack.Detector),
                MaximumIsNoData = (ElementType.IsUnsigned() || ElementType.IsFloat())
                    && dataset.Attributes.ContainsKey(DatasetFile.MissingValue),
            },
            Shape);
        Info = carried.InfoOf(Info, Shape, Validity);
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType => _stack.ElementType;

    /// <inheritdoc/>
    /// <remarks>
    /// Only files that Ronchi wrote say it: a pixel mask, the attribute <c>missing_value</c>, and which positions were recorded.
    /// </remarks>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => _stack.Forms;

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <summary>Opens the largest dataset of three or more axes, or the one that the options name.</summary>
    /// <exception cref="SourceException">There is none, several are equally large, or it holds what is not supported.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static Hdf5DatasetSource Open(string path, OpenOptions options) => Hdf5Opening.Guard(path, () =>
    {
        var file = Hdf5File.Open(path, Hdf5Codecs.For(options));
        try
        {
            var carried = CarriedGroup.Read(file);
            var (found, notes) = DatasetSearch.Find(
                file,
                options.Of<DatasetOptions>().Dataset,
                options.DetectorAxes ?? (carried is { Detector.IsEmpty: false } ? carried.Detector.Length : null));
            return new Hdf5DatasetSource(file, found, carried, notes, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public Extent? ScanBlock => _hasOwnShape ? _stack.ScanBlock : null;

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

    // Of several datasets of one shape, one after the other.
    private static FrameSet Written(IReadOnlyList<FoundDataset> parts, int rank, bool mayChange)
    {
        var each = parts.Select(part => WrittenFrames.Of(part.Dataset, rank, mayChange)).ToList();
        var frames = new Extent(parts[0].Dataset.Shape.AsSpan()[..^rank]).Count;
        return each is [var only] ? only : FrameSet.Of(each.SelectMany(
            (set, part) => set.Runs.Select(run => run with { Start = run.Start + (part * frames) })));
    }

    private IEnumerable<string> CutOff(Hdf5File file)
    {
        if (_stack.FrameCount < Shape.FrameCount)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Truncation}. The scan of {Shape.Scan} is not complete: {_stack.FrameCount:N0} of {Shape.FrameCount:N0} frames are "
                + $"present; the other positions are blank and invalid.");
    }

    // They have the fill value, and may be meant so.
    private IEnumerable<string> Unwritten(Hdf5File file, FrameSet written)
    {
        if (written.Count < _stack.FrameCount)
        {
            var count = string.Create(CultureInfo.InvariantCulture, $"{written.Count:N0} of {Counted.Of(_stack.FrameCount, "frame")}");
            yield return $"{count} {(written.Count == 1 ? "was" : "were")} written; the others hold the fill value of the dataset. "
                + "If the file is still being written, --follow waits for them.";
        }

        if (file.IsBeingWritten == true)
            yield return "the file is marked as being written: a program has it open, or was stopped before it closed it.";
    }

    private static PixelSet? MaskIn(Hdf5File file, Extent detector)
    {
        if (file.TryOpen(DatasetFile.Mask) is not Hdf5Dataset { Type.IsNumeric: true } dataset)
            return null;
        if (!dataset.Shape.AsSpan().SequenceEqual(detector.Lengths.AsSpan()))
            throw new SourceException(
                file.Path, $"the pixel mask has shape {new Extent(dataset.Shape.AsSpan())}, but frames have {detector}.");
        var flags = dataset.ReadValue().ToInt64s();
        var masked = PixelSet.From(flags.Length, pixel => flags[pixel] != 0);
        return masked.Count > 0 ? masked : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stack.Dispose();
        _file.Dispose();
    }
}
