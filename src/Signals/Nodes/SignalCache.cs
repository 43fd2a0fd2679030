using Ronchi.Engine;

namespace Ronchi.Signals.Nodes;

/// <summary>What was computed of a scan in memory, kept by what it says in the <see cref="ResultCache"/> of its session: nodes that are equal are computed once, also when several ask at the same time.</summary>
/// <param name="scan">The scan.</param>
public sealed class SignalCache(ResidentScan scan)
{
    /// <summary>The scan.</summary>
    public ResidentScan Scan { get; } = scan;

    /// <summary>The values of a node, kept or computed now.</summary>
    /// <param name="node">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the computing that this call began; who waits for the same begins anew.</param>
    /// <exception cref="FormatException">A text of the node makes no sense.</exception>
    /// <exception cref="ArgumentException">The node does not fit the scan.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ResultArray> GetAsync(SignalNode node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        var results = await Scan.Scan.Session.Results.GetAsync(
            new ResultKey(Scan.Scan, node),
            async cancel =>
            {
                bool isComplete = Scan.IsComplete;   // what follows from a part of the scan is not kept
                return ((IReadOnlyList<ResultArray>)[await node.ComputeAsync(this, cancel).ConfigureAwait(false)], isComplete);
            },
            cancellationToken).ConfigureAwait(false);
        return results[0];
    }
}
