using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.BrightField;

/// <summary>Offers <see cref="AutoCenter"/> by name.</summary>
public sealed class AutoCenterAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "auto-center";

    /// <inheritdoc/>
    public override string Summary => "Finds centre and radius of the bright-field disk in the sum of all frames.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new AutoCenter();
}
