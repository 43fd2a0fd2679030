using Ronchi.Engine;

namespace Ronchi.Analyses.Fourier;

/// <summary>Offers <see cref="PickFourier"/> by name.</summary>
public sealed class PickFourierAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "pick-fft";

    /// <inheritdoc/>
    public override string Summary => "Computes the Fourier transforms of the frames in the region of interest.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } = [FourierArguments.RealCenter, FourierArguments.RealRadius];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(arguments);
        return new PickFourier(arguments.Selection ?? ScanSelection.All(data.Shape.Scan), FourierArguments.LeftOut(arguments, data));
    }
}
