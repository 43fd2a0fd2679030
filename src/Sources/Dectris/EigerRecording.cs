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

    /// <summary>Time from one frame to the next, in s.</summary>
    public double? FrameTimeSeconds { get; init; }

    /// <summary>Time in which one frame counted, in s; shorter than <see cref="FrameTimeSeconds"/> by the detector's read-out.</summary>
    public double? CountTimeSeconds { get; init; }

    /// <summary>Distance between scan positions in nm.</summary>
    public double? StepNanometres { get; init; }

    /// <summary>Flat indices of pixels that the pixel mask marks as bad.</summary>
    public IReadOnlyList<int> MaskedPixels { get; init; } = [];

    /// <summary>Number of scan positions, for which the detector is armed.</summary>
    public int FrameCount => checked(ScanRows * ScanColumns);

    /// <summary>Frames from the first that are there; fewer than <see cref="FrameCount"/>: the scan was aborted. Null: all.</summary>
    public int? RecordedFrames { get; init; }

    /// <summary>The data of which this was made, with all that belongs to the scan; null: what is said here is all.</summary>
    internal SinkDescription? Data { get; init; }

    /// <summary>What is kept of any data set: its shape, type, step, voltage, times and bad pixels; the rest is written from it.</summary>
    /// <exception cref="ArgumentException">Frames have other than two axes, the type is none that the detectors write, or no frame was
    /// recorded.</exception>
    public static EigerRecording Of(SinkDescription data)
    {
        var (scan, detector) = (data.Shape.Scan, data.Shape.Detector);
        if (detector.Rank != 2)
            throw new ArgumentException($"The DECTRIS layout holds frames of two axes; these have {detector}.", nameof(data));
        if (data.ElementType is not (ElementType.U8 or ElementType.U16 or ElementType.U32))
            throw new ArgumentException(
                $"The DECTRIS layout holds u8, u16 and u32; these values are {data.ElementType.Name()}: write .h5 or .npy.", nameof(data));
        if (data.Recorded.IsEmpty)
            throw new ArgumentException("No frame of this scan was recorded: there is nothing to write.", nameof(data));
        var columns = scan.Rank == 0 ? 1 : scan[scan.Rank - 1];
        var axis = scan.Rank > 0 && data.Info.Axes.Length > scan.Rank ? data.Info.Axes[scan.Rank - 1] : null;
        return new(
            checked((int)(scan.Count / Math.Max(columns, 1))), checked((int)columns), checked((int)detector[0]), checked((int)detector[1]))
        {
            ElementType = data.ElementType,
            StepNanometres = axis is null ? null : Nanometres(axis),
            VoltageVolts = data.Info.Kilovolts * 1000,
            FrameTimeSeconds = Number(data, "frame_time"),
            CountTimeSeconds = Number(data, "count_time"),
            RecordedFrames = data.Recorded[^1].End is var end && end < data.Shape.FrameCount ? (int)end : null,
            Data = data,
            Description = data.Info.Facts.FirstOrDefault(static fact => fact.Name == "detector_name")?.Value ?? "Ronchi",
            MaskedPixels = data.MaskedPixels is { } masked ? [.. Enumerable.Range(0, masked.Pixels).Where(pixel => masked[pixel])] : [],
        };
    }

    private static double? Nanometres(Axis axis) => axis.Unit switch
    {
        _ when axis.Values is not null => null,
        "nm" => axis.Scale,
        "Å" or "A" => axis.Scale / 10,
        "µm" or "um" => axis.Scale * 1000,
        "pm" => axis.Scale / 1000,
        "m" => axis.Scale * 1e9,
        _ => null,
    };

    private static double? Number(SinkDescription data, string fact) =>
        double.TryParse(
            data.Info.Facts.FirstOrDefault(known => known.Name == fact)?.Value,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value)
            ? value
            : null;
}
