using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>Something that follows from a scan, not computed before somebody looks: an image over the scan, or a pattern over the detector. Two nodes that say the same are equal, and are computed once (<see cref="SignalCache"/>).</summary>
public abstract record SignalNode
{
    /// <summary>Computes it.</summary>
    /// <param name="cache">What it stands on: the scan, and other nodes.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="FormatException">A text of the node makes no sense.</exception>
    /// <exception cref="ArgumentException">The node does not fit the scan.</exception>
    public abstract Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken);

    /// <summary>The pixels of a region as it is written in commands.</summary>
    /// <param name="text">See <see cref="VirtualDetectorText.Grammar"/>; files are not read.</param>
    /// <param name="scan">Its disk is that of <c>bf</c> and its kin.</param>
    /// <param name="shape">Rows and columns in which the region lies.</param>
    private protected static DetectorWeights RegionOf(string text, ResidentScan scan, Extent shape) => Parse(text, scan).On(shape);

    private protected static PixelSet PositionsOf(string text, ResidentScan scan, Extent plane) =>
        Parse(text, scan).PixelsOn(plane) is { Count: > 0 } positions ? positions : throw new ArgumentException($"'{text}' selects no position of the scan of {plane}.");

    private static VirtualDetector Parse(string text, ResidentScan scan)
    {
        var parsed = VirtualDetectorText.ParseAll(
            [text],
            static file => throw new FormatException($"'{file}' is a file; write the shape here."),
            () => scan.Disk ?? throw new ArgumentException("No bright-field disk stands out from the noise in this scan: give the detector's centre and radii."),
            PlaneAxes.Pixels);
        return parsed is [var one] ? one : throw new FormatException($"'{text}' makes {parsed.Count} regions; only one can be used here.");
    }
}
