namespace Ronchi.Frames;

/// <summary>How the values of a tile lie in memory.</summary>
public enum TileForm
{
    /// <summary>Dense values of the source's element type, frame after frame, each detector row-major.</summary>
    Pixels,

    /// <summary>
    /// Decoded but not unshuffled: plane <i>p</i> is bit <i>p</i> of every pixel as a bitmap. See <see cref="BitPlanes"/>.
    /// </summary>
    BitPlanes,

    /// <summary>Only the pixels that are not 0, in compressed sparse rows. See <see cref="SparseFrames"/>.</summary>
    Sparse,

    /// <summary>Dense values pixel by pixel, in blocks of frames. See <see cref="BlockedFrames"/>.</summary>
    Blocked,

    /// <summary>
    /// Dense values in the memory of an accelerator. The engine makes it from dense values for UDFs that take it, on workers that have an
    /// accelerator.
    /// </summary>
    Device,
}
