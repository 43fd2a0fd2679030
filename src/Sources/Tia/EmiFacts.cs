using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tia;

/// <summary>
/// What an EMI file says of the microscope: XML among binary data, behind the name of the SER file that it is about. Only the beginning and
/// the end of a long file are searched: between them are pixels.
/// </summary>
internal static class EmiFacts
{
    private const int HeadBytes = 128 << 10;
    private const int TailBytes = 512 << 10;
    private const int LongestXml = 256 << 10;

    // As they are written, and the names and units that other formats use, too.
    private static readonly (string Label, string Name, string? Unit)[] Known =
    [
        ("Camera length", "camera_length", "m"),
        ("Magnification", "magnification", null),
        ("Stem rotation", "scan_rotation", "deg"),
        ("Mode", "mode", null),
        ("Microscope", "microscope", null),
        ("User", "operator", null),
        ("Gun type", "gun", null),
        ("Spot size", "spot_size", null),
        ("Emission", "emission_current", "µA"),
        ("Defocus", "defocus", "µm"),
        ("C2 Aperture", "c2_aperture", "µm"),
        ("Stage X", "stage_x", "µm"),
        ("Stage Y", "stage_y", "µm"),
        ("Stage Z", "stage_z", "µm"),
        ("Stage A", "stage_alpha", "deg"),
        ("Stage B", "stage_beta", "deg"),
    ];

    /// <summary>Reads what is said of a SER file.</summary>
    /// <param name="emi">The EMI file.</param>
    /// <param name="ser">The SER file.</param>
    /// <returns>The facts, and what is wrong with them in a sentence.</returns>
    public static (IReadOnlyList<Fact> Facts, string? Note) Read(string emi, string ser)
    {
        try
        {
            using var file = HeaderReader.Open(emi);
            var tail = (int)Math.Min(file.Length, TailBytes);
            var head = (int)Math.Min(file.Length - tail, HeadBytes);
            var text = Encoding.Latin1.GetString(file.Bytes(0, head)) + Encoding.Latin1.GetString(file.Bytes(file.Length - tail, tail));
            return Xml(text, Path.GetFileName(ser)) is { } xml ? (Facts(Parse(xml)), null) : ([], null);
        }
        catch (Exception e) when (e is SourceException or XmlException)
        {
            return ([], $"what {Path.GetFileName(emi)} says of the microscope cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }

    // The first description behind the name of the file; of a file that was renamed the first of all.
    private static string? Xml(string text, string name)
    {
        const string Start = "<ObjectInfo>", End = "</ObjectInfo>";
        var about = text.IndexOf("\\" + name, StringComparison.OrdinalIgnoreCase);
        var start = text.IndexOf(Start, Math.Max(about, 0), StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(End, start, StringComparison.Ordinal);
        return end < 0 || end - start > LongestXml ? null : text[start..(end + End.Length)];
    }

    private static XElement Parse(string xml)
    {
        using var reader = XmlReader.Create(
            new StringReader(xml),
            new() { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = LongestXml, XmlResolver = null });
        return XElement.Load(reader);
    }

    private static List<Fact> Facts(XElement info)
    {
        var facts = new List<Fact>();
        if (info.Descendants("AcceleratingVoltage").FirstOrDefault()?.Value.Trim() is { } volts && IsNumber(volts))
            facts.Add(new("high_tension", volts, "V"));
        var said = info.Element("ExperimentalDescription")?.Descendants("Data")
            .Select(static data => (Label: data.Element("Label")?.Value.Trim(), Value: data.Element("Value")?.Value.Trim()))
            .ToList() ?? [];
        foreach (var (label, name, unit) in Known)
        {
            if (said.Find(data => data.Label == label).Value is { Length: > 0 } value && (unit is null || IsNumber(value)))
                facts.Add(new(name, value, unit));
        }

        return facts;
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
