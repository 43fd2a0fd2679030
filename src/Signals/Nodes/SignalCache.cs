using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>What was computed of a scan, kept by what it says: nodes that are equal are computed once, also when several ask at the same time.</summary>
/// <param name="scan">The scan.</param>
/// <param name="maxBytes">Values that are kept; the ones that were asked for longest ago go first.</param>
public sealed class SignalCache(ResidentScan scan, long maxBytes = 256 << 20)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SignalNode, (ResultArray Values, LinkedListNode<SignalNode> Place)> _kept = [];
    private readonly LinkedList<SignalNode> _recent = [];
    private readonly Dictionary<SignalNode, Task<ResultArray>> _running = [];
    private long _bytes;

    /// <summary>The scan.</summary>
    public ResidentScan Scan { get; } = scan;

    /// <summary>Bytes of the values that are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>Nodes that were computed, not taken from what is kept.</summary>
    public long Computed { get; private set; }

    /// <summary>The values of a node, kept or computed now.</summary>
    /// <param name="node">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the computing that this call began; who waits for the same begins anew.</param>
    /// <exception cref="FormatException">A text of the node makes no sense.</exception>
    /// <exception cref="ArgumentException">The node does not fit the scan.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ResultArray> GetAsync(SignalNode node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        while (true)
        {
            Task<ResultArray>? running;
            TaskCompletionSource<ResultArray>? mine = null;
            lock (_gate)
            {
                if (_kept.TryGetValue(node, out var kept))
                {
                    _recent.Remove(kept.Place);
                    _recent.AddFirst(kept.Place);
                    return kept.Values;
                }

                if (!_running.TryGetValue(node, out running))
                {
                    mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    _running[node] = mine.Task;
                    Computed++;
                }
            }

            if (mine is not null)
                return await ComputeAsync(node, mine, cancellationToken).ConfigureAwait(false);
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

    private async Task<ResultArray> ComputeAsync(SignalNode node, TaskCompletionSource<ResultArray> mine, CancellationToken cancellationToken)
    {
        try
        {
            bool isComplete = Scan.IsComplete;   // what follows from a part of the scan is not kept
            var values = await node.ComputeAsync(this, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                _running.Remove(node);
                if (isComplete)
                    Keep(node, values);
            }

            mine.SetResult(values);
            return values;
        }
        catch (Exception e)
        {
            lock (_gate)
                _running.Remove(node);
            if (e is OperationCanceledException)
                mine.SetCanceled(CancellationToken.None);
            else
                mine.SetException(e);
            _ = mine.Task.Exception;   // seen: it is thrown here, too
            throw;
        }
    }

    private void Keep(SignalNode node, ResultArray values)
    {
        _kept[node] = (values, _recent.AddFirst(node));
        _bytes += Size(values);
        while (_bytes > maxBytes && _recent.Last is { } last && last != _recent.First)
        {
            _recent.RemoveLast();
            _kept.Remove(last.Value, out var oldest);
            _bytes -= Size(oldest.Values);
        }
    }

    private static long Size(ResultArray values) => values.Values.LongLength * values.ElementType.Size();
}
