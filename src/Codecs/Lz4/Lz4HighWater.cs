namespace Ronchi.Codecs.Lz4;

/// <summary>
/// Decoded bit planes end in kilobytes of zeros. A destination that is used again remembers where its zeros begin, so only what was dirty
/// is cleared.
/// </summary>
internal static unsafe class Lz4HighWater
{
    /// <summary>Shorter runs of zeros are simply written.</summary>
    public const int ShortestRun = 512;

    /// <summary>Where the zeros of a finished block begin.</summary>
    /// <param name="destination">The block.</param>
    /// <param name="end">Its end.</param>
    /// <param name="runStart">Start of the last long run of zeros; null for none.</param>
    /// <param name="runEnd">Its end.</param>
    public static int Of(byte* destination, byte* end, byte* runStart, byte* runEnd)
    {
        if (runStart == null)
            return (int)(end - destination);
        bool zeros = !new ReadOnlySpan<byte>(runEnd, (int)(end - runEnd)).ContainsAnyExcept((byte)0);
        return (int)((zeros ? runStart : end) - destination);
    }

    /// <summary>
    /// How much of a run of zeros must be written: to where the old contents are known to be zero, and over what earlier wide stores left
    /// ahead.
    /// </summary>
    public static byte* ClearTo(byte* runStart, byte* runEnd, byte* dirtyEnd, int overshoot)
    {
        byte* to = dirtyEnd < runStart + overshoot ? runStart + overshoot : dirtyEnd;
        return to < runEnd ? to : runEnd;
    }
}
