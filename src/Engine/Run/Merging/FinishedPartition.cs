namespace Ronchi.Engine.Run;

/// <summary>What all UDFs of a run have found in one partition, on its way to be merged.</summary>
public sealed class FinishedPartition
{
    internal FinishedPartition(int number, int version, IReadOnlyList<FinishedUdf> udfs)
    {
        Number = number;
        Version = version;
        Udfs = udfs;
    }

    /// <summary>Number of the partition in scan order.</summary>
    public int Number { get; }

    /// <summary>Number of the parameters that it was carried out with (<see cref="PartitionWork.Version"/>).</summary>
    public int Version { get; }

    /// <summary>
    /// Whether its frames, which are held for a while only, were gone before they could be read: what is still there is handed out again.
    /// </summary>
    public bool IsMissed => Udfs.Count == 0;

    /// <summary>Whether it can be written as bytes: buffers of objects exist in one process only.</summary>
    public bool HasBytes => Udfs.All(static udf => udf.Buffers.All(static part => part.Objects is null));

    internal IReadOnlyList<FinishedUdf> Udfs { get; }

    /// <summary>Everything as bytes, for another process on a machine with the same byte order.</summary>
    /// <exception cref="InvalidOperationException">A buffer holds objects.</exception>
    public byte[] ToBytes() => HasBytes
        ? FinishedPartitionBytes.Write(this)
        : throw new InvalidOperationException(
            $"Partition {Number} has a buffer of objects, which exist in one process only: run this UDF with an executor of this process.");

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are cut off, or are no partition.</exception>
    public static FinishedPartition FromBytes(ReadOnlySpan<byte> bytes) => FinishedPartitionBytes.Read(bytes);
}
