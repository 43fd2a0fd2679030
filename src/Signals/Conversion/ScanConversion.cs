using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Analyses.Conversion;
using Ronchi.Engine;
using Ronchi.Engine.Stages;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;
using Ronchi.Sources.Carrying;

namespace Ronchi.Signals.Conversion;

/// <summary>A scan on its way into a file: what is written of it, what the file keeps of what belongs to it, and what it drops.</summary>
/// <remarks>
/// Run <see cref="Udf"/> over <see cref="Selection"/>; the files are there when the run is complete. Disposing without it leaves nothing
/// behind.
/// </remarks>
public sealed class ScanConversion : IDisposable
{
    private readonly Scan _scan;
    private readonly string _path;
    private readonly SinkDescription _data;
    private readonly IResumableSink _sink;
    private readonly FrameRewriting? _rewriting;
    private readonly MaskedValues _masked;
    private readonly int _sourceObjects;
    private readonly List<string> _notes = [];

    private ScanConversion(Scan scan, string path, ConversionOptions options, ElementType? wider, bool isResumable = false)
    {
        if (scan.Source.Growth is { Now.End: null })
            throw new ArgumentException(
                $"{scan.Info.Path}: more of these data is to come: wait for the end ({nameof(ArrivingFrames.WaitForEndAsync)}) before "
                + "frames are written.");
        _scan = scan;
        _path = path;
        Kind = KnownSinks.KindOf(path);
        Selection = options.Selection ?? ScanSelection.All(scan.Shape.Scan);
        _masked = options.Masked ?? (Kind.TellsNoData ? MaskedValues.Keep : MaskedValues.Zero);
        _sourceObjects = SourceObjects.Count(scan.Info);
        var type = wider ?? scan.ElementType;
        var validity = SelectedScan.ValidityOf(scan.Source, Selection);
        var (axes, isGrid) = SelectedScan.AxesOf(scan.Info, scan.Shape, Selection);
        if (wider is { } widened)
            _notes.Add($"values of {scan.ElementType.Maximum()} are measurements, which the {Kind.Name} layout reserves for no data: "
                + $"values are written as {widened.Name()}.");
        _notes.AddRange(scan.Info.FactChanges.Select(static change => $"{change}."));
        _data = new SinkDescription(
            scan.Shape with { Scan = Selection.Shape },
            type,
            scan.Info with { Axes = axes, Notes = [.. scan.Info.Notes, .. _notes, .. FillNote(validity)] },
            validity with { MaximumIsNoData = validity.MaximumIsNoData && (_masked.Fill is null || Kind.MaximumIsNoData) })
        {
            Losses = [.. Losses(validity, isGrid)],
            Provenance = options.Provenance,
        };
        if (_data.Recorded.IsEmpty)
            throw new ArgumentException($"{scan.Info.Path}: none of the selected positions was recorded: there is nothing to write.");
        _rewriting = FrameRewriting.Create(
            type, checked((int)scan.Shape.FrameElements), validity, _masked.Fill,
            Kind.MaximumIsNoData && !validity.MaximumIsNoData, Blank());
        // Said, not kept in the file: it is about the command.
        if (options.Masked is { } asked && !IsAnythingUnmeasured(validity))
            _notes.Add($"--masked {asked} changes nothing: no pixel is masked, no value means no data, and every position was "
                + $"recorded{(type.IsFloat() ? "; NaN is a value like others, and --pixel-mask masks pixels" : "")}.");
        CheckTarget(scan, path, options);
        _sink = KnownSinks.Create(path, _data, options.Overwrite, isResumable);
        try
        {
            foreach (var file in _sink.Files)
                InputFiles.Refuse(file, scan, options.AlsoRead);
        }
        catch
        {
            _sink.Dispose();
            throw;
        }

        Udf = new CopyFrames(_sink, Selection, _rewriting);
    }

    /// <summary>Refuses, without creating anything, a file that cannot be written: before a long wait or run, not after it.</summary>
    /// <param name="scan">What is to be written.</param>
    /// <param name="path">The file to create.</param>
    /// <param name="options">What the user decides.</param>
    /// <exception cref="ArgumentException">No kind of file has this name, or the file is one of those that are read.</exception>
    /// <exception cref="IOException">The file, or what describes it, is there and not to be replaced, or its folder does not
    /// exist.</exception>
    public static void CheckTarget(Scan scan, string path, ConversionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        KnownSinks.Refuse(path, options.Overwrite);
        if (!options.Overwrite && File.Exists(Calibration.FileFor(path)))
            throw new IOException(
                $"{Calibration.FileFor(path)}: already exists and describes other data; choose another name, or replace it with --force.");
        InputFiles.Refuse(path, scan, options.AlsoRead);
        if (!Directory.Exists(path) || !KnownSinks.KindOf(path).IsFolder)
            AtomicFile.Refuse(path, options.Overwrite);
    }

    /// <summary>The kind of file.</summary>
    public SinkKind Kind { get; }

    /// <summary>The positions that are written.</summary>
    public ScanSelection Selection { get; }

    /// <summary>Writes the frames.</summary>
    public CopyFrames Udf { get; }

    /// <summary>Takes the frames.</summary>
    public IFrameSink Sink => _sink;

    /// <summary>What became of the scan; final when the run is complete.</summary>
    public ConversionReport Report => new(Kind, _data.Shape, _data.ElementType)
    {
        Masked = _masked,
        MaskedPixels = _data.MaskedPixels?.Count ?? 0,
        NoDataValues = _rewriting?.NoDataValues ?? 0,
        RecordedFrames = _data.Recorded.Sum(static range => range.End - range.Start),
        Kept = [.. Present()
            .Where(present => present.IsKept)
            .Select(present => (present.Part, present.Name, Place(Kind[present.Part].Where)))],
        Dropped =
        [
            .. Present()
                .Where(static present => !present.IsKept)
                .Select(present => ((ScanPart?)present.Part, present.Name, Why(present.Part))),
            .. _data.Losses.Where(static loss => loss == NoGrid)
                .Concat(_sink.Losses)
                .Select(static loss => ((ScanPart?)null, "detail", loss)),
        ],
        Notes = [.. _notes],
        Files = [.. _sink.Files.Append(Path.GetFullPath(Calibration.FileFor(_path)))
            .Distinct(StringComparer.Ordinal)
            .Where(Path.Exists)
            .Select(static file => (file, BytesOf(file)))],
    };

    private static long BytesOf(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length)
        : new FileInfo(path).Length;

    private const string NoGrid = "steps and units of the scan axes: the selected positions do not form a grid";

    /// <summary>Begins the file.</summary>
    /// <param name="scan">What is written.</param>
    /// <param name="path">The file; its name says its kind (<see cref="KnownSinks"/>).</param>
    /// <param name="options">How. Null: the whole scan; files that exist are not replaced.</param>
    /// <exception cref="ArgumentException">The name asks for no kind that is written, or the kind cannot hold such data.</exception>
    /// <exception cref="FormatException">The value for masked pixels does not fit the type.</exception>
    /// <exception cref="IOException">A file exists and is not to be replaced, or cannot be written.</exception>
    public static ScanConversion Begin(Scan scan, string path, ConversionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(path);
        return new(scan, path, options ?? new(), wider: null);
    }

    /// <summary>
    /// Begins the file of a whole scan, or goes on with it where it was interrupted: written in pieces, values as they are stored.
    /// </summary>
    /// <param name="scan">What is written.</param>
    /// <param name="path">The file.</param>
    /// <param name="provenance">What makes the frames, of which files: only what was begun of the same is gone on with. Null: it is not
    /// known, and nothing is.</param>
    /// <param name="options">What is replaced, and what is not.</param>
    /// <inheritdoc cref="Begin" path="/exception"/>
    internal static ScanConversion Resume(Scan scan, string path, string? provenance, ConversionOptions options) =>
        new(scan, path, options with { Masked = MaskedValues.Keep, Provenance = provenance }, wider: null, isResumable: true);

    /// <summary>Positions that are not in the file yet, ascending, at most so many frames at a time.</summary>
    internal IEnumerable<ScanSelection> Pieces(long mostFrames)
    {
        var missing = FrameSet.Of((_data.Validity ?? Validity.Everything).Recorded(_data.Shape.FrameCount))
            .Except(_sink.Saved);
        var piece = new List<long>();
        foreach (var run in missing.Runs)
        {
            for (var frame = run.Start; frame < run.End; frame++)
            {
                piece.Add(frame);
                if (piece.Count < mostFrames)
                    continue;
                yield return ScanSelection.FromIndices(_scan.Shape.Scan, piece.ToArray());
                piece.Clear();
            }
        }

        if (piece.Count > 0)
            yield return ScanSelection.FromIndices(_scan.Shape.Scan, piece.ToArray());
    }

    /// <summary>Writes a piece, which stays in the file.</summary>
    internal CopyFrames PieceUdf() => new(new PieceSink(_sink), Selection);

    /// <summary>
    /// Writes a scan to a file, when all its frames are there. Where the kind of file takes the largest value of the type for "no data" and
    /// the data do not, they are written in a wider type.
    /// </summary>
    /// <param name="scan">What is written.</param>
    /// <param name="path">The file; its name says its kind (<see cref="KnownSinks"/>).</param>
    /// <param name="options">How. Null: the whole scan; files that exist are not replaced.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile; nothing is left behind.</param>
    /// <inheritdoc cref="Begin" path="/exception"/>
    /// <exception cref="SourceException">The data could not be read.</exception>
    public static async Task<ConversionReport> ConvertAsync(
        Scan scan, string path, ConversionOptions? options = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(path);
        options ??= new();
        CheckTarget(scan, path, options);
        await scan.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        string? behind = null;
        if (options.Selection is { } some && some.Scan != scan.Shape.Scan)
        {
            behind = some.BehindEnd(scan.Shape.Scan);
            options = options with { Selection = some.EndingWith(scan.Shape.Scan) };
        }

        try
        {
            return await OnceAsync(null).ConfigureAwait(false);
        }
        catch (RunException e) when (e.InnerException is MaximumFoundException)
        {
            ElementType? wider = scan.ElementType switch
            {
                ElementType.U8 => ElementType.U16,
                ElementType.U16 => ElementType.U32,
                _ => null,
            };
            if (wider is null)
                throw new ArgumentException(
                    $"{path}: a measured value is {scan.ElementType.Maximum()}, which the DECTRIS layout reserves for \"no data\", and it "
                    + "has no wider type: write .h5 or .npy.",
                    e);
            return await OnceAsync(wider).ConfigureAwait(false);
        }

        async Task<ConversionReport> OnceAsync(ElementType? wider)
        {
            using var conversion = new ScanConversion(scan, path, options, wider);
            try
            {
                await scan.RunAsync([conversion.Udf], conversion.Selection, progress, cancellationToken).ConfigureAwait(false);
                conversion.KeepCalibration();
            }
            catch (Exception e) when ((e as IOException ?? (e as RunException)?.InnerException as IOException) is { } inner)
            {
                throw AtomicFile.Failed(path, inner);
            }

            return behind is null ? conversion.Report : conversion.Report with { Notes = [.. conversion.Report.Notes, behind] };
        }
    }

    /// <summary>
    /// Keeps beside the new file what a person kept beside the old one and frames know nothing of: voltage, rotation, flip.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void KeepCalibration()
    {
        // What a person said of a file that was replaced does not hold for this one.
        if (!_sink.Files.Contains(Path.GetFullPath(Calibration.FileFor(_path)), StringComparer.Ordinal))
            File.Delete(Calibration.FileFor(_path));
        if (Calibration.Beside(_scan.Info.Path) is { } known
            && (known.Voltage is not null || known.Rotation is not null || known.Flip is not null))
            new Calibration { Voltage = known.Voltage, Rotation = known.Rotation, Flip = known.Flip }.Keep(_path);
    }

    /// <inheritdoc/>
    public void Dispose() => _sink.Dispose();

    private List<long> Blank()
    {
        var blank = new List<long>();
        long next = 0;
        foreach (var (start, end) in _data.Recorded)
        {
            for (; next < start; next++)
                blank.Add(next);
            next = end;
        }

        for (; next < _data.Shape.FrameCount; next++)
            blank.Add(next);
        return blank;
    }

    private IEnumerable<string> FillNote(Validity validity)
    {
        if (_masked.Fill is { } fill && IsAnythingUnmeasured(validity))
            yield return $"masked pixels, no-data values and positions that were not recorded are written as {fill}.";
    }

    private bool IsAnythingUnmeasured(Validity validity) =>
        validity.MaskedPixels is not null || validity.MaximumIsNoData || !validity.IsComplete(Selection.FrameCount);

    // What is known before the first frame is written, so that the file can say it.
    private IEnumerable<string> Losses(Validity validity, bool isGrid)
    {
        if (_sourceObjects > 0 && Kind[ScanPart.SourceObjects].Keeping == Keeping.Dropped)
            yield return $"{_sourceObjects:N0} objects of the HDF5 source";
        if (_masked.Fill is not null && validity.MaximumIsNoData)
            yield return "which values mean no data";
        if (!isGrid && _scan.Info.Axes.Take(_scan.Shape.Scan.Rank).Any(static axis => axis.IsCalibrated))
            yield return NoGrid;
    }

    // What this scan has of all that a scan can have.
    private IEnumerable<(ScanPart Part, string Name, bool IsKept)> Present()
    {
        foreach (var part in Kind.Parts)
        {
            var kept = part.Keeping != Keeping.Dropped;
            var isThere = part.Part switch
            {
                ScanPart.Shape => true,
                ScanPart.MaskedPixels => _data.MaskedPixels is not null,
                ScanPart.NoData => _scan.Source.Validity.MaximumIsNoData && (_masked.Fill is null || _rewriting?.NoDataValues > 0),
                ScanPart.Axes => _data.Info.Axes.Any(static axis => axis.IsCalibrated),
                ScanPart.Facts => !_data.Facts.IsEmpty,
                ScanPart.SourceObjects => _sourceObjects > 0,
                ScanPart.Recorded => !_data.IsComplete,
                _ => !_data.Info.Notes.IsEmpty,
            };
            if (isThere)
                yield return (part.Part, part.Name, kept && (part.Part != ScanPart.NoData || _masked.Fill is null));
        }
    }

    private string Why(ScanPart part) => part switch
    {
        ScanPart.NoData => string.Create(
            CultureInfo.InvariantCulture,
            $"{_rewriting?.NoDataValues ?? 0:N0} no-data {((_rewriting?.NoDataValues ?? 0) == 1 ? "value is" : "values are")} "
            + $"written as {_masked.Fill} and can no longer be distinguished from counts"),
        ScanPart.SourceObjects =>
            FormattableString.Invariant($"{_sourceObjects:N0} objects of the HDF5 source (metadata, tables): {Place(Kind[part].Where)}"),
        _ => $"{Kind[part].Name}: {Place(Kind[part].Where)}",
    };

    private string Place(string where) =>
        where.Replace("NAME", Path.GetFileName(_path), StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
}
