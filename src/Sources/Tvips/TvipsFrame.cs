using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tvips;

/// <summary>What the header of a frame says.</summary>
/// <param name="Seconds">When it was recorded, in seconds since 1970.</param>
/// <param name="IsDiffraction">Whether the microscope showed diffraction; null: version 1 does not say it.</param>
/// <param name="ScanColumn">Where the beam was; null: not said.</param>
/// <param name="ScanRow">Where the beam was; null: not said.</param>
/// <param name="Stage">Stage: x, y and z in nm, alpha and beta in degrees; empty: not said.</param>
internal readonly record struct TvipsFrame(double Seconds, bool? IsDiffraction, double? ScanColumn, double? ScanRow, float[] Stage)
{
    /// <summary>Bytes of a header that tells where the beam was.</summary>
    public const int BytesWithScan = 76;

    private const int BytesWithStage = 48;

    /// <summary>Reads the header of a frame.</summary>
    public static TvipsFrame Read(HeaderReader file, TvipsHeader header, long at)
    {
        var seconds = file.U32(at + 4) + (file.U32(at + 8) / 1000.0);
        if (header.Version == 1 || header.FrameHeaderBytes < BytesWithStage)
            return new(seconds, null, null, null, []);
        float[] stage = [.. Enumerable.Range(0, 5).Select(i => file.F32(at + 28 + (4 * i)))];
        bool? isDiffraction = file.U32(at + 24) switch { 1 => false, 2 => true, _ => null };
        return header.HasScan
            ? new(seconds, isDiffraction, file.F32(at + 68), file.F32(at + 72), stage)
            : new(seconds, isDiffraction, null, null, stage);
    }
}
