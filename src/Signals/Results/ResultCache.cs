using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>
/// Results that were computed, kept by what they are made of: what is asked for twice is computed once, also when several ask at the same
/// time.
/// </summary>
/// <param name="maxBytes">Values that are kept; those that were asked for longest ago go first.</param>
public sealed class ResultCache(long maxBytes = 256 << 20)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, (IReadOnlyList<ResultArray> Results, LinkedListNode<object> Place)> _kept = [];
    private readonly LinkedList<object> _recent = [];
    private readonly Dictionary<object, Task<IReadOnlyList<ResultArray>>> _running = [];

    /// <summary>Bytes of the values that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>How often something was computed, not taken from what is kept.</summary>
    public long Computed { get; private set; }

    /// <summary>Results that are kept, or are computed now.</summary>
    /// <param name="key">What they are made of; equal keys are the same results.</param>
    /// <param name="compute">Computes them, and says whether they may be kept: what follows from incomplete data is not.</param>
    /// <param name="cancellationToken">Cancels the computing that this call began; who waits for the same begins anew.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<ResultArray>> GetAsync(
        object key, Func<CancellationToken, Task<(IReadOnlyList<ResultArray> Results, bool MayBeKept)>> compute,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(compute);
        while (true)
        {
            Task<IReadOnlyList<ResultArray>>? running;
            TaskCompletionSource<IReadOnlyList<ResultArray>>? mine = null;
            lock (_gate)
            {
                if (Kept(key) is { } kept)
                    return kept;
                if (!_running.TryGetValue(key, out running))
                {
                    mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    _running[key] = mine.Task;
                    Computed++;
                }
            }

            if (mine is not null)
                return await ComputeAsync(key, compute, mine, cancellationToken).ConfigureAwait(false);
            try
            {
                return await running!.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The one who began it gave up.
            }
        }
    }

    /// <summary>Results that are kept; null: they are not.</summary>
    public IReadOnlyList<ResultArray>? Find(object key)
    {
        lock (_gate)
            return Kept(key);
    }

    /// <summary>Keeps results that were computed otherwise.</summary>
    public void Keep(object key, IReadOnlyList<ResultArray> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        lock (_gate)
            Add(key, results);
    }

    /// <summary>Forgets what is kept of some keys.</summary>
    /// <param name="isGone">Whether a key is one of them.</param>
    public void Forget(Func<object, bool> isGone)
    {
        lock (_gate)
        {
            foreach (var key in _recent.Where(isGone).ToList())
                Remove(key);
        }
    }

    private IReadOnlyList<ResultArray>? Kept(object key)
    {
        if (!_kept.TryGetValue(key, out var kept))
            return null;
        _recent.Remove(kept.Place);
        _recent.AddFirst(kept.Place);
        return kept.Results;
    }

    private async Task<IReadOnlyList<ResultArray>> ComputeAsync(
        object key,
        Func<CancellationToken, Task<(IReadOnlyList<ResultArray> Results, bool MayBeKept)>> compute,
        TaskCompletionSource<IReadOnlyList<ResultArray>> mine, CancellationToken cancellationToken)
    {
        try
        {
            var (results, mayBeKept) = await compute(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                _running.Remove(key);
                if (mayBeKept)
                    Add(key, results);
            }

            mine.SetResult(results);
            return results;
        }
        catch (Exception e)
        {
            lock (_gate)
                _running.Remove(key);
            if (e is OperationCanceledException)
                mine.SetCanceled(CancellationToken.None);
            else
                mine.SetException(e);
            _ = mine.Task.Exception;   // seen: it is thrown here, too
            throw;
        }
    }

    private void Add(object key, IReadOnlyList<ResultArray> results)
    {
        Remove(key);
        _kept[key] = (results, _recent.AddFirst(key));
        Bytes += Size(results);
        while (Bytes > maxBytes && _recent.Last is { } last && last != _recent.First)
            Remove(last.Value);
    }

    private void Remove(object key)
    {
        if (!_kept.Remove(key, out var gone))
            return;
        _recent.Remove(gone.Place);
        Bytes -= Size(gone.Results);
    }

    // An object counts as much as its reference: nobody knows what it holds.
    private static long Size(IReadOnlyList<ResultArray> results) =>
        results.Sum(static result => result.Values.LongLength * result.ElementType.Size());
}
