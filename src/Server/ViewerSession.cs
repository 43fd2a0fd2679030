using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>What a server shows: one scan in memory and a document that says how it is looked at. All browsers see the same.</summary>
public sealed class ViewerSession : IAsyncDisposable
{
    /// <summary>Bytes of the document at most.</summary>
    public const int MostDocumentBytes = 1 << 20;

    private readonly Session _session;
    private static readonly TimeSpan SavedAfter = TimeSpan.FromSeconds(1);
    private readonly FileRoots _roots;
    private readonly string? _file;
    private readonly SessionFile? _kept;
    private readonly Timer _saving;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly Lock _gate = new();
    private JsonObject _document;
    private ResidentScan? _scan;
    private string? _path;
    private long _version;

    /// <param name="roots">What may be opened.</param>
    /// <param name="file">Where the session is kept from one start to the next; null: nowhere.</param>
    public ViewerSession(FileRoots roots, string? file = null)
    {
        (_roots, _file) = (roots, file);
        _kept = file is null ? null : SessionFile.Read(file);
        _document = _kept?.Document ?? [];
        _saving = new Timer(_ => Save(), null, Timeout.Infinite, Timeout.Infinite);
        _session = new Session { MayRead = file => roots.Resolve(file) is not null };
    }

    /// <summary>Raised when the scan or the document has changed.</summary>
    public event EventHandler<SessionChangedEventArgs>? Changed;

    /// <summary>The scan; null: none is open.</summary>
    public ResidentScan? Scan => Volatile.Read(ref _scan);

    /// <summary>Opens a scan in place of the one before, whose memory is given back.</summary>
    /// <param name="path">A file, folder or pattern below the roots.</param>
    /// <param name="cancellationToken">Checked once a tile; the scan before stays.</param>
    /// <exception cref="SourceException">It cannot be read, or lies outside the roots.</exception>
    public async Task OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        string real = _roots.Resolve(path) ?? throw new SourceException(path, "there is no such file below the folders that this server reads.");
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var scan = await _session.HoldAsync(real, progress: null, cancellationToken).ConfigureAwait(false);
            ResidentScan? before;
            lock (_gate)
            {
                before = _scan;
                _scan = scan;
                _path = real;
                _version++;
            }

            if (before is not null)
                _session.Free(before.Scan);
        }
        finally
        {
            _opening.Release();
        }

        Tell(by: null);
    }

    /// <summary>Opens the scan that was open when the session was kept, if there is one and it can still be opened.</summary>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Whether it is open.</returns>
    public async Task<bool> RestoreAsync(CancellationToken cancellationToken = default)
    {
        if (_kept?.Path is not { } path || Scan is not null)
            return false;
        try
        {
            await OpenAsync(path, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SourceException)
        {
            return false;   // it was moved or removed meanwhile
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

    /// <summary>One frame as a message.</summary>
    /// <param name="position">Its scan position, slow axis first.</param>
    /// <param name="view">The view that asked.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    /// <exception cref="ArgumentException">There is no such position.</exception>
    /// <exception cref="FormatException">A position has another number of indices.</exception>
    public byte[] Frame(long[] position, uint view = 0, uint sequence = 0)
    {
        ArgumentNullException.ThrowIfNull(position);
        var scan = Opened();
        var shape = scan.Scan.Shape.Scan;
        if (position.Length != shape.Rank)
            throw new FormatException($"a position in a scan of {shape} has {shape.Rank} numbers.");
        long flat = shape.IndexOf(position);
        return FrameMessage.Encode(scan.Frame(flat), FrameKind.Frame, view, sequence, FrameFlags.Final, flat);
    }

    /// <summary>The mean pattern of a scan region as a message.</summary>
    /// <param name="rectangle">First row and column, last row and column.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <param name="view">The view that asked.</param>
    /// <param name="sequence">Number of the request.</param>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    /// <exception cref="ArgumentException">The rectangle leaves the scan.</exception>
    public async Task<byte[]> PatternAsync(long[] rectangle, CancellationToken cancellationToken, uint view = 0, uint sequence = 0)
    {
        ArgumentNullException.ThrowIfNull(rectangle);
        var scan = Opened();
        if (rectangle.Length != 4)
            throw new FormatException("a rectangle has four numbers: first row and column, last row and column.");
        var region = ScanSelection.Rectangle(scan.Scan.Shape.Scan, rectangle[0], rectangle[1], rectangle[2], rectangle[3]);
        var sum = await scan.PatternSumAsync(region, cancellationToken).ConfigureAwait(false);
        return FrameMessage.Encode(sum, FrameKind.Pattern, view, sequence, FrameFlags.Final, region.FrameCount, region.FrameCount);
    }

    /// <summary>The image of a virtual detector as a message.</summary>
    /// <param name="detector">As in commands: <c>disk:96,96,30</c>, <c>bf</c>, …</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    /// <exception cref="ArgumentException">The detector does not fit the frames.</exception>
    /// <exception cref="FormatException">The text is no detector.</exception>
    public async Task<byte[]> ImageAsync(string detector, CancellationToken cancellationToken)
    {
        await using var detectors = new LiveDetectors(Opened());
        return FrameMessage.Encode(await detectors.Add().MoveToAsync(detector, partial: null, cancellationToken).ConfigureAwait(false), FrameKind.Image, 0, 0, FrameFlags.Final);
    }

    internal ResidentScan Opened() => Scan ?? throw new InvalidOperationException("no scan is open: open one first.");

    /// <summary>Everything that a browser must know to show the session.</summary>
    public JsonObject State()
    {
        lock (_gate)
        {
            var state = new JsonObject { ["type"] = "state", ["version"] = _version, ["document"] = _document.DeepClone(), ["roots"] = new JsonArray([.. _roots.Folders.Select(static folder => (JsonNode)folder)]) };
            if (_scan is not { } scan)
                return state;
            var info = scan.Scan.Info;
            state["scan"] = new JsonObject
            {
                ["path"] = _path,
                ["format"] = info.Format,
                ["scanShape"] = Lengths(scan.Scan.Shape.Scan),
                ["detectorShape"] = Lengths(scan.Scan.Shape.Detector),
                ["dtype"] = scan.Scan.ElementType.Name(),
                ["heldAs"] = scan.FormName,
                ["heldBecause"] = scan.Reason,
                ["bytes"] = scan.BytesUsed,
                ["axes"] = new JsonArray([.. info.Axes.Select(static axis => (JsonNode)new JsonObject { ["name"] = axis.Name, ["scale"] = axis.Scale, ["offset"] = axis.Offset, ["unit"] = axis.Unit })]),
                ["disk"] = scan.DiskNumbers is [var row, var column, var radius] ? new JsonObject { ["row"] = row, ["column"] = column, ["radius"] = radius } : null,
                ["hotPixels"] = scan.HotPixels?.Count ?? 0,
                ["notes"] = new JsonArray([.. info.Notes.Select(static note => (JsonNode)note)]),
            };
            return state;
        }
    }

    /// <summary>The entries of a folder below the roots, folders first, in the order in which people number them.</summary>
    /// <param name="path">The folder; null: the first root.</param>
    /// <exception cref="SourceException">There is none.</exception>
    public IReadOnlyList<FileEntry> List(string? path)
    {
        string folder = _roots.Resolve(path ?? _roots.Folders[0]) is { } real && Directory.Exists(real) ? real : throw new SourceException(path ?? "", "there is no such folder below those that this server reads.");
        var entries = new List<FileEntry>();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (!entry.Name.StartsWith('.'))
                entries.Add(new(entry.Name, entry is DirectoryInfo, entry is FileInfo { Exists: true } file ? file.Length : 0, new DateTimeOffset(entry.LastWriteTimeUtc).ToUnixTimeSeconds()));
        }

        return [.. entries.OrderByDescending(static entry => entry.IsFolder).ThenBy(static entry => entry.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _saving.DisposeAsync().ConfigureAwait(false);
        Save();
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
            now = new(_path ?? _kept?.Path, (JsonObject)_document.DeepClone());
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

    private static JsonArray Lengths(Extent extent) => new([.. extent.Lengths.Select(static length => (JsonNode)length)]);
}
