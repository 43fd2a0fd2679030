using Ronchi.Engine;

namespace Ronchi.Signals.Nodes;

/// <summary>Directions turned from the axes of the detector to those of the scan: R · F · d, as <c>com</c> does it with --scan-rotation and --flip-y.</summary>
/// <param name="Field">Two images one behind the other: towards the rows, towards the columns.</param>
/// <param name="Rotation">Degrees, clockwise on screen.</param>
/// <param name="IsFlipped">Whether the detector's rows run against the scan's: their part changes sign, before the rotation.</param>
public sealed record TurnedNode(SignalNode Field, double Rotation, bool IsFlipped) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        if (!double.IsFinite(Rotation))
            throw new ArgumentException("A rotation is a finite number of degrees.");
        var field = await cache.GetAsync(Field, cancellationToken).ConfigureAwait(false);
        double[] straight = field.ToDoubles(), turned = new double[straight.Length];
        int length = straight.Length / 2;
        var (sine, cosine) = Math.SinCos(Rotation * Math.PI / 180);
        for (int i = 0; i < length; i++)
        {
            double row = IsFlipped ? -straight[i] : straight[i], column = straight[length + i];
            turned[i] = (cosine * row) + (sine * column);
            turned[length + i] = (cosine * column) - (sine * row);
        }

        return ResultArray.OfReals(field.Name, field.Kind, field.ElementType, field.Shape, turned);
    }
}
