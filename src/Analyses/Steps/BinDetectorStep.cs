using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="BinDetector"/>.</summary>
internal sealed class BinDetectorStep : FrameOperationWith<BinDetectorParameters>
{
    /// <inheritdoc/>
    public override string Name => "bin-detector";

    /// <inheritdoc/>
    public override string Summary => "Sums squares of detector pixels";

    /// <inheritdoc/>
    public override bool IsAdditive => true;

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, BinDetectorParameters parameters)
    {
        var factor = parameters.DetectorBinning.IsAuto
            ? (context.ChooseDetectorBin ?? throw new ArgumentException("--det-bin auto: the memory is not known here: give a number."))()
            : parameters.DetectorBinning.Factor;
        return factor == 1 ? source : new BinDetector(source, factor);
    }
}
