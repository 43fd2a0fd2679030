using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="CorrectFrames"/>.</summary>
internal sealed class CorrectFramesStep : FrameOperationWith<CorrectFramesParameters>
{
    /// <inheritdoc/>
    public override string Name => "correct";

    /// <inheritdoc/>
    public override string Summary => "Subtracts a dark frame, multiplies by a gain map, and repairs pixels";

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, CorrectFramesParameters parameters)
    {
        var excluded = parameters.Repair switch
        {
            null => null,
            { Text: CorrectFramesParameters.Masked } => source.Validity.MaskedPixels,
            var given => DetectorArray.Mask(context, "repair", given),
        };
        if (parameters.Repair is not null && excluded is null)
            context.Note("note: --repair masked changes nothing: no pixel is masked.");
        var dark = DetectorArray.Frame(context, "dark", parameters.Dark);
        var gain = DetectorArray.Frame(context, "gain", parameters.Gain);
        return dark is null && gain is null && excluded is null
            ? source
            : new CorrectFrames(source, Corrections.OfDoubles(source.Shape.Detector, dark, gain, excluded));
    }
}
