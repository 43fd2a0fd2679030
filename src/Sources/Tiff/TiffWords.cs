using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>What the first page says of the file: in a description by the program that wrote it, and in tags of makers.</summary>
internal sealed record TiffWords
{
    private const double InchMicrometres = 25_400;
    private const double CentimetreMicrometres = 10_000;

    // Coarser pixels are those of paper: 1/2540 inch.
    private const double CoarsestMicrometres = 10;

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

    /// <summary>Reads what the first page says.</summary>
    /// <param name="directory">Its tags.</param>
    /// <param name="pixels">Its pixels.</param>
    public static TiffWords Of(TiffDirectory directory, TiffPixels pixels)
    {
        string[] descriptions = [.. directory.Texts(TiffTag.ImageDescription)];
        var words = descriptions.Select(text => ImageJWords.Of(text, directory) ?? OmeWords.Of(text, pixels.Samples) ?? ShapedWords.Of(text, pixels))
            .FirstOrDefault(static found => found is not null) ?? new();
        words = MakerWords.Add(words, directory, descriptions);
        return words.Pixel is null && Resolution(directory) is { } pixel
            ? words with { Pixel = pixel, Facts = words.Facts.Add(new("pixel_size_origin", "resolution tags of the TIFF file")) }
            : words;
    }

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

    // Pixels to the inch or centimetre are a calibration where they are finer than any paper.
    private static (Axis Row, Axis Column)? Resolution(TiffDirectory directory)
    {
        var micrometres = directory.Number(TiffTag.ResolutionUnit, 2) switch
        {
            2 => InchMicrometres,
            3 => CentimetreMicrometres,
            _ => 0,
        };
        if (micrometres == 0 || directory.Real(TiffTag.XResolution) is not (> 0 and var x)
            || directory.Real(TiffTag.YResolution) is not (> 0 and var y))
            return null;
        var (width, height) = (micrometres / x, micrometres / y);
        if (width >= CoarsestMicrometres || height >= CoarsestMicrometres)
            return null;
        return width < 0.01 ? Sized(height * 1000, width * 1000, "nm") : Sized(height, width, "µm");
    }
}
