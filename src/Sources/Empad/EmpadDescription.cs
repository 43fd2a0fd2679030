using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Empad;

/// <summary>The <c>.xml</c> file of a scan: what was set, and what the microscope said.</summary>
internal sealed class EmpadDescription
{
    private readonly XElement _root;

    private EmpadDescription(string path, XElement root)
    {
        Path = path;
        _root = root;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Name of the file of frames, without a folder; null: it is not said.</summary>
    public string? FramesName => _root.Element("raw_file")?.Attribute("filename")?.Value.Trim().Split('/', '\\')[^1];

    /// <summary>The size of the scan as it is written for the file.</summary>
    public Extent? Written => Scan(_root, "pix_y", "pix_x");

    /// <summary>The size of the scan, or the length of the series, that the acquisition was set to.</summary>
    public Extent? Acquired => _root.Elements("scan_parameters")
        .Where(static set => (string?)set.Attribute("mode") is "acquire" or null)
        .Select(static set => Scan(set, "scan_resolution_y", "scan_resolution_x")
            ?? (Length(set, "series_count") is { } frames ? new Extent(frames) : null))
        .FirstOrDefault(static scan => scan is not null);

    /// <summary>Height and width of the scanned field in m; null: not said.</summary>
    public (double Height, double Width)? FieldMetres
    {
        get
        {
            if (Measured("full_scan_field_of_view") is { HasElements: true } view)
                return (Positive(view.Element("y")?.Value), Positive(view.Element("x")?.Value)) is ({ } y, { } x) ? (y, x) : null;
            var list = Measured("optics.get_full_scan_field_of_view")?.Value.Trim(' ', '[', ']', '(', ')').Split(',');
            return list is [var first, var second] && (Positive(second), Positive(first)) is ({ } height, { } width)
                ? (height, width)
                : null;
        }
    }

    /// <summary>Step of the detector in 1/nm; null: not said.</summary>
    /// <remarks>The program writes the number in 1/nm as if it were one of nm in m.</remarks>
    public double? PixelPerNanometre => Positive(Measured("calibrated_pixelsize")?.Value) is { } size ? size * 1e9 : null;

    /// <summary>Step of the detector in rad; null: not said.</summary>
    public double? PixelRadians => Positive(Measured("calibrated_diffraction_angle")?.Value);

    /// <summary>What it says of the microscope.</summary>
    public IEnumerable<Fact> Facts
    {
        get
        {
            if (_root.Element("timestamp")?.Attribute("isoformat")?.Value is { Length: > 0 } recorded)
                yield return new("recorded", recorded);
            foreach (var (name, element, unit) in ((string Name, string Element, string? Unit)[])
            [
                ("high_tension", "source.get_voltage", "V"), ("high_tension", "high_voltage", "V"),
                ("camera_length", "optics.get_cameralength", "m"), ("camera_length", "nominal_camera_length", "m"),
                ("scan_rotation", "column.get_scanrotation", null), ("scan_rotation", "scan_rotation", null),
            ])
            {
                if (Number(Measured(element)?.Value) is { } value)
                    yield return new(name, value.ToString("R", CultureInfo.InvariantCulture), unit);
            }

            if (Number(_root.Element("exposure_time")?.Value) is { } exposure)
                yield return new("exposure_time", exposure.ToString("R", CultureInfo.InvariantCulture));
            if (_root.Element("software_version")?.Value is { Length: > 0 } version)
                yield return new("software_version", version);
        }
    }

    /// <summary>Reads a description.</summary>
    /// <exception cref="SourceException">It is no XML, or too long for a description.</exception>
    public static EmpadDescription Read(string path)
    {
        using var file = HeaderReader.Open(path);
        if (file.Length > HeaderReader.MaximumBytes)
            throw file.Fault(0, $"the description has {file.Length} bytes; up to {HeaderReader.MaximumBytes} are read.");
        try
        {
            using var text = new MemoryStream(file.Bytes(0, (int)file.Length).ToArray());
            using var reader = XmlReader.Create(text, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return new(System.IO.Path.GetFullPath(path), XDocument.Load(reader).Root!);
        }
        catch (XmlException e)
        {
            throw new SourceException(
                path,
                $"the description is no XML (line {e.LineNumber}: {e.Message.Split(" Line ")[0].TrimEnd('.')}): copy it again, or open the "
                + ".raw file.",
                offset: null,
                e);
        }
    }

    private XElement? Measured(string name) => _root.Element("iom_measurements")?.Element(name);

    private static Extent? Scan(XElement of, string rows, string columns) =>
        Length(of, rows) is { } height && Length(of, columns) is { } width ? new Extent(height, width) : null;

    private static int? Length(XElement of, string name) =>
        int.TryParse(of.Element(name)?.Value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var length) && length > 0
            ? length
            : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static double? Positive(string? text) => Number(text) is { } value and > 0 ? value : null;
}
