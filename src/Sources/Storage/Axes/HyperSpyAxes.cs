using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Axes in HyperSpy's layout: a group <c>axis-N</c> beside the data for each axis, with attributes name, scale, offset, units, size and
/// navigate.
/// </summary>
internal static class HyperSpyAxes
{
    /// <summary>Reads the axes beside a dataset; null when the group is not of this layout.</summary>
    public static StoredAxes? Read(Hdf5Group group, ImmutableArray<long> shape)
    {
        var axes = new List<Axis>();
        int signal = 0, told = 0;
        for (var i = 0; i < shape.Length; i++)
        {
            if (Local(group, $"axis-{i}") is not { } axis || StoredAxes.Number(axis, "size") is { } size && size != shape[i])
                return null;
            var unit = StoredAxes.Text(axis, "units");
            var (scale, offset) = (StoredAxes.Number(axis, "scale"), StoredAxes.Number(axis, "offset"));
            var name = StoredAxes.Text(axis, "name") is { Length: > 0 } written && !written.StartsWith('<') ? written : "";
            // Axes without equal steps keep their coordinates instead.
            var places = scale is null && axis.TryOpen("axis") is Hdf5Dataset { Type.IsNumeric: true, Shape.Length: 1 } coordinates
                && coordinates.ElementCount == shape[i]
                && shape[i] is > 0 and <= AxisValues.Most ? coordinates.ReadValue().ToDoubles() : null;
            if (places is not null && places.All(double.IsFinite) && LengthUnit.Normal(unit) is { } unitOfPlaces)
                axes.Add(Axis.Of(name, places, unitOfPlaces));
            else
                axes.Add(scale is { } step
                    && step != 0 && LengthUnit.Normal(unit) is { } normal ? new Axis(name, step, offset ?? 0, normal) : new Axis(name));
            if (StoredAxes.Number(axis, "navigate") is { } navigates)
            {
                told++;
                signal += navigates == 0 ? 1 : 0;
            }
        }

        return new("HyperSpy", [.. axes], told == shape.Length ? signal : RecordBy(group), Facts(group));
    }

    // Files of old versions do not tell axes apart, but what was recorded.
    private static int? RecordBy(Hdf5Group group) => Local(group, "metadata/Signal") is { } signal
        ? StoredAxes.Text(signal, "record_by") switch { "image" => 2, "spectrum" => 1, _ => null }
        : null;

    // HyperSpy's own units: kV, mm, mrad, s.
    private static List<Fact> Facts(Hdf5Group group)
    {
        var facts = new List<Fact>();
        Of("General", static of => of.Text("title", "title").Text("original_filename", "original_file"));
        Of("Acquisition_instrument/TEM", static of => of.Text("microscope", "microscope").Number("beam_energy", "high_tension", "V", 1000)
            .Number("camera_length", "camera_length", "m", 0.001).Number("convergence_angle", "convergence_semi_angle", "mrad")
            .Number("magnification", "magnification"));
        Of("Acquisition_instrument/TEM/Stage", static of => of.Number("tilt_alpha", "stage_alpha", "deg")
            .Number("tilt_beta", "stage_beta", "deg"));
        Of("Acquisition_instrument/TEM/Detector/Camera", static of => of.Number("exposure", "exposure_time", "s"));
        Of("Acquisition_instrument/TEM/Detector/Diffraction", static of => of.Number("exposure_time", "exposure_time", "s"));
        return facts;

        void Of(string part, Func<StoredFacts, StoredFacts> read)
        {
            if (Local(group, "metadata/" + part) is { } found)
                facts.AddRange(read(new(found)).Found);
        }
    }

    private static Hdf5Group? Local(Hdf5Group group, string path) => group.TryOpen(path) as Hdf5Group;
}
