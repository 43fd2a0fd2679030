using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A UDF that needs all frames of a partition at once, because it goes over them several times.</summary>
/// <remarks>
/// A partition is some frames that follow one another among those selected, a few megabytes; it forces nothing on other UDFs of the run.
/// Where the region of interest has gaps they lie in several runs of the scan (<see cref="UdfTask.Runs"/>), while tile and views hold them
/// in one piece.
/// </remarks>
public interface IPartitionUdf
{
    /// <summary>Adds a partition to the results.</summary>
    /// <param name="partition">Its frames.</param>
    /// <param name="task">The worker's buffers and task data.</param>
    void ProcessPartition(in Tile partition, UdfTask task);
}
