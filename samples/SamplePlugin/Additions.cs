using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Signals.Plugins;
using Ronchi.Sources;

namespace SamplePlugin;

/// <summary>What this assembly adds: the program looks for this class.</summary>
public sealed class Additions : IPlugin
{
    public IReadOnlyList<SourceFormat> Formats { get; } = [new TextFramesFormat()];

    public IReadOnlyList<Analysis> Analyses { get; } = [new BrightPixelsAnalysis()];

    public IReadOnlyList<FrameOperation> FrameOperations { get; } = [new LimitCountsStep()];

    public IReadOnlyList<ExecutorKind> Executors { get; } = [new(
        "background", "on threads that give way to every other program", static workers => new BackgroundExecutor(workers))];
}
