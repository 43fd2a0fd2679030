using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="SelectPositions"/>.</summary>
internal sealed class SelectPositionsStep : FrameOperationWith<SelectPositionsParameters>
{
    /// <inheritdoc/>
    public override string Name => "select-positions";

    /// <inheritdoc/>
    public override string Summary => "Keeps some scan positions, as a scan of their own";

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, SelectPositionsParameters parameters) =>
        new SelectPositions(source, parameters.Region.Select(context, "region"));
}
