using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="CropDetector"/>.</summary>
internal sealed class CropStep : FrameOperationWith<CropParameters>
{
    /// <inheritdoc/>
    public override string Name => "crop";

    /// <inheritdoc/>
    public override string Summary => "Cuts a rectangle out of every frame";

    /// <inheritdoc/>
    public override bool IsAdditive => true;

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, CropParameters parameters) =>
        new CropDetector(source, parameters.Crop.Row0, parameters.Crop.Column0, parameters.Crop.Row1, parameters.Crop.Column1);
}
