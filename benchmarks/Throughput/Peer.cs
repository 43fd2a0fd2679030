namespace Ronchi.Throughput;

/// <summary>What a metric is compared with: code measured in the same run, turn by turn with ours, or a published figure.</summary>
internal sealed class Peer
{
    private Peer(string name) => Name = name;

    public string Name { get; }

    /// <summary>One call that does the same work as the metric's; null when <see cref="Published"/>.</summary>
    public Action? Call { get; private init; }

    /// <summary>Items that <see cref="Call"/> handles; null = as many as ours.</summary>
    public double? Items { get; private init; }

    /// <summary>The figure in the metric's unit, from a publication.</summary>
    public double Published { get; private init; }

    /// <summary>Runs <paramref name="call"/> interleaved with ours, so that noise hits both.</summary>
    public static Peer SameRun(string name, Action call, double? items = null) => new(name) { Call = call, Items = items };

    /// <summary>A figure that somebody else measured elsewhere.</summary>
    public static Peer FromPublication(string name, double value) => new(name) { Published = value };
}
