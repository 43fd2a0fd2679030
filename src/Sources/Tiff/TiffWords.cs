using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>What the first page says of the file: in a description by the program that wrote it, and in tags of makers.</summary>
internal sealed record TiffWords
{
    /// <summary>Axes over the pages, slow first; null: not said.</summary>
    public Extent? Scan { get; init; }

    /// <summary>One for each axis over the pages; empty: not said.</summary>
    public ImmutableArray<Axis> ScanAxes { get; init; } = [];

    /// <summary>Rows and columns; null: not calibrated.</summary>
    public (Axis Row, Axis Column)? Pixel { get; init; }

    /// <summary>Whether the program puts the frames one behind the other where it does not compress them.</summary>
    public bool IsInOnePiece { get; init; }

    /// <summary>Unit of the values; null: not said.</summary>
    public string? ValueUnit { get; init; }

    /// <summary>What is known of the experiment.</summary>
    public ImmutableArray<Fact> Facts { get; init; } = [];

    /// <summary>What is unusual.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Axes of a frame with square or oblong pixels; null: a size is none.</summary>
    /// <param name="height">Height of a pixel.</param>
    /// <param name="width">Width of a pixel.</param>
    /// <param name="unit">Their unit.</param>
    /// <param name="top">Where the first row lies.</param>
    /// <param name="left">Where the first column lies.</param>
    public static (Axis Row, Axis Column)? Sized(double? height, double? width, string? unit, double top = 0, double left = 0) =>
        height is { } h and not 0 && width is { } w and not 0 && unit is not null && double.IsFinite(h + w + top + left)
            ? (new("detector row", h, top, unit), new("detector column", w, left, unit))
            : null;
}
