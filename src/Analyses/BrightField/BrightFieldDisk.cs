using Ronchi.Frames;

namespace Ronchi.Analyses.BrightField;

/// <summary>The bright-field disk: the image of the condenser aperture on the detector.</summary>
/// <param name="Row">Row of its centre in pixels; pixel centres lie at integers.</param>
/// <param name="Column">Column of its centre in pixels.</param>
/// <param name="Radius">Its radius in pixels: the convergence semi-angle.</param>
public readonly record struct BrightFieldDisk(double Row, double Column, double Radius)
{
    /// <summary>
    /// Contrast of its edge, from 0 to 1: (i − o) ∕ (i + o), i and o being the mean counts in rings just inside and just outside, above the
    /// darkest level of the pattern. A sharp disk on a dark ground has 1; one whose place or radius is off, or that drowns in its
    /// surroundings, less. 0: it was given, not measured.
    /// </summary>
    public double Quality { get; init; }

    /// <summary>
    /// The method of the common viewers: pixels above mean + standard deviation, the centroid of their places, and the radius of a disk of
    /// so many pixels.
    /// </summary>
    /// <returns>The disk; NaN where no pixel is above the threshold.</returns>
    /// <remarks>Quick, but drawn aside by Bragg disks and a beam stop; <see cref="BrightFieldSearch"/> is not.</remarks>
    /// <param name="pattern">Counts of each pixel, usually a sum of frames; row-major.</param>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="masked">Pixels that are known to be bad. Null: none.</param>
    /// <exception cref="ArgumentException">The pattern does not have the shape, or the shape has not two axes.</exception>
    public static BrightFieldDisk ByThreshold(ReadOnlySpan<double> pattern, Extent detector, PixelSet? masked = null)
    {
        RequirePattern(pattern.Length, detector);
        double sum = 0, squares = 0;
        var count = 0;
        for (var pixel = 0; pixel < pattern.Length; pixel++)
        {
            if (masked is not null && masked[pixel])
                continue;
            sum += pattern[pixel];
            count++;
        }

        var mean = sum / Math.Max(count, 1);
        for (var pixel = 0; pixel < pattern.Length; pixel++)
        {
            if (masked is null || !masked[pixel])
                squares += (pattern[pixel] - mean) * (pattern[pixel] - mean);
        }

        var threshold = mean + Math.Sqrt(squares / Math.Max(count - 1, 1));
        double rows = 0, columns = 0;
        var inside = 0;
        for (var pixel = 0; pixel < pattern.Length; pixel++)
        {
            if (!(pattern[pixel] > threshold) || (masked is not null && masked[pixel]))
                continue;
            rows += pixel / (int)detector[1];
            columns += pixel % (int)detector[1];
            inside++;
        }

        return inside == 0
            ? new(double.NaN, double.NaN, double.NaN)
            : new(rows / inside, columns / inside, Math.Sqrt(inside / Math.PI));
    }

    internal static void RequirePattern(int pixels, Extent detector)
    {
        if (detector.Rank != 2 || pixels != detector.Count)
            throw new ArgumentException($"{pixels} values are not a pattern of {detector}: a bright-field disk needs 2D frames.");
    }
}
