using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Decomposition;

/// <summary>Offers <see cref="PrincipalComponents"/> by name.</summary>
public sealed class PrincipalComponentsAnalysis : AnalysisWith<PrincipalComponentsParameters>
{
    /// <inheritdoc/>
    public override string Name => "pca";

    /// <inheritdoc/>
    public override string Summary => "Computes the principal components of the frames: a few patterns that approximate all of them.";

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => true;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, PrincipalComponentsParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return new PrincipalComponents(parameters.Settings(Math.Min(context.RecordedFrames, context.Data.Shape.FrameElements)));
    }
}
