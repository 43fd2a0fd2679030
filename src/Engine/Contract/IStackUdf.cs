using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A UDF that takes several whole frames at a time.</summary>
public interface IStackUdf
{
    /// <summary>Adds some frames to the results.</summary>
    /// <param name="tile">Whole frames.</param>
    /// <param name="task">The worker's buffers and task data.</param>
    void ProcessStack(in Tile tile, UdfTask task);
}
