using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>
/// Reads lengths and places along an axis as people write them: pixels, or a number with a unit, as in <c>12.5</c>, <c>12mrad</c>, <c>0.5
/// 1/nm</c>.
/// </summary>
/// <remarks>
/// A unit of the axis' own family is converted (Å to nm, rad to mrad). Between angles and reciprocal lengths θ = λ·q
/// holds, with the electron's relativistic wavelength; it needs the acceleration voltage.
/// </remarks>
public static class AxisLength
{
    // Each family with its units, in the family's first unit.
    private static readonly (string Unit, Family Family, double Factor)[] Units =
    [
        ("nm", Family.Length, 1),
        ("pm", Family.Length, 1e-3), ("Å", Family.Length, 0.1), ("A", Family.Length, 0.1), ("um", Family.Length, 1e3),
        ("µm", Family.Length, 1e3), ("mm", Family.Length, 1e6), ("m", Family.Length, 1e9),
        ("mrad", Family.Angle, 1),
        ("rad", Family.Angle, 1e3), ("urad", Family.Angle, 1e-3), ("µrad", Family.Angle, 1e-3),
        ("deg", Family.Angle, Math.PI / 0.18), ("°", Family.Angle, Math.PI / 0.18),
        ("1/nm", Family.Reciprocal, 1),
        ("nm^-1", Family.Reciprocal, 1), ("1/Å", Family.Reciprocal, 10), ("1/A", Family.Reciprocal, 10),
        ("A^-1", Family.Reciprocal, 10), ("Å^-1", Family.Reciprocal, 10), ("1/pm", Family.Reciprocal, 1e3),
        ("eV", Family.Energy, 1),
        ("keV", Family.Energy, 1e3), ("meV", Family.Energy, 1e-3),
        ("s", Family.Time, 1),
        ("ms", Family.Time, 1e-3), ("us", Family.Time, 1e-6),
        ("µs", Family.Time, 1e-6), ("ns", Family.Time, 1e-9), ("min", Family.Time, 60),
    ];

    private enum Family
    {
        Length,
        Angle,
        Reciprocal,
        Energy,
        Time,
    }

    /// <summary>A length in pixels: the unit's number divided by the axis' step.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="axis">The axis along which it is measured; null: nothing is known of it.</param>
    /// <param name="kilovolts">Acceleration voltage; null: not known.</param>
    /// <exception cref="FormatException">It is no finite number with a unit that fits the axis; the message says what was
    /// expected.</exception>
    public static double Pixels(string text, Axis? axis, double? kilovolts = null) => Read(text, axis, kilovolts, isPlace: false);

    /// <summary>A place in pixels: as <see cref="Pixels"/>, from the axis' own zero.</summary>
    /// <inheritdoc cref="Pixels"/>
    public static double Place(string text, Axis? axis, double? kilovolts = null) => Read(text, axis, kilovolts, isPlace: true);

    /// <summary>Wavelength of an electron in nm, relativistic.</summary>
    /// <param name="kilovolts">Acceleration voltage.</param>
    public static double WavelengthNm(double kilovolts)
    {
        // λ = hc / √(eV (2mc² + eV)), in eV and nm.
        const double planckTimesLight = 1239.841984;
        const double twiceRestEnergy = 2 * 510_998.95;
        var energy = kilovolts * 1e3;
        return planckTimesLight / Math.Sqrt(energy * (twiceRestEnergy + energy));
    }

    /// <summary>Number and unit of a length or a place, without what they mean on an axis.</summary>
    /// <param name="text">What was written.</param>
    /// <returns>The number, finite, and its unit; empty for pixels.</returns>
    /// <exception cref="FormatException">It does not begin with a finite number.</exception>
    public static (double Number, string Unit) Split(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var end = NumberLength(trimmed);
        var unit = trimmed[end..].Trim();
        if (end == 0 || !double.TryParse(trimmed[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number) || !(unit.IsEmpty || char.IsLetterOrDigit(unit[0]) || unit[0] == '°'))
            throw new FormatException($"'{text}' is not a number: write pixels as in 12.5, or a unit as in 12mrad");
        return (number, unit is "px" ? "" : unit.ToString());
    }

    /// <summary>A number with its unit, as <see cref="Split"/> reads it.</summary>
    /// <param name="number">The number.</param>
    /// <param name="unit">Its unit; empty for pixels.</param>
    public static string Text(double number, string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        // 4.5 1/nm, not 4.51/nm
        return string.Create(CultureInfo.InvariantCulture, $"{number:R}{(unit.Length > 0 && char.IsAsciiDigit(unit[0]) ? " " : "")}{unit}");
    }

    private static double Read(string text, Axis? axis, double? kilovolts, bool isPlace)
    {
        var (number, unit) = Split(text);
        if (unit.Length == 0)
            return number;
        if (axis is not { IsCalibrated: true } || !(Math.Abs(axis.Scale) > 0))
            throw new FormatException(
                $"'{text}' has a unit, but {axis?.Name ?? "the axis"} is not calibrated in these data: "
                + "write pixels, or calibrate them first");
        var coordinate = number * Factor(text, unit, axis, kilovolts);
        if (axis.Values is not { } values)
            return (coordinate - (isPlace ? axis.Offset : 0)) / axis.Scale;
        return isPlace
            ? Among(values, coordinate, text, axis)
            : throw new FormatException($"'{text}' is a length, but {axis.Name} has no equal steps: write pixels");
    }

    // Between two values that follow each other.
    private static double Among(AxisValues values, double coordinate, string text, Axis axis)
    {
        var rises = values[^1] >= values[0];
        for (var i = 1; i < values.Count; i++)
        {
            if (values[i] == values[i - 1] || values[i] > values[i - 1] != rises)
                throw new FormatException($"'{text}' is no place on {axis.Name}, whose values neither rise nor fall: write pixels");
        }

        var next = 1;
        while (next < values.Count - 1 && (rises ? values[next] < coordinate : values[next] > coordinate))
            next++;
        return values.Count == 1 ? 0 : next - 1 + ((coordinate - values[next - 1]) / (values[next] - values[next - 1]));
    }

    private static double Factor(string text, string unit, Axis axis, double? kilovolts)
    {
        if (unit == axis.Unit)
            return 1;
        if (Find(unit) is not { } from)
            throw new FormatException($"'{text}': the unit '{unit}' is not known; {axis.Name} is in {axis.Unit}");
        if (Find(axis.Unit) is not { } to)
            throw new FormatException($"'{text}' is in {unit}, but {axis.Name} is in {axis.Unit}");
        var factor = from.Factor / to.Factor;
        if (from.Family == to.Family)
            return factor;
        if ((from.Family, to.Family) is not ((Family.Angle, Family.Reciprocal) or (Family.Reciprocal, Family.Angle)))
            throw new FormatException($"'{text}' is in {unit}, but {axis.Name} is in {axis.Unit}");
        if (kilovolts is not { } voltage)
            throw new FormatException(
                $"'{text}' is in {unit}, but {axis.Name} is in {axis.Unit}, and these data do not say the "
                + "acceleration voltage that the conversion needs");
        var milliradiansPerInverseNanometre = WavelengthNm(voltage) * 1e3;
        return from.Family == Family.Angle ? factor / milliradiansPerInverseNanometre : factor * milliradiansPerInverseNanometre;
    }

    private static (Family Family, double Factor)? Find(string unit)
    {
        foreach (var (name, family, factor) in Units)
        {
            if (name == unit)
                return (family, factor);
        }

        return null;
    }

    // The longest beginning that is a number: 1e3 is one, the 1 of 1/nm behind a blank is not part of it.
    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        for (var end = 1; end <= text.Length; end++)
        {
            if (text[end - 1] is ' ' or '/')
                break;
            if (double.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                length = end;
        }

        return length;
    }
}
