using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>A virtual detector placed on frames of one size.</summary>
public sealed class DetectorWeights
{
    internal DetectorWeights(string name, PixelSet pixels)
    {
        Name = name;
        Pixels = pixels;
    }

    internal DetectorWeights(string name, int pixels, double[] weights)
    {
        Name = name;
        Pixels = PixelSet.From(pixels, pixel => weights[pixel] != 0);
        if (Array.Exists(weights, static weight => weight is not (0 or 1)))
            Weights = weights;
    }

    /// <summary>Name of the image.</summary>
    public string Name { get; }

    /// <summary>Pixels that count: those with a weight other than 0.</summary>
    public PixelSet Pixels { get; }

    /// <summary>A weight for each pixel of the frame, row-major; null when every pixel of <see cref="Pixels"/> counts once.</summary>
    public double[]? Weights { get; }

    /// <summary>
    /// The weights that go into images of data of a type: rounded to f32 where the image is f32, so that all tile forms give the same.
    /// </summary>
    internal double[]? WeightsFor(ElementType data) =>
        Weights is null || Promotion.ForResults(data) == ElementType.F64
            ? Weights
            : Array.ConvertAll(Weights, static weight => (double)(float)weight);
}
