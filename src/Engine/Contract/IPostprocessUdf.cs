namespace Ronchi.Engine;

/// <summary>A UDF that does something more once a partition is completely processed.</summary>
public interface IPostprocessUdf
{
    /// <summary>
    /// Called by the worker after the last tile of a partition, before its buffers are merged; may fill buffers that nothing else fills.
    /// </summary>
    /// <param name="task">Buffers of the partition; <see cref="UdfTask.Runs"/> are its scan positions.</param>
    void Postprocess(UdfTask task);
}
