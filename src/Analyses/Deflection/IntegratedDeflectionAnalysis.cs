using Ronchi.Engine;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="IntegratedDeflection"/> by name: <c>icom</c>, or <c>idpc</c> from four quadrants.</summary>
/// <param name="isQuadrants">Whether it is <c>idpc</c>.</param>
public sealed class IntegratedDeflectionAnalysis(bool isQuadrants) : Analysis
{
    /// <inheritdoc/>
    public override string Name => isQuadrants ? "idpc" : "icom";

    /// <inheritdoc/>
    public override string Summary => isQuadrants
        ? "Integrates the signal of four quadrants over the scan: the phase of a thin specimen."
        : "Integrates the centres of mass over the scan: the phase of a thin specimen.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("center", "ROW,COL|auto", isQuadrants ? "Where the quadrants meet, in pixels (default, auto: centre of the bright-field disk)" : "Reference point of the shifts, in pixels; auto: centre of the bright-field disk (default: middle of the detector)"),
        new("radius", "R", "Use only pixels up to this distance from the centre"),
        new("inner-radius", "R", "Use only pixels at least this far from the centre"),
        new("scan-rotation", "DEGREES", "Rotate the shifts, clockwise on screen, to point along the scan axes"),
        new("flip-y", "", "Flip the shifts: the detector rows run against the scan rows"),
        new("regression", "none|mean|linear|FILE.npy", "What to subtract from the shifts: nothing, their mean (default), a fitted plane, or the 3×2 plane in a file"),
        new("boundary", "mirrored|periodic", "How the field continues beyond the scan: mirrored (default), or periodic for whole unit cells"),
        new("regularization", "F", "Damp variations longer than 1/F scan positions, where noise is amplified most"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var settings = CenterOfMassAnalysis.Settings(data, arguments, FieldRegression.Mean);
        var boundary = arguments.Text("boundary") switch
        {
            null or "mirrored" => FieldBoundary.Mirrored,
            "periodic" => FieldBoundary.Periodic,
            var text => throw new FormatException($"--boundary: '{text}' is not known: expected mirrored or periodic."),
        };
        var regularization = arguments.Number("regularization") ?? 0;
        if (!isQuadrants)
            return new IntegratedDeflection(settings, boundary, regularization);
        var (row, column, radius) = arguments.FindDisk(settings.Center, radius: null);
        return IntegratedDeflection.OfQuadrants(row, column, radius, settings, boundary, regularization);
    }
}
