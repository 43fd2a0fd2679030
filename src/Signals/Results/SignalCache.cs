using System.Runtime.CompilerServices;
using Ronchi.Engine;

namespace Ronchi.Signals;

/// <summary>
/// What was computed in a session: results, and frames of derived scans, kept by what they are made of, with one budget. What is asked for
/// twice is computed once, also when several ask at the same time.
/// </summary>
/// <param name="budget">Bytes that are kept; what was asked for longest ago goes first. What is larger is found again only as long as
/// somebody else holds it.</param>
public sealed class SignalCache(long budget = SignalCache.UsualBudget)
{
    /// <summary>Bytes that are kept where nothing else is said.</summary>
    public const long UsualBudget = 256 << 20;

    // Who holds one of the results of a signal holds all.
    private static readonly ConditionalWeakTable<ResultArray, IReadOnlyList<ResultArray>> Together = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<object, (IReadOnlyList<ResultArray> Results, long Bytes, LinkedListNode<object> Place)> _kept = [];
    private readonly Dictionary<object, WeakReference<IReadOnlyList<ResultArray>>> _large = [];
    private readonly LinkedList<object> _recent = [];
    private readonly Dictionary<object, (SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>> Work, int Number)> _running = [];

    /// <summary>Bytes that are kept at most.</summary>
    public long Budget { get; } = budget;

    /// <summary>Bytes that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>How often something was computed, not taken from what is kept.</summary>
    public long Computed { get; private set; }

    /// <summary>What is kept; null: it is not.</summary>
    internal IReadOnlyList<ResultArray>? Find(object key)
    {
        lock (_gate)
            return Kept(key);
    }

    /// <summary>What is kept, or is computed now.</summary>
    /// <param name="key">What it is made of.</param>
    /// <param name="compute">Computes it, and says whether it may be kept: what follows from incomplete data is not.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal async Task<IReadOnlyList<ResultArray>> GetAsync(
        object key, Func<CancellationToken, Task<(IReadOnlyList<ResultArray> Results, bool MayBeKept)>> compute,
        CancellationToken cancellationToken = default)
        => (await GetAsync(
            [key],
            async (_, cancel) =>
            {
                var (results, mayBeKept) = await compute(cancel).ConfigureAwait(false);
                return ([results], mayBeKept);
            },
            cancellationToken).ConfigureAwait(false))[0];

    /// <summary>What is kept of several things, and what is computed now of the others.</summary>
    /// <param name="keys">What they are made of, each another; equal keys are the same things.</param>
    /// <param name="compute">Computes those whose numbers it is given, and says whether they may be kept. It is cancelled when nobody waits
    /// for any of them.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal async Task<IReadOnlyList<IReadOnlyList<ResultArray>>> GetAsync(
        IReadOnlyList<object> keys,
        Func<IReadOnlyList<int>, CancellationToken, Task<(IReadOnlyList<IReadOnlyList<ResultArray>> Results, bool MayBeKept)>> compute,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new IReadOnlyList<ResultArray>?[keys.Count];
        var waits = new Dictionary<SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>>, Task>();
        var numbers = new (SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>> Work, int Number)[keys.Count];
        lock (_gate)
        {
            var missing = new List<int>();
            for (var i = 0; i < keys.Count; i++)
            {
                if ((found[i] = Kept(keys[i])) is not null)
                    continue;
                if (_running.TryGetValue(keys[i], out numbers[i]) && TryWait(numbers[i].Work))
                    continue;
                missing.Add(i);
            }

            if (missing.Count > 0)
            {
                var work = Begin([.. missing.Select(i => keys[i])], cancel => compute(missing, cancel));
                for (var number = 0; number < missing.Count; number++)
                    numbers[missing[number]] = _running[keys[missing[number]]] = (work, number);
                TryWait(work);
            }
        }

        await Task.WhenAll(waits.Values).ConfigureAwait(false);
        return [.. found.Select((results, i) => results ?? numbers[i].Work.Work.Result[numbers[i].Number])];

        bool TryWait(SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>> work)
        {
            if (waits.ContainsKey(work))
                return true;
            if (!work.TryEnter())
                return false;
            waits[work] = work.WaitAsync(cancellationToken);
            return true;
        }
    }

    /// <summary>Forgets what is kept of some keys, and does not keep what is being computed of them.</summary>
    /// <param name="isGone">Whether a key is one of them.</param>
    internal void Forget(Func<object, bool> isGone)
    {
        lock (_gate)
        {
            foreach (var key in _recent.Where(isGone).ToList())
                Remove(key);
            foreach (var key in _large.Keys.Where(isGone).ToList())
                _large.Remove(key);
            foreach (var key in _running.Keys.Where(isGone).ToList())
                _running.Remove(key);
        }
    }

    // Held by whoever holds the gate: the work ends behind it.
    private SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>> Begin(
        IReadOnlyList<object> keys,
        Func<CancellationToken, Task<(IReadOnlyList<IReadOnlyList<ResultArray>> Results, bool MayBeKept)>> compute)
    {
        SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>>? work = null;
        Computed += keys.Count;
        return work = new(async cancellationToken =>
        {
            IReadOnlyList<IReadOnlyList<ResultArray>> results = [];
            var mayBeKept = false;
            try
            {
                (results, mayBeKept) = await compute(cancellationToken).ConfigureAwait(false);
                return results;
            }
            finally
            {
                lock (_gate)
                {
                    for (var i = 0; i < keys.Count; i++)
                    {
                        if (!_running.TryGetValue(keys[i], out var running) || running.Work != work)
                            continue;   // forgotten, or begun anew
                        _running.Remove(keys[i]);
                        if (mayBeKept)
                            Add(keys[i], results[i]);
                    }
                }
            }
        });
    }

    private IReadOnlyList<ResultArray>? Kept(object key)
    {
        if (!_kept.TryGetValue(key, out var kept))
            return _large.TryGetValue(key, out var large) && large.TryGetTarget(out var alive) ? alive : null;
        _recent.Remove(kept.Place);
        _recent.AddFirst(kept.Place);
        return kept.Results;
    }

    private void Add(object key, IReadOnlyList<ResultArray> results)
    {
        foreach (var gone in _large.Where(static large => !large.Value.TryGetTarget(out _)).ToList())
            _large.Remove(gone.Key);
        var bytes = results.Sum(ResultBytes.Of);
        if (bytes > Budget)
        {
            _large[key] = new(results);
            foreach (var result in results)
                Together.AddOrUpdate(result, results);
            return;
        }

        _kept[key] = (results, bytes, _recent.AddFirst(key));
        Bytes += bytes;
        while (Bytes > Budget)
            Remove(_recent.Last!.Value);
    }

    private void Remove(object key)
    {
        if (!_kept.Remove(key, out var gone))
            return;
        _recent.Remove(gone.Place);
        Bytes -= gone.Bytes;
    }
}
