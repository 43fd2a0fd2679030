using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Nodes;

namespace Ronchi.Server;

/// <summary>What a server shows: one scan in memory and a document that says how it is looked at. All browsers see the same.</summary>
public sealed partial class ViewerSession : IAsyncDisposable
{
    /// <summary>Bytes of the document at most.</summary>
    public const int MostDocumentBytes = 1 << 20;

    private const int MostRecent = 12;
    private static readonly TimeSpan SavedAfter = TimeSpan.FromSeconds(1);
    private readonly Session _session;
    private readonly FileRoots _roots;
    private readonly string? _file;
    private readonly long? _memoryBytes;
    private readonly SessionFile? _kept;
    private readonly Timer _saving;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly Lock _gate = new();
    private readonly List<ScanRequest> _recent;
    private JsonObject _document;
    private Opening? _open;
    private ServerJob? _loading;
    private long _version;

    /// <param name="roots">What may be opened.</param>
    /// <param name="file">Where the session is kept from one start to the next; null: nowhere.</param>
    /// <param name="memoryBytes">Memory that the data may take; null: most of what is free.</param>
    /// <param name="repertoire">The formats that are read and the analyses that are offered; null: the known ones.</param>
    public ViewerSession(FileRoots roots, string? file = null, long? memoryBytes = null, Repertoire? repertoire = null)
    {
        (_roots, _file, _memoryBytes) = (roots, file, memoryBytes);
        _kept = file is null ? null : SessionFile.Read(file);
        _document = _kept?.Document ?? [];
        _recent = [.. _kept?.Recent ?? []];
        _saving = new Timer(_ => Save(), null, Timeout.Infinite, Timeout.Infinite);
        _session = new Session(repertoire) { MayRead = path => roots.Resolve(path) is not null, Resolve = roots.Resolve };
        _analyses = [.. _session.Analyses.Where(static analysis => !analysis.WritesFiles)];   // files are written where the user is
    }

    /// <summary>Raised when the scan or the document has changed.</summary>
    public event EventHandler<SessionChangedEventArgs>? Changed;

    /// <summary>The scan; null: none is open.</summary>
    public ResidentScan? Scan => Volatile.Read(ref _open)?.Scan;

    /// <summary>Bytes of images and patterns that were computed and are kept.</summary>
    internal long KeptBytes => Volatile.Read(ref _open)?.Scan.Scan.Session.Results.Bytes ?? 0;

    internal ServerJobs Jobs { get; } = new();

    internal ResultChannels Results { get; } = new();

    /// <summary>Opens a scan in place of the one before, whose memory is given back.</summary>
    /// <param name="path">A file or folder below the roots.</param>
    /// <param name="cancellationToken">Checked once a tile; nothing is open then, or the scan before.</param>
    /// <inheritdoc cref="OpenAsync(ScanRequest, CancellationToken)" path="/exception"/>
    public Task OpenAsync(string path, CancellationToken cancellationToken = default) => OpenAsync(new ScanRequest(path), cancellationToken);

    /// <summary>Opens a scan in place of the one before, whose memory is given back. It is shown as soon as a part of it is there; a later call ends this one.</summary>
    /// <param name="request">A file or folder below the roots, and how it is read.</param>
    /// <param name="cancellationToken">Checked once a tile; nothing is open then, or the scan before.</param>
    /// <exception cref="SourceException">It cannot be read, or lies outside the roots.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or another scan was opened.</exception>
    public async Task OpenAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        request = BelowRoots(request);
        Volatile.Read(ref _loading)?.Cancel();
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Jobs.RunAsync($"Reading {Path.GetFileName(request.Path)}", job => LoadAsync(request, job), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Shows a scan that somebody else opened and keeps: while it is being loaded, and again when all of it is there.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="path">Where it comes from.</param>
    public void Show(ResidentScan scan, string path)
    {
        ArgumentNullException.ThrowIfNull(scan);
        if (Scan == scan)
            Tell(by: null);
        else
            Publish(scan, new ScanRequest(Path.GetFullPath(path)));
    }

    /// <summary>Runs an analysis as a job and shows its results as they grow.</summary>
    /// <param name="title">What it is called.</param>
    /// <param name="shape">Axes of the data.</param>
    /// <param name="run">Gives the results so far, again and again, and tells how far it is.</param>
    /// <param name="cancellationToken">Cancels it; so does a browser.</param>
    /// <returns>The results.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<ResultSet> ShowRunAsync(string title, DataShape shape, Func<IProgress<RunProgress>, CancellationToken, IAsyncEnumerable<ResultSet>> run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return ShowRunAsync(title, shape, run, began: null, cancellationToken);
    }

    private async Task<ResultSet> ShowRunAsync(string title, DataShape shape, Func<IProgress<RunProgress>, CancellationToken, IAsyncEnumerable<ResultSet>> run, Action<ServerJob>? began, CancellationToken cancellationToken)
    {
        ResultSet? last = null;
        await Jobs.RunAsync(title, async job =>
        {
            began?.Invoke(job);
            var tell = Jobs.Teller(job);
            var progress = new Telling(now => tell(now.TotalFrames > 0 ? (double)now.Frames / now.TotalFrames : null, $"{now.FramesPerSecond:N0} frames/s"));
            await foreach (var results in run(progress, job.Token).ConfigureAwait(false))
            {
                if (Results.Take(last = results, shape, isComplete: false))
                    Announce();
            }

            if (last is not null)
                Results.Take(last, shape, isComplete: true);
        }, cancellationToken).ConfigureAwait(false);
        Announce();
        return last ?? throw new InvalidOperationException("The run gave no results.");

        void Announce()
        {
            lock (_gate)
                _version++;
            Tell(by: null);
        }
    }

    private async Task LoadAsync(ScanRequest request, ServerJob job)
    {
        Opening? shown = null;
        try
        {
            Volatile.Write(ref _loading, job);
            if (request.DetectorBinning.IsAuto)
                request = request with { DetectorBinning = (await _session.OutlineAsync(request, job.Token).ConfigureAwait(false)).FittingBinning(_memoryBytes ?? ScanOutline.Budget) };   // what is open says what it is
            var tell = Jobs.Teller(job);
            var progress = new Telling(run => tell(run.TotalFrames > 0 ? (double)run.Frames / run.TotalFrames : null, $"{run.FramesPerSecond:N0} frames/s"));
            var residence = new ResidentOptions { MemoryBytes = _memoryBytes, OnStarted = scan => shown = Publish(scan, request) };
            var scan = await _session.HoldAsync(request, residence, progress, job.Token).ConfigureAwait(false);
            if (shown?.Scan != scan)
                shown = Publish(scan, request);
            lock (_gate)
            {
                _recent.RemoveAll(other => other.Path == request.Path);
                _recent.Insert(0, request);
                _recent.RemoveRange(Math.Min(MostRecent, _recent.Count), Math.Max(_recent.Count - MostRecent, 0));
                _version++;
            }

            Tell(by: null);
        }
        catch when (Withdraw(shown))
        {
            throw;
        }
        finally
        {
            Volatile.Write(ref _loading, null);
        }
    }

    private Opening Publish(ResidentScan scan, ScanRequest request)
    {
        var open = new Opening(scan, request, new SignalCache(scan), Calibration.Beside(request.Path));
        Opening? before;
        lock (_gate)
        {
            (before, _open) = (_open, open);
            _version++;
        }

        if (before is not null)
        {
            Volatile.Read(ref _analysis)?.Cancel();
            Results.Clear();   // they are of the scan before
            _session.Free(before.Scan.Scan);
        }

        Tell(by: null);
        return open;
    }

    // What could not be read to its end is not shown any longer.
    private bool Withdraw(Opening? shown)
    {
        lock (_gate)
        {
            if (shown is not null && _open == shown)
            {
                _open = null;
                _version++;
            }
        }

        Tell(by: null);
        return true;
    }

    /// <summary>Opens the scan that was open when the session was kept, if there is one and it can still be opened.</summary>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Whether it is open.</returns>
    public async Task<bool> RestoreAsync(CancellationToken cancellationToken = default)
    {
        if (_kept?.Open is not { } request || Scan is not null)
            return false;
        try
        {
            await OpenAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SourceException or ArgumentException or FormatException)
        {
            return false;   // it was moved, removed or replaced meanwhile
        }
    }

    /// <summary>Changes the document: members that are given replace those of the same name, null removes one.</summary>
    /// <param name="patch">The changes.</param>
    /// <param name="by">Who makes them; told to <see cref="Changed"/>.</param>
    /// <exception cref="ArgumentException">The document would become too large.</exception>
    public void Patch(JsonObject patch, object? by = null)
    {
        ArgumentNullException.ThrowIfNull(patch);
        lock (_gate)
        {
            var next = (JsonObject)_document.DeepClone();
            foreach (var (name, value) in patch)
            {
                if (value is null)
                    next.Remove(name);
                else
                    next[name] = value.DeepClone();
            }

            if (next.ToJsonString().Length > MostDocumentBytes)
                throw new ArgumentException($"The document of a session has at most {MostDocumentBytes:N0} bytes.", nameof(patch));
            _document = next;
            _version++;
        }

        Tell(by);
    }

    /// <summary>Keeps a calibration beside the data of the open scan, and uses it.</summary>
    /// <param name="calibration">What is known of its lengths.</param>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    /// <exception cref="ArgumentException">The numbers or units make no sense.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void Calibrate(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var open = Volatile.Read(ref _open) ?? throw NothingOpen();
        calibration.Keep(open.Request.Path);
        lock (_gate)
        {
            if (_open == open)
                _open = open with { Calibration = calibration };
            _version++;
        }

        Tell(by: null);
    }

    /// <summary>What data hold, without reading frames.</summary>
    /// <param name="request">A file or folder below the roots, and how it would be read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SourceException">It cannot be opened, or lies outside the roots.</exception>
    public Task<ScanOutline> OutlineAsync(ScanRequest request, CancellationToken cancellationToken = default) => _session.OutlineAsync(BelowRoots(request), cancellationToken);

    /// <summary>The frame in the middle of data, and its flat scan index.</summary>
    /// <param name="request">A file or folder below the roots, and how it would be read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SourceException">It cannot be opened, or lies outside the roots.</exception>
    /// <exception cref="ArgumentException">There is nothing to look at.</exception>
    public Task<(ResultArray Frame, long Position)> PreviewAsync(ScanRequest request, CancellationToken cancellationToken = default) => _session.PreviewAsync(BelowRoots(request), cancellationToken);

    private ScanRequest BelowRoots(ScanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resolved(_roots.Resolve) with { Path = _roots.Resolve(request.Path) ?? throw new SourceException(request.Path, "there is no such file below the folders that this server reads.") };
    }

    /// <summary>The entries of a folder below the roots, folders first, in the order in which people number them.</summary>
    /// <param name="path">The folder; null: the first root.</param>
    /// <exception cref="SourceException">There is none.</exception>
    public IReadOnlyList<FileEntry> List(string? path)
    {
        string folder = _roots.Resolve(path ?? _roots.Folders[0]) is { } real && Directory.Exists(real) ? real : throw new SourceException(path ?? "", "there is no such folder below those that this server reads.");
        return FolderListing.Of(folder, _session);
    }

    internal (ResidentScan Scan, SignalCache Cache) Opened() => Volatile.Read(ref _open) is { } open ? (open.Scan, open.Cache) : throw NothingOpen();

    private static InvalidOperationException NothingOpen() => new("no scan is open: open one first.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _saving.DisposeAsync().ConfigureAwait(false);
        Save();
        Volatile.Read(ref _loading)?.Cancel();
        await _opening.WaitAsync().ConfigureAwait(false);
        _session.Dispose();
        _opening.Release();
    }

    // A drag changes the document many times a second: it is written when it rests.
    private void Tell(object? by)
    {
        if (_file is not null)
            _saving.Change(SavedAfter, Timeout.InfiniteTimeSpan);
        Changed?.Invoke(this, new() { By = by });
    }

    private void Save()
    {
        SessionFile now;
        lock (_gate)
            now = new(_open?.Request ?? _kept?.Open, (JsonObject)_document.DeepClone()) { Recent = [.. _recent] };
        try
        {
            if (_file is not null && _version > 0)
                now.Write(_file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A session that cannot be kept is no reason to end it.
        }
    }

    private sealed record Opening(ResidentScan Scan, ScanRequest Request, SignalCache Cache, Calibration? Calibration);

    private sealed class Telling(Action<RunProgress> take) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => take(value);
    }
}
