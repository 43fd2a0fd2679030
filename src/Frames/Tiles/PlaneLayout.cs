namespace Ronchi.Frames;

/// <summary>How one frame is cut into blocks of bit planes (bitshuffle: github.com/kiyo-masui/bitshuffle, HDF5 filter 32008).</summary>
/// <param name="ElementBytes">Bytes of one pixel: 1, 2 or 4, little-endian; a block has 8 × as many planes.</param>
/// <param name="FrameElements">Pixels of one frame.</param>
/// <param name="BlockElements">Pixels of a full block, a multiple of 8.</param>
/// <remarks>Full blocks come first, then one short block of the rest rounded down to a multiple of 8 pixels, then
/// 0…7 raw pixels (<see cref="TailElements"/>).</remarks>
public readonly record struct PlaneLayout(int ElementBytes, int FrameElements, int BlockElements)
{
    /// <summary>Pixels at the end of a frame that lie in no block.</summary>
    public int TailElements => FrameElements % 8;

    /// <summary>Blocks of one frame, the short one included.</summary>
    public int BlockCount => ((FrameElements - TailElements) + BlockElements - 1) / BlockElements;

    /// <summary>Planes of a block: bits of a pixel.</summary>
    public int PlaneCount => ElementBytes * 8;

    /// <summary>
    /// Bytes of one plane of <paramref name="block"/>; a frame's bitmap cut at <c>block × BlockElements / 8</c> lies beside it.
    /// </summary>
    public int PlaneBytes(int block) => Math.Min(BlockElements, FrameElements - TailElements - (block * BlockElements)) / 8;

    /// <summary>Where the bitmap of <paramref name="block"/> begins in a bitmap of the frame, in bytes.</summary>
    public int BitmapOffset(int block) => block * (BlockElements / 8);
}
