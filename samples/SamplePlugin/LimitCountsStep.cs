using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace SamplePlugin;

/// <summary>A frame operation, a step of pipelines: <c>{"operation": "limit-counts", "parameters": {"most": 10}}</c>.</summary>
public sealed class LimitCountsStep : FrameOperationWith<LimitCountsParameters>
{
    public override string Name => "limit-counts";

    public override string Summary => "Lowers larger values to a limit";

    public override IFrameSource Derive(IFrameSource source, OperationContext context, LimitCountsParameters parameters) =>
        new LimitCounts(source, parameters.Most);
}
