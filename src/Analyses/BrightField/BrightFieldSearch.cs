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
/// repeated from the new centre until it rests. The half-way place of a soft edge is the edge of the aperture.
/// </remarks>
public static class BrightFieldSearch
{
    private const int SampledFrames = 1000;
    private const int Rounds = 30;
    private const double Rest = 0.002;

    /// <summary>Searches the sum of about a thousand frames, evenly spread over the scan.</summary>
    /// <param name="source">The data: frames of rows and columns.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">Frames have not two axes, or there is no disk.</exception>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public static async Task<BrightFieldDisk> FindAsync(IFrameSource source, CancellationToken cancellationToken = default) =>
        Find(await SampleAsync(source, cancellationToken).ConfigureAwait(false), source.Shape.Detector, source.Validity.MaskedPixels);

    /// <summary>The pattern that is searched: the sum of about a thousand frames, evenly spread over the scan, without values that are not finite; row-major.</summary>
    /// <param name="source">The data.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public static async Task<double[]> SampleAsync(IFrameSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        // The source stays the caller's.
        var finite = source.ElementType.IsFloat() && !source.Validity.MaximumIsNoData ? new IgnoreNonFinite(source) : source;
        var plan = RunPlan.Create(finite, [new Sum()], ScanSelection.Sample(source.Shape.Scan, SampledFrames));
        var results = await new CpuExecutor().RunAsync(plan, cancellationToken: cancellationToken).ConfigureAwait(false);
        return results[Sum.Result].ToDoubles();
    }

    /// <summary>Searches a pattern.</summary>
    /// <param name="pattern">Counts of each pixel, usually a sum of frames; row-major.</param>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="masked">Pixels that are known to be bad. Null: none.</param>
    /// <exception cref="ArgumentException">The pattern does not have the shape, the shape has not two axes, or there is no disk in it.</exception>
    public static BrightFieldDisk Find(ReadOnlySpan<double> pattern, Extent detector, PixelSet? masked = null)
    {
        BrightFieldDisk.RequirePattern(pattern.Length, detector);
        var image = new DiskPattern(pattern, (int)detector[0], (int)detector[1], masked);
        if (image.BrightestRegion() is not { } disk)
            throw new ArgumentException("There is no bright-field disk: all pixels hold the same. Give --center ROW,COL and --radius R.");
        // From a poor start the radius of the median profile is the better guess; from a good one the circle is.
        return Settled(image, disk with { Radius = DiskEdge.MedianRadius(image, disk) });
    }

    /// <summary>Follows the edge of a disk from about where it is.</summary>
    /// <param name="pattern">Counts of each pixel, usually a sum of frames; row-major.</param>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="near">Where it is, about: the radius to a third, the centre to a third of the radius.</param>
    /// <param name="masked">Pixels that are known to be bad. Null: none.</param>
    /// <returns>The disk; <paramref name="near"/> where there is no edge.</returns>
    /// <exception cref="ArgumentException">The pattern does not have the shape, the shape has not two axes, or the place lies outside.</exception>
    public static BrightFieldDisk Refine(ReadOnlySpan<double> pattern, Extent detector, BrightFieldDisk near, PixelSet? masked = null)
    {
        BrightFieldDisk.RequirePattern(pattern.Length, detector);
        if (!(near.Row >= 0 && near.Row <= detector[0] - 1 && near.Column >= 0 && near.Column <= detector[1] - 1 && near.Radius > 0 && near.Radius <= detector[0] + detector[1]))
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"A disk about {near.Row}, {near.Column} with radius {near.Radius} does not lie in frames of {detector}."), nameof(near));
        return Settled(new DiskPattern(pattern, (int)detector[0], (int)detector[1], masked), near);
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
