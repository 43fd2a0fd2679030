using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="ShiftFrames"/>.</summary>
internal sealed class ShiftFramesStep : FrameOperationWith<ShiftFramesParameters>
{
    /// <inheritdoc/>
    public override string Name => "shift-frames";

    /// <inheritdoc/>
    public override string Summary => "Moves each frame by whole pixels, by a shift of its own";

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, ShiftFramesParameters parameters)
    {
        var scan = context.Data.Shape.Scan;
        var (values, shape) = context.Read(parameters.By);
        if (shape != new Extent(2) && shape != scan.Append(new Extent(2)))
            throw new ArgumentException(
                $"--by: {parameters.By} has shape {shape}; expected two numbers, or {scan.Append(new Extent(2))}: rows "
                + "and columns for each scan position.");
        return new ShiftFrames(source, parameters.Back ? Array.ConvertAll(values, static value => -value) : values);
    }
}
