namespace Ronchi.Engine;

/// <summary>A UDF that can merge all partitions in one step, in scan order; used by the delayed executor.</summary>
public interface IMergeAllUdf
{
    /// <summary>Makes the merged buffers from those of all partitions.</summary>
    /// <param name="partitions">Buffers of each partition, in flat scan order.</param>
    /// <returns>Arrays by buffer name, each of the declared shape and .NET type: scan buffers hold the selected positions without gaps. A
    /// buffer that is left out holds zeros.</returns>
    IReadOnlyDictionary<string, Array> MergeAll(IReadOnlyList<PartitionBuffers> partitions);
}
