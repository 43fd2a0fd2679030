using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Dectris;

/// <summary>What a master file says about detector and experiment.</summary>
internal sealed class EigerFacts
{
    // Names under /entry/instrument/detector; what people look for first comes first.
    internal static readonly (string Path, string Name)[] Known =
    [
        ("description", "detector_name"),
        ("detector_number", "detector_number"),
        ("detectorSpecific/data_collection_date", "recorded"),
        ("detectorSpecific/photon_energy", "incident_energy"),
        ("threshold_energy", "threshold_energy"),
        ("count_time", "count_time"),
        ("frame_time", "frame_time"),
        ("detectorSpecific/trigger_mode", "trigger_mode"),
        ("detectorSpecific/ntrigger", "ntrigger"),
        ("detectorSpecific/nimages", "nimages"),
        ("bit_depth_image", "bit_depth_image"),
        ("bit_depth_readout", "bit_depth_readout"),
        ("saturation_value", "saturation_value"),
        ("sensor_material", "sensor_material"),
        ("sensor_thickness", "sensor_thickness"),
        ("x_pixel_size", "pixel_size_column"),
        ("y_pixel_size", "pixel_size_row"),
        ("beam_center_x", "beam_center_column"),
        ("beam_center_y", "beam_center_row"),
        ("countrate_correction_applied", "countrate_correction_applied"),
        ("flatfield_correction_applied", "flatfield_correction_applied"),
        ("pixel_mask_applied", "pixel_mask_applied"),
        ("virtual_pixel_correction_applied", "virtual_pixel_correction_applied"),
        ("detectorSpecific/software_version", "software_version"),
        ("detectorSpecific/eiger_fw_version", "firmware_version"),
    ];

    private readonly Hdf5File _file;

    private EigerFacts(Hdf5File file, IReadOnlyList<Fact> all, long? triggered)
    {
        _file = file;
        All = all;
        Triggered = triggered;
    }

    public IReadOnlyList<Fact> All { get; }

    /// <summary>Frames that the detector was armed for: triggers × images per trigger.</summary>
    public long? Triggered { get; }

    public static EigerFacts Read(Hdf5File file)
    {
        var facts = new List<Fact>();
        foreach (var (path, name) in Known)
        {
            if (Text(file, $"{EigerLayout.Detector}/{path}") is { Value.Length: > 0 } read)
                facts.Add(new(name, read.Value, read.Unit));
        }

        var triggers = Count(file, "ntrigger");
        var images = Count(file, "nimages") ?? 1;
        var fits = triggers is > 0 and < 1L << 31 && images is > 0 and < 1L << 31;
        return new(file, facts, fits ? triggers * images : null);
    }

    /// <summary>Pixels that the detector's mask marks; null when there is no mask or none is marked.</summary>
    /// <exception cref="SourceException">The mask has another shape than frames.</exception>
    public PixelSet? MaskedPixels(Extent detector)
    {
        if (_file.TryOpen($"{EigerLayout.Specific}/pixel_mask") is not Hdf5Dataset dataset)
            return null;
        if (!dataset.Shape.AsSpan().SequenceEqual(detector.Lengths.AsSpan()))
            throw new SourceException(
                _file.Path, $"the pixel mask has shape {new Extent(dataset.Shape.AsSpan())}, but frames have {detector}.");
        var marks = dataset.ReadValue().ToInt64s();
        var masked = PixelSet.From(marks.Length, pixel => marks[pixel] != 0);
        return masked.Count > 0 ? masked : null;
    }

    /// <summary>The only element of a dataset as text, and its unit; null: there is no such dataset.</summary>
    internal static (string Value, string? Unit)? Text(Hdf5File file, string path)
    {
        if (file.TryOpen(path) is not Hdf5Dataset dataset || dataset.ElementCount != 1)
            return null;
        var value = dataset.ReadValue();
        var text = value.IsText
            ? value.ToText()
            : value.IsNumeric ? value.ToDouble().ToString("R", CultureInfo.InvariantCulture) : null;
        var unit = dataset.Attributes.TryGetValue("units", out var attribute) && attribute.Type.IsText
            ? attribute.ReadValue().ToText()
            : null;
        return text is null ? null : (text, unit);
    }

    private static long? Count(Hdf5File file, string name) =>
        file.TryOpen($"{EigerLayout.Specific}/{name}") is Hdf5Dataset { ElementCount: 1, Type.IsNumeric: true } dataset
            ? dataset.ReadValue().ToInt64()
            : null;
}
