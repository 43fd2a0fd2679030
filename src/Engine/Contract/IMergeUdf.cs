namespace Ronchi.Engine;

/// <summary>A UDF that merges buffers in its own way instead of by their <see cref="MergeRule"/>s.</summary>
public interface IMergeUdf
{
    /// <summary>
    /// Whether <see cref="Merge"/> is called for each partition, with buffers that were fresh when it began; else for what a worker
    /// gathered over several partitions, which is cheaper.
    /// </summary>
    bool MergesEachPartition => true;

    /// <summary>Adds what a worker has found. Called for one worker at a time, in any order unless the run asks for order.</summary>
    /// <param name="into">Merged buffers of the whole data set; <see cref="UdfTask.ValidScan"/> are the positions that were merged
    /// before.</param>
    /// <param name="from">The worker's buffers; <see cref="UdfTask.Runs"/> are the positions that they hold. Scan buffers are shared by all
    /// workers and are merged already.</param>
    void Merge(UdfTask into, UdfTask from);
}
