using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>Reads what the first page of a file says of all of them.</summary>
internal static class FirstPage
{
    private const double InchMicrometres = 25_400;
    private const double CentimetreMicrometres = 10_000;

    // Coarser pixels are those of paper: 1/2540 inch.
    private const double CoarsestMicrometres = 10;

    /// <summary>Reads what the first page says.</summary>
    /// <param name="directory">Its tags.</param>
    /// <param name="pixels">Its pixels.</param>
    public static TiffWords Read(TiffDirectory directory, TiffPixels pixels)
    {
        string[] descriptions = [.. directory.Texts(TiffTag.ImageDescription)];
        var words = descriptions
            .Select(text => ImageJWords.Of(text, directory) ?? OmeWords.Of(text, pixels.Samples) ?? ShapedWords.Of(text, pixels))
            .FirstOrDefault(static found => found is not null) ?? new();
        words = MakerWords.Add(words, directory, descriptions);
        return words.Pixel is null && Resolution(directory) is { } pixel
            ? words with { Pixel = pixel, Facts = words.Facts.Add(new("pixel_size_origin", "resolution tags of the TIFF file")) }
            : words;
    }

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
        return width < 0.01 ? TiffWords.Sized(height * 1000, width * 1000, "nm") : TiffWords.Sized(height, width, "µm");
    }
}
