namespace Ronchi.Sources.Tiff;

/// <summary>Which pages of a file are the frames of a scan.</summary>
/// <param name="Pixels">What each of them shows.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Numbers">Their numbers; null: the first ones of the file.</param>
/// <param name="Equal">Where their pixels lie, if that is at equal distances, uncompressed: the first and the step. Null: anywhere.</param>
internal sealed record TiffPageList(TiffPixels Pixels, long Count, long[]? Numbers = null, (long First, long Step)? Equal = null)
{
    // Wider gaps are better not read.
    private const int MostGap = 64 << 10;

    /// <summary>Whether there should be more, and the file ends before.</summary>
    public bool IsCut { get; init; }

    /// <summary>Number of the page of a frame.</summary>
    public long Number(long frame) => Numbers is null ? frame : Numbers[frame];

    /// <summary>Pages whose pixels begin at these places, all uncompressed.</summary>
    public static (long First, long Step)? Distance(TiffPixels pixels, IReadOnlyList<long> places)
    {
        var step = places.Count > 1 ? places[1] - places[0] : pixels.FrameBytes;
        if (step < pixels.FrameBytes || step - pixels.FrameBytes > MostGap)
            return null;
        for (var i = 1; i < places.Count; i++)
        {
            if (places[i] - places[i - 1] != step)
                return null;
        }

        return (places[0], step);
    }
}
