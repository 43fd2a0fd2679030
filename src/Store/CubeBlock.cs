using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>One block of a cube: 64 values for each pixel.</summary>
/// <param name="Address">Where it lies; 0: nothing was recorded there.</param>
/// <param name="IsNarrow">Whether its values are u8, while the source's are wider.</param>
/// <param name="HasNoData">Whether a value that counts is the largest of its type, which means that it is no measurement.</param>
internal readonly unsafe record struct CubeBlock(nint Address, bool IsNarrow, bool HasNoData)
{
    public bool IsEmpty => Address == 0;

    /// <summary>The values of all pixels.</summary>
    public Span<T> Values<T>(int pixels)
        where T : unmanaged
        => new((void*)Address, pixels * BlockedSum.Frames);
}
