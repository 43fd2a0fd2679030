namespace Ronchi.Signals.Pipelines;

/// <summary>Lets one at a time write a file; who comes later finds what the one before has made.</summary>
internal sealed class OneAtATime : IDisposable
{
    private static readonly Dictionary<string, OneAtATime> Busy = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OneAtATime(string path) => _path = path;

    /// <summary>Waits until nobody else writes the file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Lets the next one in when it is disposed.</returns>
    public static async Task<OneAtATime> EnterAsync(string path, CancellationToken cancellationToken)
    {
        var mine = new OneAtATime(path);
        while (true)
        {
            OneAtATime? before;
            lock (Busy)
            {
                if (!Busy.TryGetValue(path, out before))
                {
                    Busy[path] = mine;
                    return mine;
                }
            }

            await before._done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Busy)
            Busy.Remove(_path);
        _done.TrySetResult();
    }
}
