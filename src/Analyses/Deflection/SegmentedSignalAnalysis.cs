using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="SegmentedSignal"/> by name.</summary>
public sealed class SegmentedSignalAnalysis : AnalysisWith<SegmentedSignalParameters>
{
    /// <inheritdoc/>
    public override string Name => "dpc";

    /// <inheritdoc/>
    public override string Summary =>
        "Computes the signal of a four-quadrant detector: differences of opposite quadrants divided by the sum.";

    /// <inheritdoc/>
    public override IReadOnlyList<Look> Looks { get; } =
    [
        new("quadrants", "DPC", "Differential phase contrast: four quadrants of a detector")
        {
            Words = "differential phase contrast segmented quadrant",
            Inputs =
            [
                ("center", LookInput.Center), ("inner-radius", LookInput.Inner), ("radius", LookInput.Outer),
                ("scan-rotation", LookInput.Rotation), ("flip-y", LookInput.Flip),
            ],
            LeastDetectors = 1,
            MostDetectors = 1,
            Axes = 2,
            Parts = [.. DeflectionParameters.Pictures("signal of the quadrants", "field", unit: null)
                .Where(static part => part.Show != LookForm.Angle)],
        },
    ];

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, SegmentedSignalParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        var (row, column, radius) = context.Disk(parameters.Center, parameters.Radius);
        return new SegmentedSignal(
            row, column, parameters.InnerRadius.Pixels, radius, context.Data.Shape.Detector, parameters.ScanRotation, parameters.FlipY);
    }
}
