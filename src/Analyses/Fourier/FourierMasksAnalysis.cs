using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Fourier;

/// <summary>Offers <see cref="FourierMasks.Of"/> by name.</summary>
public sealed class FourierMasksAnalysis : AnalysisWith<FourierMasksParameters>
{
    /// <inheritdoc/>
    public override string Name => "fft-mask";

    /// <inheritdoc/>
    public override string Summary => "Multiplies the magnitude of each frame's Fourier transform by masks, and sums.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, FourierMasksParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        var detector = context.Data.Shape.Detector;
        FrameColors.RequirePlane(detector, "Fourier transforms need");
        var masks = new List<float[]>();
        foreach (var path in parameters.Mask)
        {
            var (values, shape) = context.ReadWeights(path);
            if (shape != detector && !(shape.Rank == detector.Rank + 1 && shape == new Extent(shape[0]).Append(detector)))
                throw new ArgumentException(
                    $"--mask: {path} has shape {shape}, but spectra have {detector}; a stack has one more axis in front.");
            if (!Array.TrueForAll(values, static value => float.IsFinite((float)value)))
                throw new ArgumentException($"--mask: {path} has a weight that is not finite.");
            masks.AddRange(Array.ConvertAll(values, static value => (float)value).Chunk((int)Math.Max(detector.Count, 1)));
        }

        return FourierMasks.Of(detector, masks, parameters.LeftOut(context));
    }
}
