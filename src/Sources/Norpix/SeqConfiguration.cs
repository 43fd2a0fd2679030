using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Ronchi.Frames;

namespace Ronchi.Sources.Norpix;

/// <summary>The configuration of a Direct Electron camera (<c>X.seq.Config.Metadata.xml</c>).</summary>
/// <param name="Facts">What it says of the recording.</param>
/// <param name="Prebuffer">Half frames in each image of a pair of sequences; null: not said.</param>
/// <param name="Note">Why it cannot be read; null: it can.</param>
internal sealed record SeqConfiguration(IReadOnlyList<Fact> Facts, int? Prebuffer, string? Note)
{
    private const int LongestFile = 256 << 10;

    private static readonly (string Element, string Name, string? Unit)[] Known =
    [
        ("CameraType", "detector_name", null),
        ("FrameRate", "frame_rate", "Hz"),
        ("ImageBinning", "binning", null),
        ("ImageOffsetX", "detector_offset_column", "px"),
        ("ImageOffsetY", "detector_offset_row", "px"),
        ("Temperature", "detector_temperature", "°C"),
        ("ShutterMode", "shutter_mode", null),
        ("SensorGain", "sensor_gain", null),
        ("StreamPixVersion", "software_version", null),
        ("FWVersion", "firmware_version", null),
    ];

    /// <summary>Reads it.</summary>
    /// <param name="path">The file; null: there is none.</param>
    public static SeqConfiguration Read(string? path)
    {
        if (path is null)
            return new([], null, null);
        try
        {
            using var stream = RegularFile.OpenRead(path);
            using var reader = XmlReader.Create(
                stream, new() { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = LongestFile, XmlResolver = null });
            var info = XElement.Load(reader).Element("FileInfo");
            return new(
                [.. Known.Where(known => Value(info, known.Element) is not null)
                    .Select(known => new Fact(known.Name, Value(info, known.Element)!, known.Unit))],
                int.TryParse(Value(info, "SegmentPreBuffer"), NumberStyles.None, CultureInfo.InvariantCulture, out var halves)
                    ? halves
                    : null,
                null);
        }
        catch (Exception e) when (e is SourceException or XmlException or IOException)
        {
            return new([], null, $"{Path.GetFileName(path)} cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }

    private static string? Value(XElement? info, string name) =>
        info?.Element(name)?.Attribute("Value")?.Value is { Length: > 0 } value ? value : null;
}
