using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>
/// What a server shows: scans in memory, what people have made of them, and documents that say how they are looked at. All browsers see the
/// same.
/// </summary>
public sealed partial class ViewerSession : IAsyncDisposable
{
    /// <summary>Bytes of a document at most.</summary>
    public const int MostDocumentBytes = 1 << 20;

    private const int KeptPart = 8;   // of the memory that data may take, at most so much is kept of what is computed

    private static readonly TimeSpan SavedAfter = TimeSpan.FromSeconds(1);
    private readonly Session _session;
    private readonly FileRoots _roots;
    private readonly string? _file;
    private readonly string? _setAside;   // what lay there and could not be read
    private readonly long? _memoryBytes;
    private readonly Timer _saving;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly List<OpenScan> _scans = [];
    private readonly List<JsonObject> _recent;
    private readonly IReadOnlyList<Operation> _operations;
    private IReadOnlyList<KeptScan> _kept;
    private string? _keptActive;
    private JsonObject _layout;
    private OpenScan? _active;
    private ServerJob? _loading;
    private long _version;

    /// <param name="roots">What may be opened.</param>
    /// <param name="file">Where the session is kept from one start to the next; null: nowhere.</param>
    /// <param name="memoryBytes">Memory that the data may take; null: most of what is free.</param>
    /// <param name="repertoire">The formats that are read and the operations that are offered; null: the known ones.</param>
    public ViewerSession(FileRoots roots, string? file = null, long? memoryBytes = null, Repertoire? repertoire = null)
    {
        (_roots, _file, _memoryBytes) = (roots, file, memoryBytes);
        Requests = new(repertoire ?? Repertoire.Known);
        var kept = file is null ? null : SessionFile.Read(file);
        if (file is not null && kept is null)
            _setAside = SessionFile.SetAside(file);
        (_kept, _keptActive, _layout, _recent) = (kept?.Scans ?? [], kept?.Active, kept?.Layout ?? [], [.. kept?.Recent ?? []]);
        _saving = new Timer(_ => Save(), null, Timeout.Infinite, Timeout.Infinite);
        _session = new Session(repertoire)
        {
            MayRead = path => roots.Resolve(path) is not null,
            Resolve = roots.Resolve,
            Cache = new(Math.Min(memoryBytes / KeptPart ?? SignalCache.UsualBudget, SignalCache.UsualBudget)),
        };
        // files are written where the user is
        _operations = [.. _session.FrameOperations, .. _session.Analyses.Where(static analysis => !analysis.WritesFiles)];
    }

    /// <summary>Raised when scans, signals or a document have changed.</summary>
    public event EventHandler<SessionChangedEventArgs>? Changed;

    /// <summary>The scan that is looked at; null: none is open.</summary>
    public ResidentScan? Scan => Volatile.Read(ref _active)?.Scan;

    /// <summary>Bytes of results and frames that were computed and are kept.</summary>
    internal long KeptBytes => _session.Cache.Bytes;

    internal ServerJobs Jobs { get; } = new();

    /// <summary>Reads what is asked to be opened.</summary>
    internal OpenRequests Requests { get; }

    /// <summary>The analyses that are offered.</summary>
    internal IReadOnlyList<Analysis> Analyses => [.. _operations.OfType<Analysis>()];

    /// <summary>All open scans.</summary>
    internal IReadOnlyList<OpenScan> Scans
    {
        get
        {
            lock (_gate)
                return [.. _scans];
        }
    }

    /// <summary>Changes a document: members that are given replace those of the same name, null removes one.</summary>
    /// <param name="patch">The changes.</param>
    /// <param name="by">Who makes them; told to <see cref="Changed"/>.</param>
    /// <param name="scan">The scan that it belongs to; null: the one that is looked at.</param>
    /// <exception cref="ArgumentException">The document would become too large, or there is no such scan.</exception>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    public void Patch(JsonObject patch, object? by = null, string? scan = null)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var open = Opened(scan);
        lock (_gate)
            open.Document = Patched(open.Document, patch);
        Announce(by);
    }

    /// <summary>Changes how the page is arranged, likewise.</summary>
    /// <param name="patch">The changes.</param>
    /// <param name="by">Who makes them; told to <see cref="Changed"/>.</param>
    /// <exception cref="ArgumentException">It would become too large.</exception>
    public void Arrange(JsonObject patch, object? by = null)
    {
        ArgumentNullException.ThrowIfNull(patch);
        lock (_gate)
            _layout = Patched(_layout, patch);
        Announce(by);
    }

    private static JsonObject Patched(JsonObject document, JsonObject patch)
    {
        var next = (JsonObject)document.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (value is null)
                next.Remove(name);
            else
                next[name] = value.DeepClone();
        }

        return next.ToJsonString().Length <= MostDocumentBytes
            ? next
            : throw new ArgumentException($"The document of a session has at most {MostDocumentBytes:N0} bytes.", nameof(patch));
    }

    /// <summary>Keeps a calibration beside the data of a scan, and uses it.</summary>
    /// <param name="calibration">What is known of its lengths.</param>
    /// <param name="scan">Which scan; null: the one that is looked at.</param>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    /// <exception cref="ArgumentException">The numbers or units make no sense.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void Calibrate(Calibration calibration, string? scan = null)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var open = Opened(scan);
        calibration.Keep(open.Request.Path);
        lock (_gate)
            open.Calibration = calibration;
        Announce();
    }

    /// <summary>What data hold, without reading frames.</summary>
    /// <param name="request">A file or folder below the roots, and how it would be read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SourceException">It cannot be opened, or lies outside the roots.</exception>
    public Task<ScanOutline> OutlineAsync(ScanRequest request, CancellationToken cancellationToken = default) =>
        _session.OutlineAsync(BelowRoots(Present(request)), cancellationToken);

    /// <summary>The frame in the middle of data, and its flat scan index.</summary>
    /// <param name="request">A file or folder below the roots, and how it would be read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SourceException">It cannot be opened, or lies outside the roots.</exception>
    /// <exception cref="ArgumentException">There is nothing to look at.</exception>
    public Task<(ResultArray Frame, long Position)> PreviewAsync(ScanRequest request, CancellationToken cancellationToken = default) =>
        _session.PreviewAsync(BelowRoots(Present(request)), cancellationToken);

    private ScanRequest BelowRoots(ScanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Resolved(_roots.Resolve) with
        {
            Path = _roots.Resolve(request.Path) ?? (request.Follow ? _roots.ResolveNew(request.Path) : null)
                ?? throw new SourceException(request.Path, "there is no such file below the folders that this server reads."),
        };
    }

    /// <summary>The entries of a folder below the roots, folders first, in the order in which people number them.</summary>
    /// <param name="path">The folder; null: the first root.</param>
    /// <exception cref="SourceException">There is none.</exception>
    public IReadOnlyList<FileEntry> List(string? path)
    {
        string folder = _roots.Resolve(path ?? _roots.Folders[0]) is { } real && Directory.Exists(real)
            ? real
            : throw new SourceException(path ?? "", "there is no such folder below those that this server reads.");
        return FolderListing.Of(folder, _session);
    }

    /// <summary>An open scan.</summary>
    /// <param name="id">Which; null: the one that is looked at.</param>
    /// <exception cref="InvalidOperationException">None is open.</exception>
    /// <exception cref="ArgumentException">There is none of that id.</exception>
    internal OpenScan Opened(string? id = null)
    {
        if (Volatile.Read(ref _active) is not { } active)
            throw new InvalidOperationException("no scan is open: open one first.");
        return id is null
            ? active
            : Scans.FirstOrDefault(open => open.Id == id)
                ?? throw new ArgumentException($"There is no scan '{id}', only {string.Join(", ", Scans.Select(static open => open.Id))}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _saving.DisposeAsync().ConfigureAwait(false);
        Save();
        Volatile.Read(ref _loading)?.Cancel();
        await _ending.CancelAsync().ConfigureAwait(false);
        await _opening.WaitAsync().ConfigureAwait(false);
        await Task.WhenAll(
            [
                .. _following, .. _taking,
                .. Scans.SelectMany(static open => open.Tree.All).Select(static signal => signal.Work ?? Task.CompletedTask),
            ])
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _session.Dispose();
        _opening.Release();
    }

    // A drag changes the document many times a second: it is written when it rests.
    private void Announce(object? by = null)
    {
        if (_file is not null && !_ending.IsCancellationRequested)
            _saving.Change(SavedAfter, Timeout.InfiniteTimeSpan);
        Tell(by);
    }

    // Of what is no part of the session on disk.
    private void Tell(object? by = null)
    {
        lock (_gate)
            _version++;
        Changed?.Invoke(this, new() { By = by });
    }

    private void Save()
    {
        SessionFile now;
        lock (_gate)
        {
            // What was not opened again yet is kept as it was.
            var open = _scans.Select(
                static open => new KeptScan(
                    open.Id, OpenRequests.ToJson(open.Request), (JsonObject)open.Document.DeepClone(), open.Tree.ToJson())).ToList();
            now = new(
                [.. open, .. _kept.Where(kept => open.TrueForAll(other => other.Id != kept.Id))],
                _active?.Id ?? _keptActive,
                (JsonObject)_layout.DeepClone())
            {
                Recent = [.. _recent],
            };
        }

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
}
