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
        new("center", "ROW,COL|auto", isQuadrants ? "Where the quadrants meet, in pixels. Without it, or auto: the centre of the found bright-field disk" : "Where shifts count from, in pixels; auto: the found bright-field disk. Without it: the middle of the detector"),
        new("radius", "R", "Only pixels up to this distance from the centre count"),
        new("inner-radius", "R", "Only pixels from this distance on count"),
        new("scan-rotation", "DEGREES", "Turns shifts, clockwise on screen, to point along the scan's axes"),
        new("flip-y", "", "The detector's rows run against the scan's"),
        new("regression", "none|mean|linear|FILE.npy", "What is taken off the shifts: nothing, their mean (without the option), a plane, or the 3×2 plane of a file"),
        new("boundary", "mirrored|periodic", "How the field goes on beyond the scan: mirrored without the option; periodic for whole unit cells"),
        new("regularization", "F", "Damps what varies over more than 1/F scan positions, where noise grows most"),
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
        var disk = arguments.FindDisk();
        var (row, column) = settings.Center ?? (disk.Row, disk.Column);
        return IntegratedDeflection.OfQuadrants(row, column, disk.Radius, settings, boundary, regularization);
    }
}
