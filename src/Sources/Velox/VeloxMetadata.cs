using System.Globalization;
using System.Text;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Velox;

/// <summary>What Velox keeps beside each frame: a column of bytes that is JSON, filled up with zeros. That of the first frame is taken for
/// all.</summary>
internal sealed class VeloxMetadata
{
    private const int MostBytes = 16 << 20;

    // What is read, under which name, in which unit, and by what its numbers are multiplied to have it.
    private static readonly (string[] At, string Name, string? Unit, double Factor)[] Numbers =
    [
        (["Optics", "AccelerationVoltage"], "high_tension", "V", 1),
        (["Optics", "CameraLength"], "camera_length", "m", 1),
        (["Optics", "BeamConvergence"], "convergence_semi_angle", "mrad", 1000),
        (["Optics", "NominalMagnification"], "magnification", null, 1),
        (["Optics", "Defocus"], "defocus", "m", 1),
        (["Scan", "DwellTime"], "scan_dwell_time", "s", 1),
        (["Scan", "FrameTime"], "frame_time", "s", 1),
        (["Scan", "ScanRotation"], "scan_rotation", "deg", 180 / Math.PI),
        (["Stage", "AlphaTilt"], "stage_alpha", "deg", 180 / Math.PI),
        (["Stage", "BetaTilt"], "stage_beta", "deg", 180 / Math.PI),
    ];

    private readonly JsonElement _all;
    private readonly JsonElement? _detector;

    private VeloxMetadata(JsonElement all)
    {
        _all = all;
        _detector = Detector(all);
    }

    private string? DetectorName => VeloxJson.Text(_all, "BinaryResult", "Detector") is { Length: > 0 } name ? name : null;

    /// <summary>Positions of the scan during which the frames were taken; null: not said.</summary>
    public Extent? Scan => VeloxJson.Number(_all, "Scan", "ScanSize", "height") is >= 1 and <= int.MaxValue and var rows
        && VeloxJson.Number(_all, "Scan", "ScanSize", "width") is >= 1 and <= int.MaxValue and var columns
        ? new Extent((long)rows, (long)columns) : null;

    /// <summary>Facts of the experiment.</summary>
    public IEnumerable<Fact> Facts()
    {
        if (DetectorName is { } detector)
            yield return new("detector_name", detector);
        if (VeloxJson.Text(_all, "Instrument", "InstrumentModel") is { Length: > 0 } model)
            yield return new("microscope", model);
        if (VeloxJson.Number(_all, "Acquisition", "AcquisitionStartDatetime", "DateTime") is > 0 and < 1e11 and var seconds)
            yield return new(
                "recorded",
                DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        foreach (var (at, name, unit, factor) in Numbers)
        {
            // 0 stands for what the instrument does not tell, and so does a negative convergence.
            if (VeloxJson.Number(_all, at) is { } number and not 0 && (number > 0 || unit != "mrad"))
                yield return StoredFacts.Of(name, number, unit, factor);
        }

        if (Exposure is { } exposure)
            yield return StoredFacts.Of("exposure_time", exposure, "s");
    }

    /// <summary>Axes of an image: lengths in nm, reciprocal ones in 1/nm, angles in mrad.</summary>
    public (Axis Row, Axis Column) ImageAxes() =>
        (Of("detector row", "height", "PixelUnitY", "y"), Of("detector column", "width", "PixelUnitX", "x"));

    /// <summary>The axis of a spectrum.</summary>
    public Axis EnergyAxis() =>
        _detector is { } detector && VeloxJson.Number(detector, "Dispersion") is > 0 and var dispersion
            ? new("energy", dispersion / 1000, (VeloxJson.Number(detector, "OffsetEnergy") ?? 0) / 1000, "keV")
            : new("energy");

    /// <summary>The axis of a series of images: the time from one to the next, as long as one of them takes.</summary>
    public Axis TimeAxis() => (VeloxJson.Number(_all, "Scan", "FrameTime") is > 0 and var scan ? scan : Exposure) is { } step
        ? new("time", step, 0, "s") : new("time");

    /// <summary>Reads the metadata of a signal.</summary>
    /// <param name="group">Its group.</param>
    /// <returns>Null: there are none that can be understood.</returns>
    public static VeloxMetadata? Read(Hdf5Group group)
    {
        if (group.TryOpen("Metadata") is not Hdf5Dataset { Type: { Size: 1, IsNumeric: true }, Shape: [> 0 and <= MostBytes, > 0] } column
            || column.ChunkBytes > MostBytes)
            return null;
        var bytes = new byte[column.Shape[0]];
        column.ReadRaw([0, 0], [bytes.Length, 1], bytes);
        var end = bytes.AsSpan().IndexOf((byte)0);
        return VeloxJson.Parse(Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end)) is { } all ? new(all) : null;
    }

    private double? Exposure =>
        _detector is { } detector && VeloxJson.Number(detector, "ExposureTime") is > 0 and var exposure ? exposure : null;

    private static JsonElement? Detector(JsonElement all)
    {
        if (VeloxJson.Member(all, "Detectors") is not { ValueKind: JsonValueKind.Object } detectors)
            return null;
        if (VeloxJson.Number(all, "BinaryResult", "DetectorIndex") is { } index
            && VeloxJson.Member(detectors, string.Create(CultureInfo.InvariantCulture, $"Detector-{index:0}")) is { } numbered)
            return numbered;
        var name = VeloxJson.Text(all, "BinaryResult", "Detector");
        foreach (var detector in detectors.EnumerateObject())
        {
            if (VeloxJson.Text(detector.Value, "DetectorName") == name)
                return detector.Value;
        }

        return null;
    }

    private Axis Of(string name, string size, string unit, string offset)
    {
        (string Name, double Factor)? known = VeloxJson.Text(_all, "BinaryResult", unit) switch
        {
            "m" => ("nm", 1e9),
            "1/m" => ("1/nm", 1e-9),
            "rad" => ("mrad", 1e3),
            _ => null,
        };
        return known is { } of && VeloxJson.Number(_all, "BinaryResult", "PixelSize", size) is { } step and not 0
            ? new(name, step * of.Factor, (VeloxJson.Number(_all, "BinaryResult", "Offset", offset) ?? 0) * of.Factor, of.Name)
            : new(name);
    }
}
