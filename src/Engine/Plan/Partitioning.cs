using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>
/// Cuts a scan into partitions where LiberTEM cuts it: contiguous blocks of the flat scan, borders evenly spaced and rounded down.
/// </summary>
public static class Partitioning
{
    /// <summary>Cuts frames into partitions that follow one another.</summary>
    /// <param name="frames">Frames of the flat scan.</param>
    /// <param name="partitions">How many parts; with fewer frames than that, each frame is a partition.</param>
    /// <returns>Parts of at least one frame, in scan order; none without frames.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of frames is negative, there is no partition, or one gets more than 2^31 −
    /// 1 frames.</exception>
    public static IReadOnlyList<FrameRange> Split(long frames, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        if (frames / partitions >= int.MaxValue - 1)
            throw new ArgumentOutOfRangeException(
                nameof(partitions), $"{frames} frames in {partitions} partitions are too many for one partition: at most 2^31 - 1.");
        var parts = new FrameRange[Math.Min(frames, partitions)];
        // Rounded like numpy's linspace: a border that falls on a whole number may come out one lower.
        var step = frames / (double)parts.Length;
        var start = 0L;
        for (var i = 0; i < parts.Length; i++)
        {
            var end = i == parts.Length - 1 ? frames : (long)((i + 1) * step);
            parts[i] = new(start, (int)(end - start));
            start = end;
        }

        return parts;
    }
}
