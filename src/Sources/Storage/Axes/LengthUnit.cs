namespace Ronchi.Sources.Storage;

/// <summary>Units of axes as programs write them, and as they are written here.</summary>
internal static class LengthUnit
{
    /// <summary>
    /// nm, Å, µm, mrad, 1/nm, 1/Å, s, …, whatever the spelling: <c>n_m</c>, <c>[n_m^-1]</c>, <c>A^-1</c>, <c>$nm^{-1}$</c>.
    /// </summary>
    /// <returns>Null for no unit: empty, undefined, pixels.</returns>
    public static string? Normal(string? written)
    {
        if (written is null)
            return null;
        var text = string.Concat(written.Trim().Where(static letter => !"[]${}_ ".Contains(letter, StringComparison.Ordinal)))
            .Replace("⁻¹", "^-1", StringComparison.Ordinal);
        if (text.Length == 0 || text.StartsWith('<')
            || text.ToLowerInvariant() is "none" or "px" or "pixel" or "pixels" or "pix" or "t.undefined" or "undefined" or "unitless")
            return null;
        if (text.StartsWith("1/", StringComparison.Ordinal))
            return $"1/{Simple(text[2..])}";
        return text.EndsWith("^-1", StringComparison.Ordinal) ? $"1/{Simple(text[..^3])}" : Simple(text);
    }

    private static string Simple(string unit) => unit switch
    {
        "A" or "Å" or "\u212B" or "Ang" or "angstrom" or "Angstrom" or "angstroms" or "ångström" or "\\AA" => "Å",
        "um" or "µm" or "\u03BCm" or "micron" or "microns" => "µm",
        "nanometer" or "nanometers" or "nanometre" => "nm",
        _ => unit,
    };
}
