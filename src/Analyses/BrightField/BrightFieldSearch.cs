using Ronchi.Engine;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.BrightField;

/// <summary>Finds centre and radius of the bright-field disk to a fraction of a pixel.</summary>
/// <remarks>
/// The brightest connected region gives a start. From its middle, rays in all directions look for the place where the
/// counts fall half-way from the level inside the disk to the level outside; a circle is then fitted to these places
/// with Tukey's biweight, so that rays that meet a Bragg disk, a beam stop or a hot pixel lose their say, and the whole is
/// repeated from the new centre until it rests. The half-way place of a soft edge is the edge of the aperture. Where counts are so few that
/// no ray shows an edge, the most likely disk of one level on a ground of another is looked for instead. What is found must stand out from
/// its surroundings by 6.5 standard deviations of the pattern's own noise; else there is no disk, and the reason is told.
/// </remarks>
public static class BrightFieldSearch
{
    private const int SampledFrames = 1000;
    private const int Rounds = 30;
    private const double Rest = 0.002;
    private const int FewestPixels = 5;
    private const double DistinctEdge = 4.5;   // standard deviations of a pixel
    private const int LargestSide = 512;       // of a pattern that is searched as it is
    private const double SmallestInSquares = 8;

    /// <summary>Searches the sum of about a thousand frames, evenly spread over the scan.</summary>
    /// <param name="source">The data: frames of rows and columns.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">Frames have not two axes, or there is no disk.</exception>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public static async Task<BrightFieldDisk> FindAsync(IFrameSource source, CancellationToken cancellationToken = default) =>
        Find(await SampleAsync(source, cancellationToken).ConfigureAwait(false), source.Shape.Detector, source.Validity.MaskedPixels);

    /// <summary>
    /// The pattern that is searched: the sum of about a thousand frames, evenly spread over the scan, without values that are not finite;
    /// row-major.
    /// </summary>
    /// <param name="source">The data.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public static async Task<double[]> SampleAsync(IFrameSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        FrameColors.RequirePlane(source.Shape.Detector, "A bright-field disk needs");
        // The source stays the caller's.
        var finite = source.ElementType.IsFloat() && !source.Validity.MaximumIsNoData ? new IgnoreNonFinite(source) : source;
        var plan = RunPlan.Create(finite, [new Sum()], ScanSelection.Sample(source, SampledFrames), RunOptions.Present);
        var results = await new CpuExecutor().RunAsync(plan, cancellationToken: cancellationToken).ConfigureAwait(false);
        return results[Sum.Result].ToDoubles();
    }

    /// <summary>Searches a pattern.</summary>
    /// <param name="pattern">Counts of each pixel, usually a sum of frames; row-major.</param>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="masked">Pixels that are known to be bad. Null: none.</param>
    /// <exception cref="ArgumentException">The pattern does not have the shape, the shape has not two axes, or there is no disk in
    /// it.</exception>
    public static BrightFieldDisk Find(ReadOnlySpan<double> pattern, Extent detector, PixelSet? masked = null) =>
        TryFind(pattern, detector, masked, out var reason) ?? throw new ArgumentException(NoDisk(reason));

    /// <summary>Searches a pattern that may hold no disk.</summary>
    /// <param name="pattern">Counts of each pixel, usually a sum of frames; row-major.</param>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="masked">Pixels that are known to be bad. Null: none.</param>
    /// <param name="reason">Why there is no disk, as the end of a sentence; empty: there is one.</param>
    /// <returns>The disk; null: there is none.</returns>
    /// <exception cref="ArgumentException">The pattern does not have the shape, or the shape has not two axes.</exception>
    public static BrightFieldDisk? TryFind(ReadOnlySpan<double> pattern, Extent detector, PixelSet? masked, out string reason)
    {
        BrightFieldDisk.RequirePattern(pattern.Length, detector);
        var image = new DiskPattern(pattern, (int)detector[0], (int)detector[1], masked);
        reason = "";
        if (DistinctInSquares(image) is { } distinct)
            return distinct;
        var evidence = new DiskEvidence(image);
        reason = WhyNot(image, evidence);
        if (reason.Length > 0)
            return null;
        if (image.BrightestRegion(image.Medians) is { } region)
        {
            // From a poor start the radius of the median profile is the better guess; from a good one the circle is.
            var sharp = Settled(image, region with { Radius = DiskEdge.MedianRadius(image, region) });
            if (evidence.PerPixel(sharp) >= DistinctEdge && evidence.Of(sharp) >= DiskEvidence.Enough)
                return sharp with { Quality = evidence.Contrast(sharp) };
        }

        return Accepted(evidence, DiskLikelihood.Best(image, evidence), out reason);
    }

    /// <summary>Follows the edge of a disk from about where it is.</summary>
    /// <param name="pattern">Counts of each pixel, usually a sum of frames; row-major.</param>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="near">Where it is, about: the radius to a third, the centre to a third of the radius.</param>
    /// <param name="masked">Pixels that are known to be bad. Null: none.</param>
    /// <returns>The disk.</returns>
    /// <exception cref="ArgumentException">The pattern does not have the shape, the shape has not two axes, the place lies outside, or
    /// there is no disk near it.</exception>
    public static BrightFieldDisk Refine(ReadOnlySpan<double> pattern, Extent detector, BrightFieldDisk near, PixelSet? masked = null)
    {
        BrightFieldDisk.RequirePattern(pattern.Length, detector);
        if (!(near.Row >= 0 && near.Row <= detector[0] - 1 && near.Column >= 0
            && near.Column <= detector[1] - 1 && near.Radius > 0 && near.Radius <= detector[0] + detector[1]))
            throw new ArgumentException(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"A disk about {near.Row}, {near.Column} with radius {near.Radius} does not lie in frames of {detector}."),
                nameof(near));
        var image = new DiskPattern(pattern, (int)detector[0], (int)detector[1], masked);
        var evidence = new DiskEvidence(image);
        if (WhyNot(image, evidence) is { Length: > 0 } flat)
            throw new ArgumentException(NoDisk(flat));
        var disk = evidence.PerPixel(near) >= DistinctEdge ? Settled(image, near) : DiskLikelihood.Climb(evidence, near);
        return Accepted(evidence, disk, out var reason) ?? throw new ArgumentException(NoDisk(reason));
    }

    /// <summary>The sentence that says that there is no disk.</summary>
    /// <param name="reason">Why.</param>
    public static string NoDisk(string reason) =>
        $"No bright-field disk was found: {reason}. Give its centre and radius (--help lists the options).";

    // Patterns in which nothing needs to be looked for.
    private static string WhyNot(DiskPattern image, DiskEvidence evidence) => evidence.Lit switch
    {
        0 when image.Values.IndexOfAnyExcept(0.0) < 0 => "all pixels are 0",
        0 => "all pixels have the same value",
        < FewestPixels =>
            $"only {evidence.Lit} of {image.Values.Length} pixels {(evidence.Lit == 1 ? "is" : "are")} brighter than the rest",
        _ => "",
    };

    private static BrightFieldDisk? Accepted(DiskEvidence evidence, BrightFieldDisk disk, out string reason)
    {
        var height = evidence.Of(disk);
        reason = height >= DiskEvidence.Enough && disk.Radius > 0 && evidence.Holds(disk) ? "" : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"nothing stands out from the noise (the brightest round region is {height:0.0} standard deviations above "
            + $"it; {DiskEvidence.Enough} are needed)");
        return reason.Length > 0 ? null : disk with { Quality = evidence.Contrast(disk) };
    }

    // Large patterns: a disk that is distinct in sums over squares of pixels, followed in the sharp pattern. Null: it takes a closer look.
    private static BrightFieldDisk? DistinctInSquares(DiskPattern image)
    {
        var coarse = image;
        var side = 1;
        for (; Math.Max(coarse.Rows, coarse.Columns) > LargestSide && Math.Min(coarse.Rows, coarse.Columns) > LargestSide / 2; side *= 2)
            coarse = coarse.Halved();
        if (side == 1)
            return null;
        var evidence = new DiskEvidence(coarse);
        if (WhyNot(coarse, evidence).Length > 0 || coarse.BrightestRegion(coarse.Medians) is not { } region)
            return null;
        var found = Settled(coarse, region with { Radius = DiskEdge.MedianRadius(coarse, region) });
        // Squares differ by `side` times as many standard deviations as their pixels.
        if (found.Radius < SmallestInSquares || evidence.PerPixel(found) < side * DistinctEdge || evidence.Of(found) < DiskEvidence.Enough)
            return null;
        var near = new BrightFieldDisk(
            (side * found.Row) + ((side - 1) / 2.0), (side * found.Column) + ((side - 1) / 2.0), side * found.Radius);
        var sharp = Settled(image, near);
        return Math.Abs(sharp.Row - near.Row) < side && Math.Abs(sharp.Column - near.Column) < side
            && Math.Abs(sharp.Radius - near.Radius) < side
            ? sharp with { Quality = evidence.Contrast(sharp, image, side) }
            : null;
    }

    private static BrightFieldDisk Settled(DiskPattern image, BrightFieldDisk disk)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var before = disk;
            disk = DiskEdge.Fit(image, disk);
            if (Math.Abs(disk.Row - before.Row) + Math.Abs(disk.Column - before.Column) + Math.Abs(disk.Radius - before.Radius) < Rest)
                break;
        }

        return disk;
    }
}
