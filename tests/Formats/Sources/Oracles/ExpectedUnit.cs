namespace Ronchi.Tests.Sources.Oracles;

/// <summary>What a unit is in SI units, however it is written.</summary>
internal static class ExpectedUnit
{
    private static readonly Dictionary<string, double> Lengths = new(StringComparer.Ordinal)
    {
        ["m"] = 1, ["cm"] = 1e-2, ["mm"] = 1e-3, ["um"] = 1e-6, ["µm"] = 1e-6, ["nm"] = 1e-9, ["pm"] = 1e-12,
        ["A"] = 1e-10, ["Å"] = 1e-10,
    };

    private static readonly Dictionary<string, (double Factor, string Kind)> Others = new(StringComparer.Ordinal)
    {
        ["rad"] = (1, "angle"), ["mrad"] = (1e-3, "angle"), ["deg"] = (Math.PI / 180, "angle"),
        ["s"] = (1, "time"), ["ms"] = (1e-3, "time"), ["us"] = (1e-6, "time"), ["µs"] = (1e-6, "time"), ["ns"] = (1e-9, "time"),
        ["eV"] = (1, "energy"), ["keV"] = (1e3, "energy"),
    };

    /// <summary>Its factor and kind; of one that is not known 1 and itself.</summary>
    public static (double Factor, string Kind) Of(string unit)
    {
        var text = unit.Replace('μ', 'µ').Replace('Å', 'Å')
            .Replace("^-1", "-1", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (Lengths.TryGetValue(text, out var length))
            return (length, "length");
        if (Others.TryGetValue(text, out var other))
            return other;
        var inverse = text.StartsWith("1/", StringComparison.Ordinal) ? text[2..]
            : text.EndsWith("-1", StringComparison.Ordinal) ? text[..^2] : "";
        return Lengths.TryGetValue(inverse, out length) ? (1 / length, "1/length") : (1, text);
    }
}
