using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <content>Scans that cannot be shown: they stay, with the reason, until they are opened or closed.</content>
public sealed partial class ViewerSession
{
    /// <summary>Opens a scan for which nobody waits, in place of the one that is looked at: what is in the way is kept for all browsers,
    /// also those that come later.</summary>
    /// <param name="request">A file or folder below the roots, and how it is read.</param>
    /// <param name="cancellationToken">Checked once a tile; nothing is open then, or the scan before.</param>
    /// <returns>Why it could not be opened, in a sentence; null: it is open.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled, or another scan was opened.</exception>
    public async Task<string?> TryOpenAsync(ScanRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            await OpenAsync(request, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            var asked = request with { Path = _roots.Resolve(request.Path) ?? _roots.ResolveNew(request.Path) ?? request.Path };
            Miss(new(NameOf(asked.Path), OpenRequests.ToJson(asked), [], []) { Error = ErrorSentence.Of(e) });
            Announce();
            return ErrorSentence.Of(e);
        }
    }

    /// <summary>Opens the scans that were open when the session was kept, as far as they can still be opened.</summary>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Whether one is open.</returns>
    public async Task<bool> RestoreAsync(CancellationToken cancellationToken = default)
    {
        if (Scan is not null)
            return false;
        foreach (var kept in _kept)
        {
            string? error = null;
            try
            {
                await OpenAsync(BelowRoots(Requests.Read(kept.Opening)), beside: true, kept, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsRefusal(e))
            {
                error = ErrorSentence.Of(e);   // it was moved or replaced, or its plug-in is not there: it stays until it is closed
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                error = "Opening it was cancelled.";
            }

            lock (_gate)
            {
                var now = _kept.FirstOrDefault(other => other.Id == kept.Id) ?? kept;
                var others = _kept.Where(other => other.Id != kept.Id);
                _kept = error is null ? [.. others] : [.. others, now with { Error = error }];
            }
        }

        lock (_gate)
            _keptActive = null;
        Announce();
        return Scan is not null;
    }

    private static bool IsRefusal(Exception e) => e is SourceException or ArgumentException or FormatException or InvalidOperationException
        or RunException or IOException or UnauthorizedAccessException;

    // The same data are missing once: what was known of them before they were gone stays.
    private void Miss(KeptScan missing)
    {
        lock (_gate)
        {
            if (!_kept.Any(kept => kept.Path == missing.Path && kept.Error is not null))
                _kept = [.. _kept, missing with { Id = IdFor(missing.Id) }];
        }
    }

    // What could not be opened is asked for no longer.
    private bool Forget(string id)
    {
        lock (_gate)
        {
            if (_scans.Exists(open => open.Id == id) || !_kept.Any(kept => kept.Id == id && kept.Error is not null))
                return false;
            _kept = [.. _kept.Where(kept => kept.Id != id)];
        }

        Announce();
        return true;
    }
}
