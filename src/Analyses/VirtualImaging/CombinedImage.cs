namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Two images in one, in single precision; they are combined in double precision before they are rounded.</summary>
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

    /// <summary>Combines two images.</summary>
    /// <param name="combination">How.</param>
    /// <param name="first">Values a.</param>
    /// <param name="second">Values b; as many.</param>
    /// <exception cref="ArgumentException">There are more of one than of the other.</exception>
    public static float[] Of(ImageCombination combination, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"Images of {first.Length} and {second.Length} positions cannot be combined.", nameof(second));
        var combined = new float[first.Length];
        for (var i = 0; i < combined.Length; i++)
        {
            combined[i] = (float)(combination switch
            {
                ImageCombination.Mean => (first[i] + second[i]) / 2,
                ImageCombination.Difference => first[i] - second[i],
                _ => second[i] == 0 ? double.NaN : first[i] / second[i],
            });
        }

        return combined;
    }
}
