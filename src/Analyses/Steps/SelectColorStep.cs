using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="SelectColor"/>.</summary>
internal sealed class SelectColorStep : FrameOperationWith<SelectColorParameters>
{
    /// <inheritdoc/>
    public override string Name => "select-color";

    /// <inheritdoc/>
    public override string Summary => "Makes frames of rows and columns of frames in color: one color, or the luminance";

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, SelectColorParameters parameters) =>
        new SelectColor(source, parameters.Color.Number);
}
