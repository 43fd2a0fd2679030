namespace Ronchi.Sources.Dectris;

/// <summary>What <see cref="EigerFileWriter"/> writes down about a recording.</summary>
/// <param name="ScanRows">Scan positions along the slow axis.</param>
/// <param name="ScanColumns">Scan positions along the fast axis.</param>
/// <param name="DetectorRows">Detector rows.</param>
/// <param name="DetectorColumns">Detector columns.</param>
public sealed record EigerRecording(int ScanRows, int ScanColumns, int DetectorRows, int DetectorColumns)
{
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
}
