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
    public override IReadOnlyList<Look> Looks { get; } = isMaximum
        ? [new("maximum", "max", "The largest value of each pixel in the region")
        {
            Over = LookPlane.Detector,
            Parts = [new("", "Largest value over the region, for each pixel", Result: null)],
        }]
        : [];

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new Envelope(isMaximum);
}
