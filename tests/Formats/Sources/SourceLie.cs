namespace Ronchi.Tests.Sources;

/// <summary>What is wrong with a <see cref="LyingSource"/>.</summary>
public enum SourceLie
{
    /// <summary>Nothing: it must pass.</summary>
    None,

    /// <summary>Frames are one place further than they say.</summary>
    Misplaces,

    /// <summary>Tiles hold more frames than were asked for.</summary>
    GivesTooMany,

    /// <summary>The last frame of a range is missing.</summary>
    StopsEarly,

    /// <summary>The first byte of the last pixel is wrong.</summary>
    AtTheLastPixel,

    /// <summary>A range outside the scan is taken.</summary>
    TakesAnyRange,

    /// <summary>The second time a reader gives something else.</summary>
    ChangesTheSecondTime,

    /// <summary>In bit planes the raw pixels behind the last block are wrong.</summary>
    AtTheRawTail,

    /// <summary>A plane is said to be empty that is not.</summary>
    HidesAPlane,

    /// <summary>Sparse rows lack their last value.</summary>
    InSparseRows,

    /// <summary>Blocks say of no value that it is "no data".</summary>
    ForgetsNoData,

    /// <summary>A form is read that is not announced.</summary>
    ReadsAnything,

    /// <summary>Pixels are not among the forms.</summary>
    HasNoPixels,
}
