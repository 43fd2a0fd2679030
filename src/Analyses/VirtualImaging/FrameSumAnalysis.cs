using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Offers the sum of each frame by name: a <see cref="VirtualImage"/> of all pixels.</summary>
public sealed class FrameSumAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "sum-sig";

    /// <inheritdoc/>
    public override string Summary => "Sums all pixels of each frame: an image of the intensity on the detector.";

    /// <inheritdoc/>
    public override IReadOnlyList<Look> Looks { get; } =
    [
        new("total", "Total", "The total intensity of each pattern")
        {
            Words = "sum counts vacuum",
            Parts = [new("", "Sum of all pixels", Result: null)],
        },
    ];

    /// <summary>The UDF.</summary>
    public static VirtualImage Of(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(new DetectorWeights(VirtualImage.Result, PixelSet.All((int)data.Shape.FrameElements)));
    }

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => Of(context.Data);
}
