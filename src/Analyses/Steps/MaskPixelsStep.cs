using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="MaskPixels"/>.</summary>
internal sealed class MaskPixelsStep : FrameOperationWith<MaskPixelsParameters>
{
    /// <inheritdoc/>
    public override string Name => "mask-pixels";

    /// <inheritdoc/>
    public override string Summary => "Leaves pixels out of everything, as those that the detector masks";

    /// <inheritdoc/>
    public override bool IsAdditive => true;

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, MaskPixelsParameters parameters)
    {
        var bad = DetectorArray.Mask(context, "pixel-mask", parameters.PixelMask);
        return bad.Count > 0 ? new MaskPixels(source, bad) : source;
    }
}
