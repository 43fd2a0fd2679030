using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Two images in one, combined in f64.</summary>
public static class CombinedImage
{
    /// <summary>Reads how two are combined.</summary>
    /// <param name="text">mean, difference or ratio.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ImageCombination Parse(string text) => text switch
    {
        "mean" => ImageCombination.Mean,
        "difference" => ImageCombination.Difference,
        "ratio" => ImageCombination.Ratio,
        _ => throw new FormatException($"'{text}' is not known: expected mean, difference or ratio."),
    };

    /// <summary>
    /// The type of the combined image: f32 of two f32 images, else f64, so that the difference of two counts loses nothing.
    /// </summary>
    /// <param name="first">Type of the first image.</param>
    /// <param name="second">Type of the second.</param>
    public static ElementType TypeOf(ElementType first, ElementType second) =>
        first == ElementType.F32 && second == ElementType.F32 ? ElementType.F32 : ElementType.F64;

    /// <summary>Combines two images.</summary>
    /// <param name="combination">How.</param>
    /// <param name="first">Values a.</param>
    /// <param name="second">Values b; as many.</param>
    /// <exception cref="ArgumentException">There are more of one than of the other.</exception>
    public static double[] Of(ImageCombination combination, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"Images of {first.Length} and {second.Length} positions cannot be combined.", nameof(second));
        var combined = new double[first.Length];
        for (var i = 0; i < combined.Length; i++)
        {
            combined[i] = combination switch
            {
                ImageCombination.Mean => (first[i] + second[i]) / 2,
                ImageCombination.Difference => first[i] - second[i],
                _ => second[i] == 0 ? double.NaN : first[i] / second[i],
            };
        }

        return combined;
    }
}
