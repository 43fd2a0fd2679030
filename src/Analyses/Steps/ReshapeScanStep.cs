using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="ReshapeScan"/>.</summary>
internal sealed class ReshapeScanStep : FrameOperationWith<ReshapeScanParameters>
{
    /// <inheritdoc/>
    public override string Name => "reshape-scan";

    /// <inheritdoc/>
    public override string Summary => "Lays the frames out as a scan of another shape";

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, ReshapeScanParameters parameters) =>
        new ReshapeScan(source, parameters.ScanShape.Extent);
}
