using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Fourier;

/// <summary>Offers <see cref="FourierMasks.Of"/> by name.</summary>
public sealed class FourierMasksAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "fft-mask";

    /// <inheritdoc/>
    public override string Summary => "Multiplies the magnitude of each frame's Fourier transform by masks, and sums.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("mask", "FILE.npy", "Weights with the shape of a frame, frequency 0 in the middle, or a stack of them", IsRequired: true, IsRepeatable: true),
        FourierArguments.RealCenter,
        FourierArguments.RealRadius,
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(arguments);
        var detector = data.Shape.Detector;
        var masks = new List<float[]>();
        foreach (var path in arguments.All("mask"))
        {
            var (values, shape) = arguments.ReadWeights(path);
            if (shape != detector && !(shape.Rank == detector.Rank + 1 && shape == new Extent(shape[0]).Append(detector)))
                throw new ArgumentException($"--mask: {path} has shape {shape}, but spectra have {detector}; a stack has one more axis in front.");
            if (!Array.TrueForAll(values, static value => float.IsFinite((float)value)))
                throw new ArgumentException($"--mask: {path} has a weight that is not finite.");
            masks.AddRange(Array.ConvertAll(values, static value => (float)value).Chunk((int)Math.Max(detector.Count, 1)));
        }

        return FourierMasks.Of(detector, masks, FourierArguments.LeftOut(arguments, data));
    }
}
