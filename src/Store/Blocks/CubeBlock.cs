using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>One block of a cube: <see cref="BlockLayout.Frames"/> values for each pixel.</summary>
/// <remarks>An object, so that a block appears and disappears for its readers in one piece.</remarks>
/// <param name="Address">Where it lies.</param>
/// <param name="Type">Type of its values: that of the source, or a narrower one into which all of them fit.</param>
/// <param name="NoData">Places of values that are no measurement; the block holds 0 there. Null: none.</param>
internal sealed unsafe record CubeBlock(nint Address, ElementType Type, int[]? NoData)
{
    /// <summary>The values of all pixels.</summary>
    public Span<T> Values<T>(int pixels)
        where T : unmanaged
        => new((void*)Address, pixels * BlockLayout.Frames);

    /// <summary>Bytes that it takes.</summary>
    public long Bytes(int pixels) => (long)pixels * BlockLayout.Frames * Type.Size();
}
