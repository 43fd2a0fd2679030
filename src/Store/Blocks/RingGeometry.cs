using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>
/// Pixels of a detector in rings around a point: ring <i>k</i> holds the distances from (k−1)·step, exclusive, to k·step, inclusive.
/// </summary>
internal sealed class RingGeometry
{
    private readonly int[] _ringOf;

    /// <param name="rows">Detector rows.</param>
    /// <param name="columns">Detector columns.</param>
    /// <param name="center">Row and column around which rings lie.</param>
    /// <param name="step">Width of a ring in pixels.</param>
    public RingGeometry(int rows, int columns, (double Row, double Column) center, double step)
    {
        (Center, Step) = (center, step);
        _ringOf = new int[rows * columns];
        int last = 0;
        for (int pixel = 0; pixel < _ringOf.Length; pixel++)
        {
            double row = (pixel / columns) - center.Row, column = (pixel % columns) - center.Column;
            _ringOf[pixel] = (int)Math.Ceiling(Math.Sqrt((row * row) + (column * column)) / step);
            last = Math.Max(last, _ringOf[pixel]);
        }

        Ends = new int[last + 1];
        foreach (int ring in _ringOf)
            Ends[ring]++;
        for (int ring = 1; ring <= last; ring++)
            Ends[ring] += Ends[ring - 1];
        Order = new int[_ringOf.Length];
        var next = new int[last + 1];
        Ends.AsSpan(0, last).CopyTo(next.AsSpan(1));
        for (int pixel = 0; pixel < _ringOf.Length; pixel++)
            Order[next[_ringOf[pixel]]++] = pixel;
    }

    public (double Row, double Column) Center { get; }

    public double Step { get; }

    /// <summary>Pixels, ring by ring.</summary>
    public int[] Order { get; }

    /// <summary>For each ring the number of pixels up to its end.</summary>
    public int[] Ends { get; }

    /// <summary>The rings that differ from a detector in the fewest pixels.</summary>
    /// <param name="detector">Its pixels.</param>
    /// <returns>The first ring and the one behind the last; equal: no rings are better than any.</returns>
    public (int First, int End) Nearest(PixelSet detector)
    {
        // Taking a ring saves its pixels in the detector and costs the others: the run of rings that saves most.
        long best = 0, saved = 0;
        (int First, int End) nearest = (0, 0);
        for (int ring = 0, first = 0, i = 0; ring < Ends.Length; ring++)
        {
            if (saved <= 0)
                (saved, first) = (0, ring);
            for (; i < Ends[ring]; i++)
                saved += detector[Order[i]] ? 1 : -1;
            if (saved > best)
                (best, nearest) = (saved, (first, ring + 1));
        }

        return nearest;
    }

    /// <summary>The pixels of some rings.</summary>
    public ReadOnlySpan<int> Pixels(int first, int end) =>
        end <= first ? [] : Order.AsSpan((first == 0 ? 0 : Ends[first - 1])..Ends[end - 1]);
}
