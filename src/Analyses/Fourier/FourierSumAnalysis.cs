using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Fourier;

/// <summary>Offers <see cref="FourierSum"/> by name.</summary>
public sealed class FourierSumAnalysis : AnalysisWith<FourierParameters>
{
    /// <inheritdoc/>
    public override string Name => "fft-sum";

    /// <inheritdoc/>
    public override string Summary => "Sums the magnitudes of the Fourier transforms of all frames.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, FourierParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new FourierSum(parameters.LeftOut(context));
    }
}
