namespace Ronchi.Sources.Following;

/// <summary>Wakes when something changes in folders, and after a while in any case: network drives tell of no change.</summary>
internal sealed class FileWatch : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly SemaphoreSlim _changed = new(0, 1);

    public FileWatch(params IEnumerable<string> folders)
    {
        foreach (var folder in folders.Distinct(StringComparer.Ordinal))
            Watch(folder);
    }

    /// <summary>Waits for a change, but no longer than a period.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<bool> WaitAsync(TimeSpan period, CancellationToken cancellationToken) => _changed.WaitAsync(period, cancellationToken);

    public void Dispose()
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
        _changed.Dispose();
    }

    private void Watch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.Size | NotifyFilters.LastWrite,
            };
            watcher.Created += (_, _) => Wake();
            watcher.Changed += (_, _) => Wake();
            watcher.Renamed += (_, _) => Wake();
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            watcher?.Dispose();   // no more watchers to be had, or no such folder yet: looking now and then finds changes, too
        }
    }

    private void Wake()
    {
        try
        {
            if (_changed.CurrentCount == 0)
                _changed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else has woken it, or nobody waits any longer.
        }
    }
}
