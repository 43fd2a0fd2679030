namespace Ronchi.Engine.Run;

/// <summary>Every kind of executor of the engine: one line each.</summary>
public static class KnownExecutors
{
    /// <summary>All kinds; the first is used unless another is asked for.</summary>
    public static IReadOnlyList<ExecutorKind> All { get; } =
    [
        new("threads", "on threads of this process", static workers => new CpuExecutor(workers)),
        new("inline", "on the calling thread, for debugging", static _ => new InlineExecutor()) { HasOneThread = true },
        new("delayed", "on threads, merged in scan order at the end", static workers => new DelayedExecutor(workers)),
        new("pipelined", "one thread reads, the others compute", static workers => new PipelinedExecutor(workers)),
    ];
}
