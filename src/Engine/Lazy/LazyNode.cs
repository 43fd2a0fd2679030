namespace Ronchi.Engine.Lazy;

/// <summary>Something that is computed once, when somebody asks for it, from other such things.</summary>
public abstract class LazyNode
{
    // Graphs share nodes: beginning to compute is a matter of microseconds, and one at a time.
    private static readonly Lock Gate = new();

    private protected LazyNode(params IReadOnlyList<LazyNode> inputs) => Inputs = inputs;

    /// <summary>What it is made of.</summary>
    public IReadOnlyList<LazyNode> Inputs { get; }

    /// <summary>Whether its computation has begun, and has not failed.</summary>
    public abstract bool HasBegun { get; }

    /// <summary>Computes several things together: whatever their parts need from the same frames comes from one pass over them.</summary>
    /// <param name="nodes">What to compute.</param>
    /// <param name="cancellationToken">Ends the waiting; a pass that nobody waits for any more is cancelled.</param>
    /// <exception cref="RunException">A UDF threw. Nothing of it is remembered: asked again, it is computed again.</exception>
    public static async Task ComputeAsync(IReadOnlyList<LazyNode> nodes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        cancellationToken.ThrowIfCancellationRequested();
        var passes = new List<LazyPass>();
        Task work;
        lock (Gate)
        {
            var order = Order(nodes);
            var begun = new HashSet<LazyNode>(order.OfType<LazyRun>().Where(static run => !run.HasBegun));
            foreach (var group in begun.Cast<LazyRun>().GroupBy(static run => run.Key).ToList())
                LazyPass.Begin([.. group]);
            // What waits for a pass that was cancelled begins again with it.
            foreach (var node in order.Where(node => node is not LazyRun && (!node.HasBegun || node.Inputs.Any(begun.Contains))))
            {
                node.Begin();
                begun.Add(node);
            }

            foreach (var run in order.OfType<LazyRun>())
            {
                if (run.Pass is { } pass && !passes.Contains(pass) && pass.Enter())
                    passes.Add(pass);
            }

            work = Task.WhenAll(nodes.Select(static node => node.Work));
        }

        try
        {
            await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var pass in passes)
                pass.Leave();
        }
    }

    /// <summary>The computation that has begun.</summary>
    internal abstract Task Work { get; }

    /// <summary>Begins to compute; inputs have begun.</summary>
    internal abstract void Begin();

    // Every node behind its inputs; without recursion, as chains may be long.
    private static List<LazyNode> Order(IReadOnlyList<LazyNode> roots)
    {
        var order = new List<LazyNode>();
        var seen = new HashSet<LazyNode>();
        var stack = new Stack<(LazyNode Node, int Next)>();
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
