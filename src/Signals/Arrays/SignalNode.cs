namespace Ronchi.Signals;

/// <summary>Something that is computed once, when somebody asks for it, from results of signals and from other such things.</summary>
public abstract class SignalNode
{
    // Graphs share nodes: beginning to compute is a matter of microseconds, and one at a time.
    private static readonly Lock Gate = new();

    private protected SignalNode(params IReadOnlyList<SignalNode> inputs) => Inputs = inputs;

    /// <summary>Whether its computation has begun, and has not failed.</summary>
    public abstract bool HasBegun { get; }

    /// <summary>What it is made of.</summary>
    internal IReadOnlyList<SignalNode> Inputs { get; }

    /// <summary>The computation that has begun.</summary>
    internal abstract Task Work { get; }

    /// <summary>Computes several things together: whatever their parts need from the same frames comes from one pass over them.</summary>
    /// <param name="nodes">What to compute.</param>
    /// <param name="cancellationToken">Ends the waiting; a pass that nobody waits for any more is cancelled.</param>
    /// <exception cref="Ronchi.Engine.RunException">A UDF threw. Nothing of it is remembered: asked again, it is computed
    /// again.</exception>
    public static async Task ComputeAsync(IReadOnlyList<SignalNode> nodes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        cancellationToken.ThrowIfCancellationRequested();
        List<Task> waits;
        lock (Gate)
        {
            var order = Order(nodes);
            var entered = new HashSet<object>();
            var begun = new HashSet<SignalNode>();
            waits = [];
            foreach (var node in order.OfType<PassNode>())
            {
                if (!node.HasBegun || !Enter(node))
                    begun.Add(node);
            }

            foreach (var group in begun.Cast<PassNode>().GroupBy(static node => node.Frames).ToList())
            {
                PassNode.Begin([.. group]);
                Enter(group.First());
            }

            // What waits for a pass that was cancelled begins again with it.
            foreach (var node in order.Where(node => node is not PassNode && (!node.HasBegun || node.Inputs.Any(begun.Contains))))
            {
                node.Begin();
                begun.Add(node);
            }

            waits.Add(Task.WhenAll(nodes.Select(static node => node.Work)).WaitAsync(cancellationToken));

            bool Enter(PassNode node)
            {
                if (entered.Contains(node.Pass))
                    return true;
                if (!node.Pass.TryEnter())
                    return false;
                entered.Add(node.Pass);
                waits.Add(node.Pass.WaitAsync(cancellationToken));
                return true;
            }
        }

        await Task.WhenAll(waits).ConfigureAwait(false);
    }

    /// <summary>Begins to compute; inputs have begun.</summary>
    internal abstract void Begin();

    // Every node behind its inputs; without recursion, as chains may be long.
    private static List<SignalNode> Order(IReadOnlyList<SignalNode> roots)
    {
        var order = new List<SignalNode>();
        var seen = new HashSet<SignalNode>();
        var stack = new Stack<(SignalNode Node, int Next)>();
        foreach (var root in roots)
        {
            if (seen.Add(root))
                stack.Push((root, 0));
            while (stack.TryPop(out var at))
            {
                // What is done needs nothing any more.
                if (at.Next == at.Node.Inputs.Count || (at.Node.HasBegun && at.Node.Work.IsCompletedSuccessfully))
                {
                    order.Add(at.Node);
                    continue;
                }

                stack.Push((at.Node, at.Next + 1));
                if (seen.Add(at.Node.Inputs[at.Next]))
                    stack.Push((at.Node.Inputs[at.Next], 0));
            }
        }

        return order;
    }
}
