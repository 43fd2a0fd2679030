using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Arrays of three axes that do not say what these are: frames one after the other, or spectra over a scan.</summary>
internal static class UntoldAxes
{
    /// <summary>Says how the axes were taken, and how they can be taken otherwise.</summary>
    /// <param name="shape">How they were taken.</param>
    /// <param name="options">What was asked for.</param>
    /// <returns>Null: it was asked for so, or hardly anything else can be meant.</returns>
    public static string? Note(DataShape shape, OpenOptions options)
    {
        if (options.DetectorAxes is not null || options.ScanShape is not null || shape.Scan.Rank != 1 || shape.Detector.Rank != 2)
            return null;
        var (frames, rows, columns) = (shape.Scan[0], shape.Detector[0], shape.Detector[1]);
        return rows == columns
            ? null
            : $"three axes, taken as {Counted.Of(frames, "frame")} of {rows}×{columns}; --detector-axes 1 takes them as a scan of "
                + $"{frames}×{rows} with spectra of {columns} channels.";
    }
}
