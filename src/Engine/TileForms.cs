using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Sets of tile forms, for <see cref="Udf.Forms"/> and for restricting a run.</summary>
public static class TileForms
{
    /// <summary>Forms that every processor core understands.</summary>
    public static IReadOnlyList<TileForm> Cpu { get; } = [TileForm.Blocked, TileForm.Sparse, TileForm.BitPlanes, TileForm.Pixels];

    /// <summary>Every value is there.</summary>
    public static IReadOnlyList<TileForm> Dense { get; } = [TileForm.Pixels];

    /// <summary>Only what is not 0 is there.</summary>
    public static IReadOnlyList<TileForm> Sparse { get; } = [TileForm.Sparse];

    /// <summary>Forms in the memory of an accelerator.</summary>
    public static IReadOnlyList<TileForm> Device { get; } = [TileForm.Device];

    /// <summary>Forms in which frames are rows of a matrix, with a flat detector.</summary>
    public static IReadOnlyList<TileForm> TwoDimensional { get; } = [TileForm.Sparse, TileForm.BitPlanes];

    /// <summary>Forms that keep the axes of the detector.</summary>
    public static IReadOnlyList<TileForm> AnyDimensions { get; } = [TileForm.Pixels, TileForm.Device];

    /// <summary>All that are recommended, the cheapest first.</summary>
    public static IReadOnlyList<TileForm> All { get; } = [TileForm.Blocked, TileForm.Sparse, TileForm.BitPlanes, TileForm.Pixels];
}
