using System.Globalization;
using System.Text.RegularExpressions;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>What makers of microscopes write into tags of their own: FEI/Thermo Fisher, Zeiss, Gatan, JEOL.</summary>
internal static partial class MakerWords
{
    /// <summary>Adds it.</summary>
    /// <param name="words">What is known.</param>
    /// <param name="directory">The tags of the first page.</param>
    /// <param name="descriptions">Its descriptions.</param>
    public static TiffWords Add(TiffWords words, TiffDirectory directory, string[] descriptions)
    {
        var facts = new List<Fact>(words.Facts);
        Put("instrument", Join(directory.Text(TiffTag.Make), directory.Text(TiffTag.Model)));
        Put("software", directory.Text(TiffTag.Software));
        if (directory.Text(TiffTag.DateTime) is { Length: >= 19 } date)
            Put("data_collection_date", $"{date[..10].Replace(':', '-')}T{date[11..19]}");
        var pixel = words.Pixel;
        if ((directory.Text(TiffTag.FeiHeliosText) ?? directory.Text(TiffTag.FeiText)) is { } fei)
            pixel ??= Fei(fei);
        if (directory.Text(TiffTag.ZeissText) is { } zeiss)
            pixel ??= Zeiss(zeiss);
        if (directory.Has(TiffTag.GatanScaleX))
            (words, pixel) = Gatan(words, directory, pixel);
        if (descriptions.FirstOrDefault(static text => text.Contains("<TemReporter", StringComparison.Ordinal)) is { } jeol)
            Jeol(jeol);
        return words with { Pixel = pixel, Facts = [.. facts] };

        (Axis, Axis)? Fei(string text)
        {
            Put("high_tension", Key(text, "HV"), "V");
            Put("dwell_time", Key(text, "Dwell") ?? Key(text, "Dwelltime"), "s");
            Put("frame_time", Key(text, "FrameTime"), "s");
            Put("working_distance", Key(text, "WD"), "m");
            Put("beam_current", Key(text, "BeamCurrent"), "A");
            return Size("pixel widths of the FEI tag", Real(Key(text, "PixelHeight")) * 1e9, Real(Key(text, "PixelWidth")) * 1e9, "nm");
        }

        (Axis, Axis)? Zeiss(string text)
        {
            if (Measure(text, "EHT") is (var kilovolts, "kV"))
                Put("high_tension", Number(kilovolts * 1000), "V");
            return (Measure(text, "Image Pixel Size") ?? Measure(text, "Pixel Size")) is (var size, var unit)
                ? Size("pixel size of the Zeiss tag", size, size, LengthUnit.Normal(unit))
                : null;
        }

        void Jeol(string text)
        {
            Put("high_tension", Element(text, "AccelerationVoltage"), "V");
            if (Element(text, "ImageFormingMode") == "modeDIFF" && Element(text, "SelectorUnitString") == "mm"
                && Real(Element(text, "SelectorValue")) is { } millimetres)
                Put("camera_length", Number(millimetres / 1000), "m");
        }

        (Axis, Axis)? Size(string origin, double? height, double? width, string? unit)
        {
            var sized = TiffWords.Sized(height, width, unit);
            if (sized is not null)
                facts.Add(new("pixel_size_origin", origin));
            return sized;
        }

        void Put(string name, string? value, string? unit = null)
        {
            if (unit is not null)
                value = Real(value) is { } number ? Number(number) : null;
            if (value is { Length: > 0 and < 200 } && !facts.Exists(fact => fact.Name == name))
                facts.Add(new(name, value, unit));
        }
    }

    // DigitalMicrograph: x, y and, for stacks, z.
    private static (TiffWords Words, (Axis Row, Axis Column)? Pixel) Gatan(
        TiffWords words, TiffDirectory directory, (Axis Row, Axis Column)? pixel)
    {
        var (unitX, unitY) = (Unit(TiffTag.GatanUnitX), Unit(TiffTag.GatanUnitY));
        if (pixel is null && unitX is not null && unitY is not null
            && directory.Real(TiffTag.GatanScaleX) is { } width and not 0 && directory.Real(TiffTag.GatanScaleY) is { } height and not 0)
            pixel = (
                new("detector row", height, Origin(TiffTag.GatanOriginY), unitY),
                new("detector column", width, Origin(TiffTag.GatanOriginX), unitX));
        if (words.Scan is null && directory.Real(TiffTag.GatanScaleZ) is { } step and not 0 && Unit(TiffTag.GatanUnitZ) is { } unitZ)
            words = words with
            {
                ScanAxes = [new(unitZ == "s" ? "time" : "slice", step, Origin(TiffTag.GatanOriginZ), unitZ)],
            };
        return (words, pixel);

        double Origin(ushort tag) => (directory.Real(tag) ?? 0) + 0.0;   // -0 is 0

        string? Unit(ushort tag) => LengthUnit.Normal(directory.Text(tag));
    }

    private static string? Join(string? make, string? model) =>
        make is null || model is null || model.StartsWith(make, StringComparison.OrdinalIgnoreCase)
            ? (model ?? make)?.Trim()
            : $"{make.Trim()} {model.Trim()}";

    private static string? Key(string text, string key)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && line.Length > key.Length + 1 && line[key.Length] == '=')
                return line[(key.Length + 1)..].Trim().ToString();
        }

        return null;
    }

    private static (double Value, string Unit)? Measure(string text, string name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal)
                && Written().Match(line[name.Length..].ToString()) is { Success: true } found
                && Real(found.Groups["value"].Value) is { } value)
                return (value, found.Groups["unit"].Value);
        }

        return null;
    }

    private static string? Element(string text, string name)
    {
        var start = text.IndexOf($"<{name}>", StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += name.Length + 2;
        var end = text.IndexOf('<', start);
        return end < 0 ? null : text[start..end].Trim();
    }

    private static double? Real(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*=\s*(?<value>[-+0-9.eE]+)\s*(?<unit>\S*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
