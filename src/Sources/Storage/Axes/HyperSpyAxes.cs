using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Axes in HyperSpy's layout, of HDF5 (.hspy) and Zarr (.zspy) alike: a group <c>axis-N</c> beside the data for each axis, with attributes
/// name, scale, offset, units, size and navigate.
/// </summary>
internal static class HyperSpyAxes
{
    private const string Nothing = "_None_";

    /// <summary>Reads the axes beside an array; null when the group is not of this layout.</summary>
    /// <param name="group">The group that holds the array.</param>
    /// <param name="shape">Its axes.</param>
    public static StoredAxes? Read(IAttributeTree group, ImmutableArray<long> shape)
    {
        var axes = new List<Axis>();
        int signal = 0, told = 0;
        for (var i = 0; i < shape.Length; i++)
        {
            var axis = $"axis-{i}";
            if (!group.Has(axis) || group.Number(axis, "size") is { } size && size != shape[i])
                return null;
            axes.Add(Axis(group, axis, shape[i]));
            if (group.Number(axis, "navigate") is { } navigates)
            {
                told++;
                signal += navigates == 0 ? 1 : 0;
            }
        }

        return new("HyperSpy", [.. axes], told == shape.Length ? signal : RecordBy(group), Facts(group));
    }

    private static Axis Axis(IAttributeTree group, string axis, long length)
    {
        var name = group.Text(axis, "name") is { Length: > 0 } written && written != Nothing && !written.StartsWith('<') ? written : "";
        var unit = group.Text(axis, "units") is { } units && units != Nothing ? LengthUnit.Normal(units) : null;
        if (group.Number(axis, "scale") is { } step)
            return step != 0 && unit is not null ? new(name, step, group.Number(axis, "offset") ?? 0, unit) : new(name);
        // Axes without equal steps keep their coordinates instead.
        return unit is not null && length is > 0 and <= AxisValues.Most && group.Numbers(axis, "axis", length) is { } places
            && places.All(double.IsFinite)
            ? Frames.Axis.Of(name, places, unit)
            : new(name);
    }

    // Files of old versions do not tell axes apart, but what was recorded.
    private static int? RecordBy(IAttributeTree group) =>
        group.Text("metadata/Signal", "record_by") switch { "image" => 2, "spectrum" => 1, _ => null };

    // HyperSpy's own units: kV, mm, mrad, s.
    private static List<Fact> Facts(IAttributeTree group)
    {
        const string microscope = "Acquisition_instrument/TEM", camera = microscope + "/Detector/Camera",
            diffraction = microscope + "/Detector/Diffraction";
        var facts = new List<Fact>();
        Text("General", "title", "title");
        Text("General", "original_filename", "original_file");
        Text(microscope, "microscope", "microscope");
        Number(microscope, "beam_energy", "high_tension", "V", 1000);
        Number(microscope, "camera_length", "camera_length", "m", 0.001);
        Number(microscope, "convergence_angle", "convergence_semi_angle", "mrad");
        Number(microscope, "magnification", "magnification", null);
        Number(microscope + "/Stage", "tilt_alpha", "stage_alpha", "deg");
        Number(microscope + "/Stage", "tilt_beta", "stage_beta", "deg");
        Number(camera, "exposure", "exposure_time", "s");
        Number(diffraction, "exposure_time", "exposure_time", "s");
        return facts;

        void Text(string part, string attribute, string name)
        {
            if (group.Text("metadata/" + part, attribute)?.Trim() is { Length: > 0 } text && text != Nothing)
                facts.Add(new(name, text));
        }

        // 0 stands for "not known".
        void Number(string part, string attribute, string name, string? unit, double factor = 1)
        {
            if (group.Number("metadata/" + part, attribute) is { } number and not 0)
                facts.Add(StoredFacts.Of(name, number, unit, factor));
        }
    }
}
