namespace Ronchi.Engine;

/// <summary>In what portions a UDF gets the data.</summary>
public enum UdfMethod
{
    /// <summary>Some frames × a rectangular region of the detector: <see cref="ITileUdf"/>.</summary>
    Tile,

    /// <summary>Some whole frames: <see cref="IStackUdf"/>.</summary>
    Stack,

    /// <summary>One whole frame: <see cref="IFrameUdf"/>.</summary>
    Frame,

    /// <summary>All frames of a partition: <see cref="IPartitionUdf"/>.</summary>
    Partition,
}
