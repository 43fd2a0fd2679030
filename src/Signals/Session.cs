using Ronchi.Analyses;
using Ronchi.Analyses.BrightField;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>The entry point: opens data and keeps it open until the session is disposed.</summary>
public sealed class Session : IAsyncDisposable, IDisposable
{
    private const long MostPreviewBytes = 256 << 20;

    private readonly List<Scan> _scans = [];

    /// <summary>A session in which nothing is open.</summary>
    /// <param name="repertoire">What it can do. Null: what is known.</param>
    public Session(Repertoire? repertoire = null)
    {
        repertoire ??= Repertoire.Known;
        (Formats, FrameOperations, Analyses) = (repertoire.Formats, repertoire.FrameOperations, repertoire.Analyses);
    }

    /// <summary>Decides by full path whether the frames of a file may be read; also called for linked files. Null: all may.</summary>
    public Func<string, bool>? MayRead { get; init; }

    /// <summary>
    /// Full path of a file that a parameter names; null: there is none that may be read. Without it, paths are taken as they are.
    /// </summary>
    public Func<string, string?>? Resolve { get; init; }

    /// <summary>The analyses that are offered by name; further ones are added to <see cref="KnownAnalyses.All"/>.</summary>
    public IReadOnlyList<Analysis> Analyses { get; init; }

    /// <summary>The frame operations that are offered by name; further ones are added to <see cref="KnownFrameOperations.All"/>.</summary>
    public IReadOnlyList<FrameOperation> FrameOperations { get; init; }

    /// <summary>
    /// The formats of files that are opened, in the order in which a file is offered to them; further ones are put before
    /// <see cref="KnownFormats.All"/>.
    /// </summary>
    public IReadOnlyList<SourceFormat> Formats { get; init; }

    /// <summary>What was computed and is kept, with one budget for all scans.</summary>
    public SignalCache Cache { get; init; } = new();

    /// <summary>
    /// Opens a file of any of the <see cref="Formats"/>, recognised by its content. Its axes are those of the <see cref="Calibration"/>
    /// beside it, if there is one.
    /// </summary>
    /// <param name="path">The file; for DECTRIS scans the master file.</param>
    /// <param name="options">What the data do not say themselves.</param>
    /// <param name="readPath">What happens to frames before UDFs see them: offsets, masks, binning. Null: nothing.</param>
    /// <param name="cancellationToken">Stops waiting for the file.</param>
    /// <exception cref="Ronchi.Frames.SourceException">The file cannot be opened; the message says why and what to do.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public async Task<Scan> OpenAsync(
        string path, OpenOptions? options = null, ReadPath? readPath = null, CancellationToken cancellationToken = default)
    {
        return Add(await Task.Run(() => (readPath ?? ReadPath.Direct).From(Open(path, options, cancellationToken)), cancellationToken)
            .ConfigureAwait(false), RequestOf(path, options, readPath));
    }

    // Options of a program may say what no request says.
    private static ScanRequest? RequestOf(string path, OpenOptions? options, ReadPath? readPath) =>
        options is null && readPath is null or { IsDirect: true } ? new ScanRequest(path) : null;

    private Scan Add(IFrameSource source, ScanRequest? request)
    {
        var scan = new Scan(source, this, request);
        lock (_scans)
            _scans.Add(scan);
        return scan;
    }

    /// <summary>Opens data as a request says.</summary>
    /// <param name="request">What, and how it is read.</param>
    /// <param name="cancellationToken">Stops waiting for the file.</param>
    /// <exception cref="Ronchi.Frames.SourceException">The file cannot be opened; the message says why and what to do.</exception>
    /// <exception cref="ArgumentException">The request does not fit the data.</exception>
    public async Task<Scan> OpenAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with { Formats = Formats };
        // What depends on the memory of the moment would be another thing the next time.
        var settled = request;
        var readPath = ReadPathOf(request with
        {
            DetectorBinChosen = factor =>
            {
                settled = request with { DetectorBinning = factor };
                request.DetectorBinChosen?.Invoke(factor);
            },
        });
        var source = await Task.Run(() => readPath.From(Open(request.Path, request.Options, cancellationToken)), cancellationToken)
            .ConfigureAwait(false);
        return Add(source, settled);
    }

    /// <summary>Opens data and loads them into memory, in the form that fits best.</summary>
    /// <param name="path">The file; for DECTRIS scans the master file. A series becomes one scan with an axis more;
    /// <see cref="ResidentSeries"/> holds members by themselves.</param>
    /// <param name="options">What the data do not say themselves.</param>
    /// <param name="readPath">What happens to frames on their way: offsets, masks, binning. Null: nothing.</param>
    /// <param name="residence">How they are held. Null: decided from the data and the memory that there is.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile; everything is given back.</param>
    /// <exception cref="Ronchi.Frames.SourceException">The data cannot be read.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public Task<ResidentScan> OpenResidentAsync(
        string path,
        OpenOptions? options = null, ReadPath? readPath = null, ResidentOptions? residence = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        HoldAsync(() => Open(path, options, cancellationToken), readPath, residence, RequestOf(path, options, readPath), progress,
            cancellationToken);

    private async Task<ResidentScan> HoldAsync(
        Func<IFrameSource> open, ReadPath? readPath, ResidentOptions? residence,
        ScanRequest? request, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var scan = await ResidentScan.LoadAsync(open, readPath, residence, (this, request), progress, cancellationToken).ConfigureAwait(
            false);
        lock (_scans)
            _scans.Add(scan.Scan);
        return scan;
    }

    /// <summary>Opens data unchanged and loads them into memory, in the form that fits best.</summary>
    /// <inheritdoc cref="OpenResidentAsync" path="/param"/>
    /// <inheritdoc cref="OpenResidentAsync" path="/exception"/>
    public Task<ResidentScan> HoldAsync(
        string path, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OpenResidentAsync(path, progress: progress, cancellationToken: cancellationToken);

    /// <summary>Opens data as requested by a user interface and loads them into memory, in the form that fits best.</summary>
    /// <param name="request">What, and how it is read.</param>
    /// <param name="residence">How they are held. Null: decided from the data and the memory that there is.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile; everything is given back.</param>
    /// <inheritdoc cref="OpenResidentAsync" path="/exception"/>
    public Task<ResidentScan> HoldAsync(
        ScanRequest request, ResidentOptions? residence = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var mine = request with { Formats = Formats };
        return HoldAsync(() => Open(mine.Path, mine.Options, cancellationToken), ReadPathOf(mine), residence, mine, progress,
            cancellationToken);
    }

    /// <summary>The data that are open.</summary>
    internal IReadOnlyList<Scan> Roots
    {
        get
        {
            lock (_scans)
                return [.. _scans];
        }
    }

    /// <summary>What the name of a file, without its folder, says about it.</summary>
    public FileRole RoleOf(string name) => SourceOpener.RoleOf(name, Formats);

    /// <summary>Whether all files are there of the scan that is opened with a file.</summary>
    public FileSetState StateOf(string path) => SourceOpener.StateOf(path, new OpenOptions { MayRead = MayRead, Formats = Formats });

    /// <summary>Describes the data without reading frames.</summary>
    /// <param name="request">What, and how it would be read.</param>
    /// <param name="cancellationToken">Stops waiting for the file.</param>
    /// <exception cref="Ronchi.Frames.SourceException">The file cannot be opened; the message says why and what to do.</exception>
    public Task<ScanOutline> OutlineAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(() =>
        {
            using var source = Open(request.Path, request.Options, cancellationToken);
            var shape = source.Shape;
            return new ScanOutline(
                source.Info,
                source.Growth?.Now is { } now ? shape with { Scan = now.ScanSoFar(shape.Scan) } : shape,
                source.ElementType);
        }, cancellationToken);
    }

    /// <summary>Reads the frame in the middle of the data, to check that they are read correctly; of data that are still arriving the one
    /// that came last.</summary>
    /// <param name="request">What, and how it would be read.</param>
    /// <param name="cancellationToken">Stops waiting for the file.</param>
    /// <returns>The frame, and its flat scan index.</returns>
    /// <exception cref="Ronchi.Frames.SourceException">The file cannot be opened or read.</exception>
    /// <exception cref="ArgumentException">The request does not fit the data, or they hold no frames of numbers for a look.</exception>
    public Task<(ResultArray Frame, long Position)> PreviewAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(() =>
        {
            using var source = ReadPathOf(request with { HotPixels = null }).From(Open(request.Path, request.Options, cancellationToken));
            var shape = source.Shape;
            if (shape.FrameCount == 0 || source.ElementType.IsComplex()
                || shape.FrameElements * source.ElementType.Size() > MostPreviewBytes)
                throw new ArgumentException($"{request.Path}: frames of {shape.Detector} {source.ElementType.Name()} cannot be previewed.");
            // The middle of the scan, not of its list of frames, which lies at its edge; of data that are still arriving what came last.
            var position = source.Growth?.Now.Arrived is { IsEmpty: false } arrived
                ? arrived.End - 1
                : shape.Scan.IndexOf([.. shape.Scan.Lengths.Select(static length => length / 2)]);
            return (source.ElementType.Dispatch<FrameReading, ResultArray>(new(source, held: null, position)), position);
        }, cancellationToken);
    }

    /// <summary>What analyses know of a scan when they are made, and can ask for.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="selection">The region of interest; null: all positions.</param>
    /// <param name="disk">The bright-field disk, if it is known already; null: it is looked for when an analysis needs it.</param>
    /// <param name="beginRecording">See <see cref="OperationContext.BeginRecording"/>; null: no frames are written.</param>
    public OperationContext ContextOf(
        Scan scan, ScanSelection? selection = null, BrightFieldDisk? disk = null, Func<string, string?, Udf>? beginRecording = null)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var files = new ArrayFiles(Resolve, Formats);
        return new(DataDescription.Of(scan.Source))
        {
            Selection = selection ?? ScanSelection.All(scan.Shape.Scan),
            Search = () => Numbers(disk ?? scan.KnownDisk?.Invoke() ?? BrightFieldSearch.FindAsync(scan.Source).GetAwaiter().GetResult()),
            Weights = files.Weights,
            ComplexWeights = files.ComplexWeights,
            Lines = files.Lines,
            MeanFrame = path => files.MeanFrame(path, scan.Shape.Detector),
            BeginRecording = beginRecording,
        };

        static (double Row, double Column, double Radius) Numbers(BrightFieldDisk found) => (found.Row, found.Column, found.Radius);
    }

    /// <summary>Closes a scan of this session and returns its memory to the operating system at once.</summary>
    /// <param name="scan">A scan that this session opened.</param>
    /// <returns>Whether it was open.</returns>
    public bool Free(Scan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        lock (_scans)
        {
            if (!_scans.Remove(scan))
                return false;
        }

        scan.Dispose();
        return true;
    }

    /// <summary>Memory of each open scan that is held in memory, outside the garbage collector's heap.</summary>
    public IReadOnlyList<(Scan Scan, MemoryUse Memory)> MemoryReport()
    {
        lock (_scans)
            return [.. _scans.Where(static scan => scan.Resident is not null).Select(static scan => (scan, scan.Resident!.Memory))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_scans)
        {
            foreach (var scan in _scans)
                scan.Dispose();
            _scans.Clear();
        }
    }

    // A dark frame may be a scan of any of the formats.
    private ReadPath ReadPathOf(ScanRequest request) => (request with { Formats = Formats }).ReadPath;

    /// <summary>Opens a file as this session may, without keeping it.</summary>
    internal IFrameSource Open(string path, OpenOptions? options, CancellationToken cancellationToken)
    {
        options ??= OpenOptions.None;
        var follow = options.Follow is { } given ? given with { CancellationToken = cancellationToken } : null;
        var source = SourceOpener.Open(path, options with { MayRead = MayRead, Formats = Formats, Follow = follow });
        if (MayRead is not null && source.Info.Files.FirstOrDefault(file => !MayRead(Path.GetFullPath(file))) is { } outside)
        {
            source.Dispose();
            throw new SourceException(path, $"its data lie in {outside}, which may not be read here.");
        }

        try
        {
            var beside = Path.GetFullPath(Calibration.FileFor(path));
            if (MayRead is not null && File.Exists(beside) && !MayRead(beside))
                throw new SourceException(
                    path, $"its calibration lies in {beside}, which leads outside the folders that may be read here.");
            return Calibration.Beside(path) is { HasLengths: true } known
                ? new CalibrateAxes(
                    source, known.Of(source.Info, source.Shape), $"calibration from {Path.GetFileName(Calibration.FileFor(path))}.")
                : source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
