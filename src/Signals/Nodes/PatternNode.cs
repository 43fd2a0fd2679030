using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>The pattern of a scan region.</summary>
/// <param name="Region">Rows and columns of the scan, written as detectors are: <c>rect:0,0,31,31</c>, <c>disk:16,16,5</c>, <c>polygon:…</c>, <c>line:…</c>.</param>
/// <param name="Reduction">How its frames become one.</param>
/// <param name="Member">Index along the leading axes of a series, flat.</param>
public sealed record PatternNode(string Region, PatternReduction Reduction = PatternReduction.Mean, long Member = 0) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var region = Selection(cache.Scan);
        return Reduction switch
        {
            PatternReduction.Sum => await cache.Scan.PatternSumAsync(region, cancellationToken).ConfigureAwait(false),
            PatternReduction.Mean => await cache.Scan.MeanPatternAsync(region, cancellationToken).ConfigureAwait(false),
            _ => (await cache.Scan.Scan.RunAsync([new Envelope(isMaximum: true)], region, cancellationToken: cancellationToken).ConfigureAwait(false))[0],
        };
    }

    /// <summary>The positions.</summary>
    /// <param name="scan">Whose.</param>
    public ScanSelection Selection(ResidentScan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var shape = scan.Scan.Shape.Scan;
        return ScanSelection.FromPlane(shape, PositionsOf(Region, scan, ScanSelection.PlaneOf(shape)), Member);
    }
}
