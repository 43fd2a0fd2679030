using Ronchi.Engine;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>
/// Some frames spread over the selected ones, one from each of as many equal parts; all where there are few. The sample of a sample is
/// itself.
/// </summary>
/// <param name="selected">The selected frames.</param>
/// <param name="count">How many of them are in the sample.</param>
internal sealed class FrameSample(ScanSelection selected, int count)
{
    /// <summary>Frames of a sample at most.</summary>
    public const int Most = 512;

    private readonly long _frames = selected.FrameCount;

    /// <summary>How many frames it has.</summary>
    public int Count => count;

    /// <summary>Whether it is certainly all there is. Of as many frames as a sample has nobody can tell.</summary>
    public bool IsAll => count < Most;

    /// <summary>The sample as a selection of its own.</summary>
    public ScanSelection Selection
    {
        get
        {
            if (count == _frames)
                return selected;
            var positions = new long[count];
            var before = 0L;
            var next = 0;
            foreach (var run in selected.Runs)
            {
                for (; next < count && NumberOf(next) < before + run.Count; next++)
                    positions[next] = run.Start + NumberOf(next) - before;
                before += run.Count;
            }

            return ScanSelection.FromIndices(selected.Scan, positions);
        }
    }

    /// <summary>The sample of some selected frames.</summary>
    public static FrameSample Of(ScanSelection selected) => new(selected, (int)Math.Min(selected.FrameCount, Most));

    /// <summary>Its first frame at or behind a place among the selected ones.</summary>
    public int FirstFrom(long number)
    {
        var i = (int)Math.Clamp(number * count / Math.Max(_frames, 1), 0, count);
        while (i > 0 && NumberOf(i - 1) >= number)
            i--;
        while (i < count && NumberOf(i) < number)
            i++;
        return i;
    }

    /// <summary>Where its frame <paramref name="index"/> stands among the selected ones.</summary>
    public long NumberOf(int index)
    {
        // Equal steps might fall in with the lines of the scan: within its part a frame is drawn, the same every time.
        long start = index * _frames / count, end = (index + 1L) * _frames / count;
        var drawn = (ulong)(index + 1) * 0x9E3779B97F4A7C15;
        return start + (long)((drawn >> 32) % (ulong)(end - start));
    }
}
