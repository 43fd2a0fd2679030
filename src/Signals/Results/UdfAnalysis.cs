using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>A UDF that a program made, as what makes the results of a signal: no file can name it.</summary>
/// <param name="udf">The UDF.</param>
internal sealed class UdfAnalysis(Udf udf) : Analysis
{
    /// <inheritdoc/>
    public override string Name => udf.Name;

    /// <inheritdoc/>
    public override string Summary => "A UDF of a program.";

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => udf is IMultiPassUdf;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => udf;
}
