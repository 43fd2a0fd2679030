using Ronchi.Analyses.HotPixels;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>Finds hot pixels, and masks them.</summary>
internal sealed class MaskHotPixelsStep : FrameOperationWith<MaskHotPixelsParameters>
{
    /// <inheritdoc/>
    public override string Name => "mask-hot-pixels";

    /// <inheritdoc/>
    public override string Summary => "Finds hot pixels and masks them";

    /// <inheritdoc/>
    public override Locality Locality => Locality.Sample;

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, MaskHotPixelsParameters parameters)
    {
        FrameColors.RequirePlane(source.Shape.Detector, "Looking for hot pixels needs");
        var hot = parameters.HotPixels == HotPixelRule.Fix ? HotPixelSearch.FindAsync(source) : QuantemHotPixels.FindAsync(source);
        return hot.GetAwaiter().GetResult() is { Count: > 0 } found ? new MaskPixels(source, found) : source;
    }
}
