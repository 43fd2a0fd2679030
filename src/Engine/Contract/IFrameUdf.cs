using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A UDF that takes one whole frame at a time.</summary>
public interface IFrameUdf
{
    /// <summary>Adds a frame to the results.</summary>
    /// <param name="frame">A tile of one frame.</param>
    /// <param name="task">The worker's buffers and task data.</param>
    void ProcessFrame(in Tile frame, UdfTask task);
}
