namespace Ronchi.Kernels.Blocked;

/// <summary>How frames lie in a block: the values of pixel 0 in all its frames, then those of pixel 1, and so on.</summary>
public static class BlockLayout
{
    /// <summary>
    /// Frames of a block. Virtual images read a stretch of that many values for each pixel: 64 leave a third of the memory's bandwidth
    /// unused, 256 gain little more (docs/performance.md).
    /// </summary>
    public const int Frames = 128;

    /// <summary>
    /// Frames that are worked on at a time while a block is filled: their values of one pixel are a cache line of 16-bit numbers.
    /// </summary>
    public const int Lanes = 32;
}
