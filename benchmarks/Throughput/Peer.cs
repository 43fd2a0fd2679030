namespace Ronchi.Throughput;

/// <summary>
/// What a metric is compared with: code measured turn by turn with ours, a program measured in the same run, or a published figure.
/// </summary>
internal sealed class Peer
{
    private Peer(string name) => Name = name;

    public string Name { get; }

    /// <summary>One call that does the same work as the metric's; null where <see cref="Figure"/> tells.</summary>
    public Action? Call { get; private init; }

    /// <summary>Items that <see cref="Call"/> handles; null = as many as ours.</summary>
    public double? Items { get; private init; }

    /// <summary>The figure in the metric's unit.</summary>
    public double Figure { get; private init; }

    /// <summary>How the figure was come by: <c>same run</c> or <c>published</c>.</summary>
    public string Measured { get; private init; } = "same run";

    /// <summary>Runs <paramref name="call"/> interleaved with ours, so that noise hits both.</summary>
    public static Peer SameRun(string name, Action call, double? items = null) => new(name) { Call = call, Items = items };

    /// <summary>A figure that somebody else measured elsewhere.</summary>
    public static Peer FromPublication(string name, double value) => new(name) { Figure = value, Measured = "published" };

    /// <summary>A program that was measured by itself, in the same run.</summary>
    /// <param name="name">Whose figure it is.</param>
    /// <param name="figure">In the metric's unit.</param>
    public static Peer OfProgram(string name, double figure) => new(name) { Figure = figure };
}
