namespace Ronchi.Engine.Run;

/// <summary>A kind of executor that is offered by name.</summary>
/// <param name="Name">What <c>--executor</c> calls it.</param>
/// <param name="Summary">What it is for, a phrase.</param>
/// <param name="Create">Makes one with so many workers; 0: as many as suit the machine.</param>
public sealed record ExecutorKind(string Name, string Summary, Func<int, Executor> Create)
{
    /// <summary>Whether it works in one thread, so that no number of workers can be asked for.</summary>
    public bool HasOneThread { get; init; }
}
