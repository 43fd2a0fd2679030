using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <content>Which scans are open.</content>
public sealed partial class ViewerSession
{
    private const int MostRecent = 12, MostScans = 16;

    /// <summary>Opens a scan in place of the one that is looked at, whose memory is given back.</summary>
    /// <param name="path">A file or folder below the roots.</param>
    /// <param name="cancellationToken">Checked once a tile; nothing is open then, or the scan before.</param>
    /// <inheritdoc cref="OpenAsync(ScanRequest, bool, CancellationToken)" path="/exception"/>
    public Task OpenAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(new ScanRequest(path), beside: false, cancellationToken);

    /// <inheritdoc cref="OpenAsync(ScanRequest, bool, CancellationToken)"/>
    public Task OpenAsync(ScanRequest request, CancellationToken cancellationToken = default) =>
        OpenAsync(request, beside: false, cancellationToken);

    /// <summary>Opens a scan and looks at it, as soon as a part of it is there.</summary>
    /// <param name="request">A file or folder below the roots, and how it is read.</param>
    /// <param name="beside">
    /// Beside those that are open; else in place of the one that is looked at, whose memory is given back, and a later such call ends
    /// this one.
    /// </param>
    /// <param name="cancellationToken">Checked once a tile; nothing is open then, or the scan before.</param>
    /// <exception cref="SourceException">It cannot be read, or lies outside the roots.</exception>
    /// <exception cref="InvalidOperationException">Too many scans are open.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or another scan was opened.</exception>
    public Task OpenAsync(ScanRequest request, bool beside, CancellationToken cancellationToken = default)
    {
        var below = BelowRoots(request);
        return OpenAsync(below, beside, KeptOf(below, beside), cancellationToken);
    }

    // What the session that ended knew of the same data, as long as it was not gone on with; beside others only what could not be opened
    // then.
    private KeptScan? KeptOf(ScanRequest request, bool beside)
    {
        lock (_gate)
        {
            return _kept.FirstOrDefault(kept => kept.Path == request.Path && (!beside || kept.Error is not null)) is { } known
                ? known with { Document = (JsonObject)known.Document.DeepClone() }
                : null;
        }
    }

    private async Task OpenAsync(ScanRequest request, bool beside, KeptScan? kept, CancellationToken cancellationToken)
    {
        RequireRoom(beside);
        if (!beside)
            Volatile.Read(ref _loading)?.Cancel();
        if (request.Follow)
            await WaitForFirstAsync(request, beside, cancellationToken).ConfigureAwait(false);
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RequireRoom(beside);   // others were opened meanwhile
            if (request.Follow)
                await FollowAsync(request, beside, kept, cancellationToken).ConfigureAwait(false);
            else
                await Jobs.RunAsync(
                    $"Reading {Path.GetFileName(request.Path)}",
                    job => LoadAsync(request, beside, kept, job, static _ => { }), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private void RequireRoom(bool beside)
    {
        if (beside && Scans.Count >= MostScans)
            throw new InvalidOperationException($"{MostScans} scans are open: close one first.");
    }

    /// <summary>Shows a scan that somebody else opened and keeps: while it is being loaded, and again when all of it is there.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="path">Where it comes from.</param>
    public void Show(ResidentScan scan, string path)
    {
        ArgumentNullException.ThrowIfNull(scan);
        if (Scan == scan)
            Announce();
        else
            Publish(scan, new ScanRequest(Path.GetFullPath(path)), replaces: Volatile.Read(ref _active), kept: null, job: null);
    }

    /// <summary>Looks at another of the open scans.</summary>
    /// <param name="id">Which.</param>
    /// <exception cref="ArgumentException">There is no such scan.</exception>
    public void Show(string id)
    {
        var shown = Opened(id);
        lock (_gate)
            _active = shown;
        Announce();
    }

    /// <summary>Closes a scan and gives its memory back.</summary>
    /// <param name="id">Which.</param>
    /// <exception cref="ArgumentException">There is no such scan.</exception>
    public void Close(string id)
    {
        if (Forget(id))
            return;
        var closed = Opened(id);
        closed.Job?.Cancel();
        Remove(closed);
        Free(closed);
        Announce();
    }

    // Shown is told what can be looked at while the rest is read.
    private async Task LoadAsync(ScanRequest request, bool beside, KeptScan? kept, ServerJob job, Action<OpenScan> onShown)
    {
        OpenScan? shown = null;
        var replaced = beside ? null : Volatile.Read(ref _active);
        try
        {
            Volatile.Write(ref _loading, job);
            var memory = _memoryBytes - Scans.Where(open => open != replaced).Sum(static open => open.Scan.BytesUsed);
            if (request.DetectorBinning.IsAuto)
            {
                var outline = await _session.OutlineAsync(Present(request), job.Token).ConfigureAwait(false);
                // What is open says what it is.
                request = request with { DetectorBinning = outline.FittingBinning(memory ?? ScanOutline.Budget) };
            }

            var tell = Jobs.Teller(job);
            var progress = new DirectProgress<RunProgress>(
                run => tell(run.TotalFrames > 0 ? (double)run.Frames / run.TotalFrames : null, Pace(run)));
            var residence = new ResidentOptions
            {
                MemoryBytes = memory,
                OnStarted = scan => onShown(shown = Publish(scan, request, replaced, kept, job)),
            };
            var scan = await _session.HoldAsync(
                request with { StopFollowing = job.StopToken }, residence, progress, job.Token).ConfigureAwait(false);
            if (shown?.Scan != scan)
                shown = Publish(scan, request, shown ?? replaced, kept, job);
            lock (_gate)
            {
                var opened = OpenRequests.ToJson(request);
                _recent.RemoveAll(other => JsonNode.DeepEquals(other["path"], opened["path"]));
                _recent.Insert(0, opened);
                _recent.RemoveRange(Math.Min(MostRecent, _recent.Count), Math.Max(_recent.Count - MostRecent, 0));
            }

            Announce();
        }
        catch (Exception e) when (Withdraw(shown, e))
        {
            throw;
        }
        finally
        {
            Interlocked.CompareExchange(ref _loading, null, job);
        }
    }

    private OpenScan Publish(ResidentScan scan, ScanRequest request, OpenScan? replaces, KeptScan? kept, ServerJob? job)
    {
        OpenScan open;
        // The same file, read in another way, is looked at as before, and what was made of it is made anew.
        var before = replaces?.Request.Path == request.Path ? replaces : null;
        lock (_gate)
        {
            _kept = [.. _kept.Where(other => other.Id != kept?.Id)];
            open = new OpenScan(before?.Id ?? IdFor(kept?.Id ?? NameOf(request.Path)), scan, request, _operations)
            {
                Document = before?.Document ?? kept?.Document ?? [],
                Job = job,
                IsOpenEnded = scan.Arrivals is { End: null, Total: null } || (before?.Job == job && before?.IsOpenEnded == true),
            };
            var at = replaces is null ? -1 : _scans.IndexOf(replaces);
            if (at < 0)
                _scans.Add(open);
            else
                _scans[at] = open;
            if (kept is not { Error: null } || _active is null || _active == replaces || kept.Id == _keptActive)
                _active = open;
        }

        if (replaces is not null)
        {
            if (replaces.Job != job)
                replaces.Job?.Cancel();
            Free(replaces);
        }

        Regrow(open, before?.Tree.ToJson() ?? kept?.Signals);
        Announce();
        return open;
    }

    // What could not be read to its end is not shown any longer; who looked at it is told why, unless it was closed or cancelled.
    private bool Withdraw(OpenScan? shown, Exception why)
    {
        lock (_gate)
        {
            if (shown is not null && Remove(shown) && why is not OperationCanceledException)
                Miss(new(shown.Id, OpenRequests.ToJson(shown.Request), shown.Document, shown.Tree.ToJson())
                {
                    Error = ErrorSentence.Of(why),
                });
        }

        Announce();
        return true;
    }

    // Whether it was open.
    private bool Remove(OpenScan open)
    {
        lock (_gate)
        {
            var at = _scans.IndexOf(open);
            if (at < 0)
                return false;
            _scans.RemoveAt(at);
            if (_active == open)
                _active = _scans.Count == 0 ? null : _scans[Math.Min(at, _scans.Count - 1)];
            return true;
        }
    }

    private void Free(OpenScan open)
    {
        foreach (var signal in open.Tree.All)
            signal.Job?.Cancel();
        _session.Free(open.Scan.Scan);
    }

    // Called with the gate held.
    private string IdFor(string name)
    {
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? name : $"{name}-{number}";
            if (!_scans.Exists(open => open.Id == candidate) && _kept.All(kept => kept.Id != candidate))
                return candidate;
        }
    }

    private static string NameOf(string path)
    {
        try
        {
            var letters = PipelineRun.NameOf(path).Take(60);
            return string.Concat(letters.Select(static letter =>
                char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
        }
        catch (ArgumentException)
        {
            return "scan";   // of a name nothing is left
        }
    }
}
