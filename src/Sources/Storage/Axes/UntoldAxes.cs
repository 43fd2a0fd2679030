using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Arrays that do not say what their axes are: of three axes, frames one after the other or spectra over a scan; with a last axis as short
/// as the colours of a picture, frames or frames in colour.
/// </summary>
internal static class UntoldAxes
{
    /// <summary>Says how the axes were taken, and how they can be taken otherwise.</summary>
    /// <param name="shape">How they were taken.</param>
    /// <param name="type">Type of the values.</param>
    /// <param name="options">What was asked for.</param>
    /// <returns>Null: it was asked for so, or hardly anything else can be meant.</returns>
    public static string? Note(DataShape shape, ElementType type, OpenOptions options)
    {
        if (options.DetectorAxes is not null || options.ScanShape is not null || shape.Scan.Rank == 0 || shape.Detector.Rank != 2)
            return null;
        var (frames, rows, columns) = (shape.Scan.Lengths[^1], shape.Detector[0], shape.Detector[1]);
        if (type == ElementType.U8 && columns is 3 or 4)
            return $"the last axis has {columns} values of uint8; taken as {Counted.Of(shape.FrameCount, "frame")} of {rows}×{columns}; "
                + $"--detector-axes 3 takes them as frames of {frames}×{rows} in {columns} colors.";
        return shape.Scan.Rank > 1 || rows == columns
            ? null
            : $"three axes, taken as {Counted.Of(frames, "frame")} of {rows}×{columns}; --detector-axes 1 takes them as a scan of "
                + $"{frames}×{rows} with spectra of {columns} channels.";
    }

    /// <summary>How many axes what was asked for needs.</summary>
    /// <param name="detectorAxes">Axes of the detector.</param>
    public static string Needed(int detectorAxes) => detectorAxes switch
    {
        1 => "spectra need one",
        2 => "frames need two",
        _ => "frames in color need three",
    };
}
