using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>One block of a cube: <see cref="BlockLayout.Frames"/> values for each pixel.</summary>
/// <param name="Address">Where it lies; 0: nothing was recorded there, or it is not loaded yet.</param>
/// <param name="Type">Type of its values: that of the source, or a narrower one into which all of them fit.</param>
/// <param name="NoData">Places of values that are no measurement; the block holds 0 there. Null: none.</param>
internal readonly unsafe record struct CubeBlock(nint Address, ElementType Type, int[]? NoData)
{
    public bool IsEmpty => Address == 0;

    /// <summary>The values of all pixels.</summary>
    public Span<T> Values<T>(int pixels)
        where T : unmanaged
        => new((void*)Address, pixels * BlockLayout.Frames);
}
