using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>Offers <see cref="Median"/> by name.</summary>
public sealed class MedianAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "median";

    /// <inheritdoc/>
    public override string Summary =>
        "Computes the exact median of each pixel over all frames; reads a sample of the frames, then all of them once or twice.";

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => true;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new Median();
}
