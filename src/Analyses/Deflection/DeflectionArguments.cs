using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>Parameters of the analyses that begin with the centre of mass of each frame.</summary>
internal static class DeflectionArguments
{
    /// <summary>Only pixels up to this radius count.</summary>
    public static Parameter Radius { get; } = new("radius", "R", "Use only pixels up to this distance from the centre");

    /// <summary>Only pixels from this radius on count.</summary>
    public static Parameter InnerRadius { get; } = new("inner-radius", "R", "Use only pixels at least this far from the centre");

    /// <summary>Direction of the detector against the scan.</summary>
    public static Parameter ScanRotation { get; } = new("scan-rotation", "DEGREES", "Rotate the shifts, clockwise on screen, to point along the scan axes");

    /// <summary>Whether the detector's rows run against those of the scan.</summary>
    public static Parameter FlipY { get; } = new("flip-y", "", "Flip the shifts: the detector rows run against the scan rows");

    /// <summary>Where shifts count from.</summary>
    public static Parameter Center { get; } = new("center", "ROW,COL|auto", "Reference point of the shifts, in pixels; auto: centre of the bright-field disk (default: middle of the detector)");

    /// <summary>What is taken off the shifts.</summary>
    public static Parameter Regression { get; } = new("regression", "none|mean|linear|FILE.npy", "What to subtract from the shifts: nothing, their mean (default), a fitted plane, or the 3×2 plane in a file");

    /// <summary>The settings that were given.</summary>
    /// <param name="data">The data.</param>
    /// <param name="arguments">The texts.</param>
    /// <param name="regression">What is taken off where nothing is said.</param>
    public static CenterOfMassSettings Settings(DataDescription data, AnalysisArguments arguments, FieldRegression regression) => new()
    {
        Center = CenterOf(data, arguments),
        Radius = arguments.Length(Radius.Name, data),
        InnerRadius = arguments.Length(InnerRadius.Name, data) ?? 0,
        ScanRotation = RotationOf(arguments),
        FlipY = arguments.Has(FlipY.Name),
        Regression = arguments.Has(Regression.Name) ? RegressionOf(arguments) : regression,
        LibertemRules = arguments.IsLibertem(),
    };

    // Of more turns than a few nothing is left in the digits.
    private static double RotationOf(AnalysisArguments arguments) => arguments.Number(ScanRotation.Name) switch
    {
        null => 0,
        >= -3600 and <= 3600 and var degrees => degrees,
        var degrees => throw new FormatException(FormattableString.Invariant($"--{ScanRotation.Name}: {degrees} degrees are too many: choose -3600 to 3600.")),
    };

    private static (double Row, double Column)? CenterOf(DataDescription data, AnalysisArguments arguments)
    {
        if (arguments.Text(Center.Name) != "auto")
            return arguments.Position(Center.Name, data);
        var (row, column, _) = arguments.FindDisk();
        return (row, column);
    }

    private static FieldRegression RegressionOf(AnalysisArguments arguments)
    {
        switch (arguments.Text(Regression.Name))
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
