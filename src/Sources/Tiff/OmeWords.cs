using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>The description of OME-TIFF: an OME-XML document (schema 2016-06 and older ones).</summary>
internal static class OmeWords
{
    /// <summary>Reads it.</summary>
    /// <param name="text">The description.</param>
    /// <param name="samples">Values of a pixel, which the document counts as channels.</param>
    /// <returns>Null: it is another one, or it is damaged.</returns>
    public static TiffWords? Of(string text, int samples)
    {
        if (!text.Contains("<OME", StringComparison.Ordinal) || Root(text) is not { } root)
            return null;
        XElement[] images = [.. root.Elements().Where(static element => element.Name.LocalName == "Image")];
        var pixels = images.FirstOrDefault()?.Elements().FirstOrDefault(static element => element.Name.LocalName == "Pixels");
        if (pixels is null)
            return null;
        var notes = new List<string>();
        if (images.Length > 1)
            notes.Add($"the OME-XML describes {images.Length} images; the first one is opened.");
        var files = pixels.Descendants().Where(static element => element.Name.LocalName == "UUID")
            .Select(static element => (string?)element.Attribute("FileName")).OfType<string>().Distinct().Count();
        if (files > 1)
            notes.Add($"this OME-TIFF is one of {files} files of a data set; only the pages in it are read, in their order.");
        var (scan, axes) = Stack(pixels, samples);
        var unit = LengthUnit.Normal((string?)pixels.Attribute("PhysicalSizeXUnit") ?? "µm");
        return new()
        {
            Scan = files > 1 ? null : scan,
            ScanAxes = files > 1 ? [] : [.. axes],
            IsInOnePiece = false,
            Pixel = unit == (LengthUnit.Normal((string?)pixels.Attribute("PhysicalSizeYUnit") ?? "µm"))
                ? TiffWords.Sized(Real(pixels, "PhysicalSizeY"), Real(pixels, "PhysicalSizeX"), unit)
                : null,
            Facts = Real(pixels, "PhysicalSizeX") is null ? [] : [new("pixel_size_origin", "OME-XML in the TIFF file")],
            Notes = [.. notes],
        };
    }

    private static (Extent? Scan, Axis[] Axes) Stack(XElement pixels, int samples)
    {
        // Fast first, behind X and Y.
        var order = (string?)pixels.Attribute("DimensionOrder") is { Length: 5 } given && given.StartsWith("XY", StringComparison.Ordinal)
            ? given[2..]
            : "ZCT";
        var lengths = new List<long>();
        var axes = new List<Axis>();
        foreach (var letter in order.Reverse())
        {
            var length = Size(pixels, $"Size{letter}");
            if (letter == 'C' && samples > 1 && length % samples == 0)
                length /= samples;
            if (length <= 1)
                continue;
            lengths.Add(length);
            axes.Add(letter switch
            {
                'T' => Step("time", "TimeIncrement", "TimeIncrementUnit", "s"),
                'Z' => Step("slice", "PhysicalSizeZ", "PhysicalSizeZUnit", "µm"),
                _ => new("channel"),
            });
        }

        Int128 count = 1;
        foreach (var length in lengths)
            count *= length;
        return lengths.Count == 0 || count > int.MaxValue ? (null, []) : (new Extent([.. lengths]), [.. axes]);

        Axis Step(string name, string size, string unit, string usual) =>
            Real(pixels, size) is { } step and > 0 && LengthUnit.Normal((string?)pixels.Attribute(unit) ?? usual) is { } known
                ? new(name, step, 0, known)
                : new(name);
    }

    private static long Size(XElement pixels, string name) =>
        long.TryParse((string?)pixels.Attribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size is > 0 and < int.MaxValue ? size : 1;

    private static double? Real(XElement pixels, string name) =>
        double.TryParse((string?)pixels.Attribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;

    private static XElement? Root(string text)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text.Trim()),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersFromEntities = 1 << 16 });
            return XElement.Load(reader) is { Name.LocalName: "OME" } root ? root : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
