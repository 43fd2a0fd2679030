using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="IntegratedDeflection"/> of centres of mass by name.</summary>
public sealed class IntegratedDeflectionAnalysis : AnalysisWith<IntegratedDeflectionParameters>
{
    /// <inheritdoc/>
    public override string Name => "icom";

    /// <inheritdoc/>
    public override string Summary => "Integrates the centres of mass over the scan: the phase of a thin specimen.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, IntegratedDeflectionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return new IntegratedDeflection(
            parameters.Settings(parameters.CenterIn(context), parameters.Regression.Read(context)),
            parameters.Boundary,
            parameters.Regularization);
    }
}
