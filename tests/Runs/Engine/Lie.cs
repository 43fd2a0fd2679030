namespace Ronchi.Tests.Engine;

/// <summary>What is wrong with a <see cref="LyingUdf"/>.</summary>
public enum Lie
{
    /// <summary>Nothing: it must pass.</summary>
    None,

    /// <summary>Sparse rows: the last stored value of each frame is missed.</summary>
    InSparseRows,

    /// <summary>Blocks: frames are taken from the beginning of the block.</summary>
    InBlocks,

    /// <summary>Bit planes: planes behind the eighth are missed.</summary>
    InBitPlanes,

    /// <summary>Bit planes: the raw pixels behind the last block are missed.</summary>
    AtTheRawTail,

    /// <summary>Values of int16 are taken for uint8.</summary>
    InOneType,

    /// <summary>"No data" values are counted.</summary>
    WithNoDataValues,

    /// <summary>Among floats only.</summary>
    WithNoDataAmongFloats,

    /// <summary>In blocks "no data" values are counted as measured zeros.</summary>
    WithNoDataInBlocks,

    /// <summary>Masked pixels are counted.</summary>
    WithMaskedPixels,

    /// <summary>It fails where no frame went in.</summary>
    OnARegionOfNothing,

    /// <summary>It fails on a scan of one frame.</summary>
    OnOneFrame,

    /// <summary>It writes into the frame that it was lent.</summary>
    WritesIntoFrames,

    /// <summary>The last partition that is merged wins.</summary>
    LastMergeWins,

    /// <summary>Merging forgets what was merged before.</summary>
    MergeOverwrites,

    /// <summary>It writes into the entry of the next position.</summary>
    WritesBesideItsPartition,

    /// <summary>It remembers frames between runs.</summary>
    RemembersTheRunBefore,

    /// <summary>It divides by the frames of a tile.</summary>
    DependsOnTiles,

    /// <summary>It says that it reads fewer pixels than it does.</summary>
    ReadsOutsideItsSupport,

    /// <summary>It numbers frames within a partition.</summary>
    DependsOnPartitions,

    /// <summary>It makes a result of another shape than declared.</summary>
    DeclaresOther,
}
