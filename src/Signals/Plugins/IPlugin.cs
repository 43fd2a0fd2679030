using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Sources;

namespace Ronchi.Signals.Plugins;

/// <summary>
/// What an assembly of somebody else adds. A public class with a constructor without parameters that implements this is found in it.
/// </summary>
public interface IPlugin
{
    /// <summary>Formats of files. They are offered a file before those of Ronchi, in this order.</summary>
    IReadOnlyList<SourceFormat> Formats => [];

    /// <summary>Analyses: commands of <c>ronchi run</c>, requests over HTTP, forms of the page.</summary>
    IReadOnlyList<Analysis> Analyses => [];

    /// <summary>Frame operations, for pipelines and programs.</summary>
    IReadOnlyList<FrameOperation> FrameOperations => [];

    /// <summary>Executors, for <c>--executor NAME</c>.</summary>
    IReadOnlyList<ExecutorKind> Executors => [];
}
