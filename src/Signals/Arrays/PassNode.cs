using Ronchi.Engine;

namespace Ronchi.Signals;

/// <summary>Results that one pass over frames computes together with others.</summary>
internal abstract class PassNode : SignalNode
{
    private SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>>? _pass;
    private int _number;

    protected PassNode()
        : base([])
    {
    }

    /// <summary>Nodes with equal ones go over the frames together.</summary>
    public abstract object Frames { get; }

    /// <inheritdoc/>
    public override bool HasBegun => _pass is { Work: { IsFaulted: false, IsCanceled: false }, IsAbandoned: false };

    /// <summary>The pass that computes it.</summary>
    public SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>> Pass => _pass!;

    /// <summary>The results of a pass that has ended.</summary>
    public IReadOnlyList<ResultArray> Results => Pass.Work.Result[_number];

    internal override Task Work => Pass.Work;

    /// <summary>Begins a pass.</summary>
    /// <param name="nodes">What it computes: all of the same frames.</param>
    public static void Begin(IReadOnlyList<PassNode> nodes)
    {
        var pass = new SharedWork<IReadOnlyList<IReadOnlyList<ResultArray>>>(
            cancellationToken => nodes[0].ComputeAsync(nodes, cancellationToken));
        for (var i = 0; i < nodes.Count; i++)
            (nodes[i]._pass, nodes[i]._number) = (pass, i);
    }

    /// <summary>Computes the results of nodes of the same frames.</summary>
    /// <param name="nodes">The nodes; this one is the first.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    protected abstract Task<IReadOnlyList<IReadOnlyList<ResultArray>>> ComputeAsync(
        IReadOnlyList<PassNode> nodes, CancellationToken cancellationToken);

    internal override void Begin()
    {
        // The pass has begun.
    }
}
