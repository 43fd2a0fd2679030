using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Statistics;

/// <summary>Offers <see cref="Envelope"/> by name.</summary>
/// <param name="isMaximum">Largest values; else the smallest.</param>
public sealed class EnvelopeAnalysis(bool isMaximum) : Analysis
{
    /// <inheritdoc/>
    public override string Name => isMaximum ? "max" : "min";

    /// <inheritdoc/>
    public override string Summary => $"Finds the {(isMaximum ? "largest" : "smallest")} value of each pixel over all frames.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new Envelope(isMaximum);
}
