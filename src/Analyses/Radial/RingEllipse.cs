using System.Globalization;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Radial;

/// <summary>Shape of elliptical rings.</summary>
/// <param name="Ratio">Long over short axis.</param>
/// <param name="Degrees">Direction of the long axis, clockwise from the column axis.</param>
[ParameterValue<RingEllipse>]
public readonly record struct RingEllipse(double Ratio, double Degrees) : IParameterValue<RingEllipse>
{
    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Text;

    /// <inheritdoc/>
    public static string Form => "RATIO,DEGREES";

    /// <inheritdoc/>
    public static RingEllipse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(',') is [var first, var second] && Number(first) is { } ratio && Number(second) is { } degrees
            ? new(ratio, degrees)
            : throw new FormatException($"'{text}' is not an ellipse: expected RATIO,DEGREES, as in 1.1,30.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ratio:R},{Degrees:R}");

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
