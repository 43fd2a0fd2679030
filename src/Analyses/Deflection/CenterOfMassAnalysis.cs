using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="CenterOfMass"/> by name.</summary>
public sealed class CenterOfMassAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "com";

    /// <inheritdoc/>
    public override string Summary => "Computes the centre of mass of each frame and the deflection field: divergence, curl, magnitude.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("center", "ROW,COL|auto", "Reference point of the shifts, in pixels; auto: centre of the bright-field disk (default: middle of the detector)"),
        new("radius", "R", "Use only pixels up to this distance from the centre"),
        new("inner-radius", "R", "Use only pixels at least this far from the centre"),
        new("scan-rotation", "DEGREES", "Rotate the shifts, clockwise on screen, to point along the scan axes"),
        new("flip-y", "", "Flip the shifts: the detector rows run against the scan rows"),
        new("regression", "none|mean|linear|FILE.npy", "What to subtract from the shifts: nothing, their mean, a fitted plane, or the 3×2 plane in a file"),
        new("compat", "libertem", "Follow LiberTEM's rules for the default centre, the inner radius, and the regression, which it subtracts after rotation and flip"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments) => new CenterOfMass(Settings(data, arguments, FieldRegression.None));

    /// <summary>The settings that are given, for every analysis that begins with deflections.</summary>
    internal static CenterOfMassSettings Settings(DataDescription data, AnalysisArguments arguments, FieldRegression regression) => new()
    {
        Center = Center(data, arguments),
        Radius = arguments.Length("radius", data),
        InnerRadius = arguments.Length("inner-radius", data) ?? 0,
        ScanRotation = arguments.Number("scan-rotation") ?? 0,
        FlipY = arguments.Has("flip-y"),
        Regression = arguments.Has("regression") ? Regression(arguments) : regression,
        LibertemRules = arguments.IsLibertem(),
    };

    private static (double Row, double Column)? Center(DataDescription data, AnalysisArguments arguments)
    {
        if (arguments.Text("center") != "auto")
            return arguments.Position("center", data);
        var (row, column, _) = arguments.FindDisk();
        return (row, column);
    }

    private static FieldRegression Regression(AnalysisArguments arguments)
    {
        switch (arguments.Text("regression"))
        {
            case null or "none":
                return FieldRegression.None;
            case "mean":
                return FieldRegression.Mean;
            case "linear":
                return FieldRegression.Linear;
            case var path when path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase):
                var (values, shape) = arguments.ReadWeights(path);
                return shape == new Extent(3, 2)
                    ? FieldRegression.Given(values)
                    : throw new ArgumentException($"--regression: {path} has shape {shape}, but a plane is 3×2: [row, column] at the origin, per scan row, per scan column.");
            case var text:
                throw new FormatException($"--regression: '{text}' is not known: expected none, mean, linear or the name of an .npy file.");
        }
    }
}
