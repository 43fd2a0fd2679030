namespace Ronchi.Codecs;

/// <summary>How decoding ended. Anything but <see cref="Done"/> leaves the destination undefined, never touched outside.</summary>
public enum DecodeStatus
{
    /// <summary>Everything was decoded.</summary>
    Done,

    /// <summary>The input ends before the data does.</summary>
    Truncated,

    /// <summary>The bytes contradict the format: a match before the start, a block of the wrong length, an impossible header.</summary>
    Corrupt,

    /// <summary>The data is longer than the destination.</summary>
    DestinationTooSmall,

    /// <summary>A sound header describes other data than the caller expects: another size, another block length.</summary>
    Mismatch,
}
