using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="BinScan"/>.</summary>
internal sealed class BinScanStep : FrameOperationWith<BinScanParameters>
{
    /// <inheritdoc/>
    public override string Name => "bin-scan";

    /// <inheritdoc/>
    public override string Summary => "Sums the frames of squares of scan positions";

    /// <inheritdoc/>
    public override Locality Locality => Locality.Window;

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, BinScanParameters parameters) =>
        parameters.ScanBinning == 1 ? source : new BinScan(source, parameters.ScanBinning);
}
