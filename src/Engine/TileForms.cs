using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Sets of tile forms, for <see cref="Udf.Forms"/> and for restricting a run.</summary>
public static class TileForms
{
    /// <summary>Forms that every processor core understands.</summary>
    public static IReadOnlyList<TileForm> Cpu { get; } = [TileForm.BitPlanes, TileForm.Pixels];

    /// <summary>Every value is there.</summary>
    public static IReadOnlyList<TileForm> Dense { get; } = [TileForm.Pixels];

    /// <summary>All that are recommended.</summary>
    public static IReadOnlyList<TileForm> All { get; } = [TileForm.BitPlanes, TileForm.Pixels];
}
