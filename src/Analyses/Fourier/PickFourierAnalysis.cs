using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Fourier;

/// <summary>Offers <see cref="PickFourier"/> by name.</summary>
public sealed class PickFourierAnalysis : AnalysisWith<FourierParameters>
{
    /// <inheritdoc/>
    public override string Name => "pick-fft";

    /// <inheritdoc/>
    public override string Summary => "Computes the Fourier transforms of the frames in the region of interest.";

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => now?.Total is null;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, FourierParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return new PickFourier(context.Selection, parameters.LeftOut(context));
    }
}
