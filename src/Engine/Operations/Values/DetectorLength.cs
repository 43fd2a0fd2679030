using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>
/// A length on the detector, of at least 0: in pixels, or in a unit of its axes as in <c>12mrad</c>; see <see cref="AxisLength"/>.
/// </summary>
[ParameterValue<DetectorLength>]
public readonly record struct DetectorLength : IParameterValue<DetectorLength>
{
    /// <summary>Lengths are at most so many pixels: beyond, differences of neighbouring pixels are lost in the digits.</summary>
    internal const double Longest = 1e9;

    private readonly string? _unit;   // null: pixels, also in a value that nobody made

    /// <summary>A number with a unit.</summary>
    /// <param name="value">The number.</param>
    /// <param name="unit">Its unit; empty: pixels.</param>
    public DetectorLength(double value, string unit = "") => (Value, _unit) = (value, unit is "" ? null : unit);

    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Length;

    /// <inheritdoc/>
    public static string Form => "R";

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>Its unit; empty: pixels.</summary>
    public string Unit => _unit ?? "";

    /// <summary>The length in pixels.</summary>
    /// <exception cref="InvalidOperationException">It has a unit; <see cref="On"/> converts it.</exception>
    public double Pixels => Unit.Length == 0 ? Value : throw new InvalidOperationException($"{this} is not in pixels: On(…) converts it.");

    /// <summary>A length in pixels.</summary>
    public static implicit operator DetectorLength(double pixels) => new(pixels);

    /// <inheritdoc cref="op_Implicit(double)"/>
    public static DetectorLength FromDouble(double pixels) => new(pixels);

    /// <inheritdoc/>
    public static DetectorLength Parse(string text)
    {
        var (value, unit) = AxisLength.Split(text);
        return value >= 0 ? new(value, unit) : throw new FormatException($"'{text}' is negative; lengths are at least 0.");
    }

    /// <inheritdoc/>
    /// <remarks>Lengths are measured along the columns of the detector.</remarks>
    public DetectorLength On(OperationContext context, string parameter)
    {
        var pixels = Unit.Length == 0
            ? Value
            : AxisLength.Pixels(ToString(), PlaneAxes.OfDetector(context.Data).Column, context.Data.Kilovolts);
        return pixels <= Longest ? pixels : throw new FormatException($"'{this}' is too long; lengths are at most 1e9 pixels.");
    }

    /// <inheritdoc/>
    public override string ToString() => AxisLength.Text(Value, Unit);
}
