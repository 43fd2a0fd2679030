using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Decomposition;

/// <summary>Offers <see cref="PrincipalComponents"/> by name.</summary>
public sealed class PrincipalComponentsAnalysis : AnalysisWith<PrincipalComponentsSettings>
{
    /// <inheritdoc/>
    public override string Name => "pca";

    /// <inheritdoc/>
    public override string Summary => "Computes the principal components of the frames: a few patterns that approximate all of them.";

    /// <inheritdoc/>
    public override Udf Create(AnalysisContext context, PrincipalComponentsSettings parameters) => new PrincipalComponents(parameters);
}
