using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Gatan;

/// <summary>What the tags of an image say of the experiment.</summary>
internal static class DmFacts
{
    // What people look for first comes first; of several tags for the same the first that is there counts.
    private static readonly (string Name, string Path, string? Unit, double Factor)[] Numbers =
    [
        ("high_tension", "Microscope Info/Voltage", "V", 1),
        ("camera_length", "Microscope Info/STEM Camera Length", "m", 1e-3),
        ("magnification", "Microscope Info/Indicated Magnification", null, 1),
        ("exposure", "Acquisition/Parameters/High Level/Exposure (s)", "s", 1),
        ("exposure", "EELS/Acquisition/Exposure (s)", "s", 1),
        ("exposure", "DataBar/Exposure Time (s)", "s", 1),
        ("scan_dwell_time", "SI/Acquisition/Pixel time (s)", "s", 1),
        ("scan_dwell_time", "DigiScan/Sample Time", "s", 1e-6),
        ("scan_rotation", "DigiScan/Rotation", "deg", 1),
        ("convergence_semi_angle", "EELS/Experimental Conditions/Convergence semi-angle (mrad)", "mrad", 1),
        ("convergence_semi_angle", "Microscope Info/Convergence semi-angle (mrad)", "mrad", 1),
        ("collection_semi_angle", "EELS/Experimental Conditions/Collection semi-angle (mrad)", "mrad", 1),
        ("probe_current", "Microscope Info/Probe Current (nA)", "nA", 1),
        ("probe_size", "Microscope Info/Probe Size (nm)", "nm", 1),
        ("emission_current", "Microscope Info/Emission Current (µA)", "µA", 1),
        ("spherical_aberration", "Microscope Info/Cs(mm)", "mm", 1),
        ("stage_alpha", "Microscope Info/Stage Position/Stage Alpha", "deg", 1),
        ("stage_beta", "Microscope Info/Stage Position/Stage Beta", "deg", 1),
        ("stage_x", "Microscope Info/Stage Position/Stage X", "µm", 1),
        ("stage_y", "Microscope Info/Stage Position/Stage Y", "µm", 1),
        ("stage_z", "Microscope Info/Stage Position/Stage Z", "µm", 1),
    ];

    private static readonly (string Name, string Path)[] Texts =
    [
        ("microscope", "Microscope Info/Name"),
        ("microscope", "Session Info/Microscope"),
        ("operation_mode", "Microscope Info/Operation Mode"),
        ("imaging_mode", "Microscope Info/Imaging Mode"),
        ("illumination_mode", "Microscope Info/Illumination Mode"),
        ("detector_name", "Acquisition/Device/Name"),
        ("detector_name", "DataBar/Device Name"),
        ("specimen", "Session Info/Specimen"),
        ("operator", "Session Info/Operator"),
        ("recorded", "Timestamp"),
        ("software_version", "GMS Version/Created"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Fact> Of(DmImage image)
    {
        var tags = image.Tags.Group("ImageTags");
        var facts = new List<Fact>();
        if (image.Name.Length > 0)
            facts.Add(new("title", image.Name));
        foreach (var (name, path, unit, factor) in Numbers)
        {
            if (!facts.Exists(fact => fact.Name == name) && tags.Number(path.Split('/')) is { } number and not 0)
                facts.Add(Number(name, number * factor, unit));
        }

        foreach (var (name, path) in Texts)
        {
            if (!facts.Exists(fact => fact.Name == name) && tags.Text(path.Split('/')) is { } text)
                facts.Add(new(name, text));
        }

        if (!facts.Exists(static fact => fact.Name == "recorded") && Recorded(tags) is { } recorded)
            facts.Add(new("recorded", recorded));
        return facts;
    }

    /// <summary>A number as a fact.</summary>
    public static Fact Number(string name, double value, string? unit) =>
        new(name, ((double)(float)value == value ? value : Math.Round(value, 12)).ToString("R", CultureInfo.InvariantCulture), unit);

    // Date and time in the language of the computer that recorded them: as they are written.
    private static string? Recorded(DmGroup tags)
    {
        var (date, time) = (tags.Text("DataBar", "Acquisition Date"), tags.Text("DataBar", "Acquisition Time"));
        return date is null ? time : time is null ? date : $"{date} {time}";
    }
}
