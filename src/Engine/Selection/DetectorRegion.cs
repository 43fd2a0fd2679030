using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A rectangular part of the detector.</summary>
public sealed class DetectorRegion : IEquatable<DetectorRegion>
{
    /// <summary>Creates a region.</summary>
    /// <param name="detector">The whole detector.</param>
    /// <param name="origin">First index along each axis.</param>
    /// <param name="shape">Length along each axis.</param>
    /// <exception cref="ArgumentException">The region does not lie in the detector.</exception>
    public DetectorRegion(Extent detector, ReadOnlySpan<long> origin, Extent shape)
    {
        if (origin.Length != detector.Rank || shape.Rank != detector.Rank)
            throw new ArgumentException($"A region of {detector} has {detector.Rank} axes.", nameof(origin));
        for (var axis = 0; axis < detector.Rank; axis++)
        {
            if (origin[axis] < 0 || shape[axis] < 0 || origin[axis] > detector[axis] - shape[axis])
                throw new ArgumentException(
                    $"A region of {shape} at {string.Join(",", origin.ToArray())} does not lie in {detector}.", nameof(origin));
        }

        Detector = detector;
        Origin = [.. origin];
        Shape = shape;
    }

    /// <summary>The whole detector.</summary>
    public Extent Detector { get; }

    /// <summary>First index along each axis.</summary>
    public ImmutableArray<long> Origin { get; }

    /// <summary>Length along each axis.</summary>
    public Extent Shape { get; }

    /// <summary>Pixels of the region.</summary>
    public int Pixels => (int)Shape.Count;

    /// <summary>Whether it is the whole detector.</summary>
    public bool IsWhole => Shape == Detector;

    /// <summary>All of a detector.</summary>
    public static DetectorRegion Whole(Extent detector) => new(detector, new long[detector.Rank], detector);

    /// <summary>
    /// Cuts a detector into regions of at most <paramref name="block"/>, row-major; those at the far ends may be smaller.
    /// </summary>
    /// <exception cref="ArgumentException">The block has another number of axes, or an axis of length 0.</exception>
    public static ImmutableArray<DetectorRegion> Cut(Extent detector, Extent block)
    {
        if (block.Rank != detector.Rank || block.Lengths.Contains(0))
            throw new ArgumentException($"{detector} cannot be cut into blocks of {block}.", nameof(block));
        var regions = ImmutableArray.CreateBuilder<DetectorRegion>();
        var origin = new long[detector.Rank];
        if (detector.Count == 0)
            return [Whole(detector)];
        while (true)
        {
            var lengths = new long[detector.Rank];
            for (var axis = 0; axis < detector.Rank; axis++)
                lengths[axis] = Math.Min(block[axis], detector[axis] - origin[axis]);
            regions.Add(new(detector, origin, new Extent(lengths)));
            var at = detector.Rank - 1;
            while (at >= 0 && (origin[at] += block[at]) >= detector[at])
                origin[at--] = 0;
            if (at < 0)
                return regions.ToImmutable();
        }
    }

    /// <summary>Copies the region's items out of an array over the whole detector.</summary>
    /// <param name="whole">One array: detector × <paramref name="item"/> values.</param>
    /// <param name="item">Values of a pixel.</param>
    /// <param name="part">Region × <paramref name="item"/> values; filled.</param>
    public void Gather<T>(ReadOnlySpan<T> whole, int item, Span<T> part)
    {
        var (count, length) = Lines();
        for (var line = 0; line < count; line++)
            whole.Slice(LineStart(line) * item, length * item).CopyTo(part[(line * length * item)..]);
    }

    /// <summary>Copies the region's items back.</summary>
    /// <inheritdoc cref="Gather{T}"/>
    public void Scatter<T>(ReadOnlySpan<T> part, int item, Span<T> whole)
    {
        var (count, length) = Lines();
        for (var line = 0; line < count; line++)
            part.Slice(line * length * item, length * item).CopyTo(whole[(LineStart(line) * item)..]);
    }

    /// <inheritdoc/>
    public bool Equals(DetectorRegion? other) =>
        other is not null && Shape == other.Shape && Detector == other.Detector && Origin.AsSpan().SequenceEqual(other.Origin.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DetectorRegion);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Shape);
        foreach (var first in Origin)
            hash.Add(first);
        return hash.ToHashCode();
    }

    // The region as lines along the last axis.
    private (int Count, int Length) Lines()
    {
        var length = Shape.Rank == 0 ? 1 : (int)Shape[Shape.Rank - 1];
        return (length == 0 ? 0 : Pixels / length, length);
    }

    private int LineStart(int line)
    {
        long start = 0, stride = 1, rest = line;
        for (var axis = Shape.Rank - 1; axis >= 0; axis--)
        {
            var index = Origin[axis];
            if (axis < Shape.Rank - 1)
            {
                index += rest % Shape[axis];
                rest /= Shape[axis];
            }

            start += index * stride;
            stride *= Detector[axis];
        }

        return (int)start;
    }
}
