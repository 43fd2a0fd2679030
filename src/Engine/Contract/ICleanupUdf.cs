namespace Ronchi.Engine;

/// <summary>A UDF that gives something back after each partition.</summary>
public interface ICleanupUdf
{
    /// <summary>Called by the worker after a partition is processed and post-processed.</summary>
    /// <param name="task">The worker's buffers and task data.</param>
    void Cleanup(UdfTask task);
}
