using System.Globalization;
using Ronchi.Engine;

namespace Ronchi.Analyses.Radial;

/// <summary>Offers <see cref="RadialProfile"/> by name.</summary>
public sealed class RadialProfileAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "radial";

    /// <inheritdoc/>
    public override string Summary => "Averages each frame over the azimuth: mean, variance and sum of each ring.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        RingArguments.Center,
        RingArguments.InnerRadius,
        RingArguments.OuterRadius,
        new("bins", "N", "Number of rings (default: one per pixel of radius)"),
        new("ellipse", "RATIO,DEGREES", "Elliptical rings: long over short axis, and the direction of the long axis, clockwise from the column axis"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var (ratio, angle) = arguments.Has("ellipse") ? Ellipse(arguments.Text("ellipse")!) : (1, 0);
        var geometry = new RadialGeometry
        {
            Center = default,
            InnerRadius = arguments.Length("inner-radius", data) ?? 0,
            OuterRadius = arguments.Length("outer-radius", data),
            Bins = arguments.Count("bins"),
            EllipseRatio = ratio,
            EllipseAngle = angle,
        };
        return new RadialProfile(geometry with { Center = RingArguments.CenterOf(arguments, data) });
    }

    private static (double Ratio, double Angle) Ellipse(string text) =>
        text.Split(',') is [var first, var second] && Number(first) is { } ratio && Number(second) is { } angle
            ? (ratio, angle)
            : throw new FormatException($"--ellipse: '{text}' is not an ellipse: expected RATIO,DEGREES, as in 1.1,30.");

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
