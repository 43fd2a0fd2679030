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
        isQuadrants ? DeflectionArguments.Center with { Help = "Where the quadrants meet, in pixels (default, auto: centre of the bright-field disk)" } : DeflectionArguments.Center,
        DeflectionArguments.Radius,
        DeflectionArguments.InnerRadius,
        DeflectionArguments.ScanRotation,
        DeflectionArguments.FlipY,
        DeflectionArguments.Regression,
        new("boundary", "mirrored|periodic", "How the field continues beyond the scan: mirrored (default), or periodic for whole unit cells"),
        new("regularization", "F", "Damp variations longer than 1/F scan positions, where noise is amplified most"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var settings = DeflectionArguments.Settings(data, arguments, FieldRegression.Mean);
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
