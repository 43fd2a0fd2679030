using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>A length that suits a picture: 1, 2 or 5 times a power of ten, about a fifth of the width.</summary>
/// <param name="Part">Length as part of the width of the picture: between 1∕8 and 1∕3.</param>
/// <param name="Label">Length and unit as text: <c>20 nm</c>, <c>5 nm⁻¹</c>.</param>
public sealed record ScaleBar(double Part, string Label)
{
    private static readonly string[][] Families = [
        ["fm", "pm", "nm", "µm", "mm", "m"], ["nrad", "µrad", "mrad", "rad"], ["ns", "µs", "ms", "s"]];

    /// <summary>The bar for a picture as wide as <paramref name="steps"/> steps of an axis; null when the axis is not calibrated, or has no
    /// equal steps.</summary>
    /// <param name="axis">The axis that runs to the right: its <see cref="Axis.Scale"/> and <see cref="Axis.Unit"/>.</param>
    /// <param name="steps">Width of the picture in pixels of the data.</param>
    public static ScaleBar? For(Axis axis, int steps)
    {
        ArgumentNullException.ThrowIfNull(axis);
        var width = Math.Abs(axis.Scale) * steps;
        if (axis is not { IsCalibrated: true, Values: null } || !double.IsNormal(width))
            return null;
        // The nearest by ratio to a fifth: never further from it than √2.5.
        var wish = width / 5;
        var decade = Math.Floor(Math.Log10(wish));
        var (factor, power) = (wish / Math.Pow(10, decade)) switch
        {
            < 1.4142135 => (1, (int)decade),
            < 3.1622776 => (2, (int)decade),
            < 7.0710678 => (5, (int)decade),
            _ => (1, (int)decade + 1),
        };
        var length = factor * Math.Pow(10, power);
        return double.IsNormal(length) ? new(length / width, Text(factor, power, axis.Unit)) : null;
    }

    /// <summary>A unit as it is written on pictures: <c>1/nm</c> as nm⁻¹, <c>um</c> as µm, <c>A</c> as Å.</summary>
    public static string Written(string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit.StartsWith("1/", StringComparison.Ordinal)
            ? Written(unit[2..]) + "⁻¹"
            : unit switch
            {
                "um" or "μm" => "µm",
                "us" or "μs" => "µs",
                "urad" or "μrad" => "µrad",
                "A" or "Angstrom" or "angstrom" or "\u212B" => "Å",
                _ => unit,
            };
    }

    private static string Text(int factor, int power, string unit)
    {
        var written = Written(unit);
        if (written == "Å" && power >= 3)
            (written, power) = ("nm", power - 1);
        var family = Families.FirstOrDefault(names => names.Contains(written));
        if (family is not null)
        {
            var place = Array.IndexOf(family, written);
            for (; power >= 3 && place + 1 < family.Length; power -= 3)
                place++;
            for (; power < -1 && place > 0; power += 3)
                place--;
            written = family[place];
        }

        var number = power is >= -3 and <= 4
            ? (factor * Math.Pow(10, power)).ToString("0.###", CultureInfo.InvariantCulture)
            : TickText.Power(factor, power);
        return $"{number} {written}";
    }
}
