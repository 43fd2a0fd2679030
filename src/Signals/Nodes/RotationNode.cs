using Ronchi.Analyses.Deflection;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>How the detector lies against the scan, guessed from the centres of mass: two numbers, degrees of the rotation and 1 where the rows are flipped, as <see cref="TurnedNode"/> takes them.</summary>
/// <param name="Detector">The region that counts, as it is written in commands; null: the whole frame.</param>
/// <remarks>See <see cref="DeflectionGuess"/>. Of a series its first member is looked at.</remarks>
public sealed record RotationNode(string? Detector) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var shape = cache.Scan.Scan.Shape.Scan;
        if (shape.Rank < 2)
            throw new ArgumentException($"A scan of {shape} is too small to find the rotation: at least three rows and columns are needed.");
        var field = (await cache.GetAsync(new DeflectionNode(Detector), cancellationToken).ConfigureAwait(false)).ToDoubles();
        int rows = (int)shape[shape.Rank - 2], columns = (int)shape[shape.Rank - 1], length = rows * columns;
        var towardsRows = field[..length];
        var towardsColumns = field[(field.Length / 2)..((field.Length / 2) + length)];
        var valid = Array.ConvertAll(towardsRows, double.IsFinite);
        var guess = await Task.Run(() => DeflectionGuess.Of(towardsRows, towardsColumns, rows, columns, valid), cancellationToken).ConfigureAwait(false);
        return new("rotation", ResultKind.Single, ElementType.F64, new Extent(2), new[] { guess.ScanRotation, guess.FlipY ? 1 : 0 });
    }
}
