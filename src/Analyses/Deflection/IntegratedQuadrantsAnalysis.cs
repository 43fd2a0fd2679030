using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="IntegratedDeflection"/> of the signal of four quadrants by name.</summary>
public sealed class IntegratedQuadrantsAnalysis : AnalysisWith<QuadrantParameters>
{
    /// <inheritdoc/>
    public override string Name => "idpc";

    /// <inheritdoc/>
    public override string Summary => "Integrates the signal of four quadrants over the scan: the phase of a thin specimen.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, QuadrantParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        var (row, column, radius) = context.Disk(parameters.Center, parameters.DiskRadius);
        return IntegratedDeflection.OfQuadrants(
            row,
            column,
            radius,
            parameters.Settings(parameters.Center is null ? null : (row, column), parameters.Regression.Read(context)),
            parameters.Boundary,
            parameters.Regularization);
    }
}
