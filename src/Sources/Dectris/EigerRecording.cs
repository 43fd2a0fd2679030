using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Dectris;

/// <summary>What <see cref="EigerFileWriter"/> writes down about a recording.</summary>
/// <param name="ScanRows">Scan positions along the slow axis.</param>
/// <param name="ScanColumns">Scan positions along the fast axis.</param>
/// <param name="DetectorRows">Detector rows.</param>
/// <param name="DetectorColumns">Detector columns.</param>
public sealed record EigerRecording(int ScanRows, int ScanColumns, int DetectorRows, int DetectorColumns)
{
    /// <summary>Type of the values: u8, u16 or u32.</summary>
    public ElementType ElementType { get; init; } = ElementType.U16;

    /// <summary>Frames of a data file; the last one has what is left.</summary>
    public int FramesPerFile { get; init; } = 10_000;

    /// <summary>What the detector is called.</summary>
    public string Description { get; init; } = "Ronchi simulator";

    /// <summary>Acceleration voltage in V.</summary>
    public double? VoltageVolts { get; init; }

    /// <summary>Time in which one frame was recorded, in s.</summary>
    public double? FrameTimeSeconds { get; init; }

    /// <summary>Distance between scan positions in nm.</summary>
    public double? StepNanometres { get; init; }

    /// <summary>Flat indices of pixels that the pixel mask marks as bad.</summary>
    public IReadOnlyList<int> MaskedPixels { get; init; } = [];

    /// <summary>Number of frames.</summary>
    public int FrameCount => checked(ScanRows * ScanColumns);

    /// <summary>What is kept of any data set: its shape, type, step, voltage, frame time and bad pixels.</summary>
    /// <exception cref="ArgumentException">Frames have other than two axes, or the type is none that the detectors write.</exception>
    public static EigerRecording Of(SinkDescription data)
    {
        var (scan, detector) = (data.Shape.Scan, data.Shape.Detector);
        if (detector.Rank != 2)
            throw new ArgumentException($"The DECTRIS layout holds frames of two axes; these have {detector}.", nameof(data));
        if (data.ElementType is not (ElementType.U8 or ElementType.U16 or ElementType.U32))
            throw new ArgumentException($"The DECTRIS layout holds u8, u16 and u32; these values are {data.ElementType.Name()}: write .h5 or .npy.", nameof(data));
        var columns = scan.Rank == 0 ? 1 : scan[scan.Rank - 1];
        var axis = scan.Rank > 0 && data.Info.Axes.Length > scan.Rank ? data.Info.Axes[scan.Rank - 1] : null;
        return new(checked((int)(scan.Count / Math.Max(columns, 1))), checked((int)columns), checked((int)detector[0]), checked((int)detector[1]))
        {
            ElementType = data.ElementType,
            StepNanometres = axis is { Unit: "nm" } ? axis.Scale : null,
            VoltageVolts = Number(data, "incident_energy") ?? Number(data, "high_tension"),
            FrameTimeSeconds = Number(data, "frame_time"),
            Description = data.Info.Facts.FirstOrDefault(static fact => fact.Name == "detector_name")?.Value ?? "Ronchi",
            MaskedPixels = data.MaskedPixels is { } masked ? [.. Enumerable.Range(0, masked.Pixels).Where(pixel => masked[pixel])] : [],
        };
    }

    private static double? Number(SinkDescription data, string fact) =>
        double.TryParse(data.Info.Facts.FirstOrDefault(known => known.Name == fact)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
