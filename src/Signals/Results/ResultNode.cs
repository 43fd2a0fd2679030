using Ronchi.Engine;

namespace Ronchi.Signals;

/// <summary>Results of a signal as what arrays and values are made of.</summary>
/// <param name="signal">The signal.</param>
internal sealed class ResultNode(ResultSignal signal) : PassNode
{
    /// <inheritdoc/>
    public override object Frames => signal.Frames;

    private ResultSignal Signal => signal;

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<IReadOnlyList<ResultArray>>> ComputeAsync(
        IReadOnlyList<PassNode> nodes, CancellationToken cancellationToken) =>
        SignalPass.ComputeAsync([.. nodes.Cast<ResultNode>().Select(static node => node.Signal)], cancellationToken: cancellationToken);
}
