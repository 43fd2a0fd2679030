using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Sources;

namespace Ronchi.Signals.Plugins;

/// <summary>A plug-in that was loaded: everything that one assembly adds.</summary>
/// <param name="Name">Name of the assembly.</param>
/// <param name="Path">Its file.</param>
public sealed record Plugin(string Name, string Path)
{
    /// <summary>Its formats.</summary>
    public IReadOnlyList<SourceFormat> Formats { get; init; } = [];

    /// <summary>Its analyses.</summary>
    public IReadOnlyList<Analysis> Analyses { get; init; } = [];

    /// <summary>Its frame operations.</summary>
    public IReadOnlyList<FrameOperation> FrameOperations { get; init; } = [];

    /// <summary>Its executors.</summary>
    public IReadOnlyList<ExecutorKind> Executors { get; init; } = [];
}
