using Ronchi.Analyses.BrightField;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>The bright-field disk near a place that a person has chosen, to a fraction of a pixel: its row, column and radius.</summary>
/// <param name="Row">Row of the centre, about.</param>
/// <param name="Column">Column of the centre, about.</param>
/// <param name="Radius">Radius, about.</param>
/// <remarks>The edge is looked for in the sum of about a thousand frames; see <see cref="BrightFieldSearch"/>.</remarks>
public sealed record DiskNode(double Row, double Column, double Radius) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var source = cache.Scan.Scan.Source;
        var sample = await BrightFieldSearch.SampleAsync(source, cancellationToken).ConfigureAwait(false);
        var disk = BrightFieldSearch.Refine(sample, source.Shape.Detector, new(Row, Column, Radius), source.Validity.MaskedPixels);
        return new("disk", ResultKind.Single, ElementType.F64, new Extent(3), new[] { disk.Row, disk.Column, disk.Radius });
    }
}
