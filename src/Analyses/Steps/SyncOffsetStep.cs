using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="SyncOffset"/>.</summary>
internal sealed class SyncOffsetStep : FrameOperationWith<SyncOffsetParameters>
{
    /// <inheritdoc/>
    public override string Name => "sync-offset";

    /// <inheritdoc/>
    public override string Summary => "Shifts frames against the scan";

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, SyncOffsetParameters parameters) =>
        parameters.SyncOffset == 0 ? source : new SyncOffset(source, parameters.SyncOffset);
}
