using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Picking;

/// <summary>Offers <see cref="Pick"/> by name.</summary>
public sealed class PickAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "pick";

    /// <inheritdoc/>
    public override string Summary => "Extracts the frames in the region of interest, as stored.";

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => now?.Total is null;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new Pick(context.Selection);
    }
}
