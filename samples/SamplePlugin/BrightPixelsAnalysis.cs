using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace SamplePlugin;

/// <summary>An analysis: <c>ronchi run bright-pixels</c>.</summary>
public sealed class BrightPixelsAnalysis : AnalysisWith<BrightPixelsParameters>
{
    public override string Name => "bright-pixels";

    public override string Summary => "Counts the bright pixels of each frame.";

    public override Udf Create(OperationContext context, BrightPixelsParameters parameters) => new BrightPixels(parameters.Threshold);
}
