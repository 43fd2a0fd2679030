namespace Ronchi.Frames;

/// <summary>Consecutive frames in flat scan order.</summary>
/// <param name="Start">Flat scan index of the first frame.</param>
/// <param name="Count">Number of frames.</param>
public readonly record struct FrameRange(long Start, int Count)
{
    /// <summary>Flat scan index behind the last frame.</summary>
    public long End => Start + Count;
}
