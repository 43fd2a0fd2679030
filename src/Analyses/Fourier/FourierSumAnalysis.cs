using Ronchi.Engine;

namespace Ronchi.Analyses.Fourier;

/// <summary>Offers <see cref="FourierSum"/> by name.</summary>
public sealed class FourierSumAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "fft-sum";

    /// <inheritdoc/>
    public override string Summary => "Sums the magnitudes of the Fourier transforms of all frames.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } = [FourierArguments.RealCenter, FourierArguments.RealRadius];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments) => new FourierSum(FourierArguments.LeftOut(arguments, data));
}
