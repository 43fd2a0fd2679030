using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;

namespace Ronchi.Signals.Nodes;

/// <summary>A number for each frame, as an image over the scan; masked pixels do not count.</summary>
/// <param name="Statistic">Which.</param>
public sealed record FrameStatisticNode(FrameStatistic Statistic) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var scan = cache.Scan;
        if (Statistic == FrameStatistic.Sum)
        {
            var detector = scan.Scan.Shape.Detector;
            float[] ones = new float[detector.Count];
            Array.Fill(ones, 1);
            var all = VirtualDetector.FromWeights("sum", ones, detector).On(detector);
            return (await scan.VirtualImagesAsync([all], partial: null, cancellationToken).ConfigureAwait(false))[0];
        }

        string name = Statistic.ToString().ToLowerInvariant();
        return (await scan.Scan.RunAsync([new FrameStatistics()], cancellationToken: cancellationToken).ConfigureAwait(false))[name];
    }
}
