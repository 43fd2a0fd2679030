using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>The scan positions that a run visits: its region of interest.</summary>
public sealed class ScanSelection
{
    private readonly List<FrameRange> _runs = [];
    private readonly List<long> _numbers = [];

    private ScanSelection(Extent scan, IEnumerable<FrameRange> runs, Extent? shape = null)
    {
        Scan = scan;
        foreach (var run in runs)
        {
            if (_runs.Count > 0 && _runs[^1].End == run.Start && _runs[^1].Count + (long)run.Count <= int.MaxValue)
                _runs[^1] = new(_runs[^1].Start, _runs[^1].Count + run.Count);
            else
                _runs.Add(run);
            FrameCount += run.Count;
        }

        var number = 0L;
        foreach (var run in _runs)
        {
            _numbers.Add(number);
            number += run.Count;
        }

        Shape = shape ?? new Extent(FrameCount);
    }

    /// <summary>The scan that positions belong to.</summary>
    public Extent Scan { get; }

    /// <summary>Selected positions.</summary>
    public long FrameCount { get; }

    /// <summary>Axes of the selected positions by themselves: those of a rectangle or of the whole scan, else one axis.</summary>
    public Extent Shape { get; }

    /// <summary>Selected positions as runs of consecutive frames, ascending.</summary>
    public IReadOnlyList<FrameRange> Runs => _runs;

    /// <summary>Every position.</summary>
    public static ScanSelection All(Extent scan) => new(scan, Split(0, scan.Count), scan);

    /// <summary>About so many positions, evenly spread over the scan; all where there are fewer.</summary>
    public static ScanSelection Sample(Extent scan, int positions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        var step = Math.Max(scan.Count / positions, 1);
        var indices = new long[(scan.Count + step - 1) / step];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = i * step;
        return FromIndices(scan, indices);
    }

    /// <summary>
    /// The positions whose row and column lie in a set of pixels, as virtual detectors are drawn; a scan of one axis is one row.
    /// </summary>
    /// <param name="scan">Shape of the scan; the last two axes are rows and columns.</param>
    /// <param name="pixels">A set over these.</param>
    /// <param name="member">Flat index along the leading axes of a series. Null: each of them.</param>
    /// <exception cref="ArgumentException">The set has another size, or there is no such member.</exception>
    public static ScanSelection FromPlane(Extent scan, PixelSet pixels, long? member = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var plane = PlaneOf(scan).Count;
        var members = scan.Count / Math.Max(plane, 1);
        if (pixels.Pixels != plane)
            throw new ArgumentException($"A region of {pixels.Pixels} positions does not fit a scan of {scan}.", nameof(pixels));
        if (member < 0 || member >= members)
            throw new ArgumentException($"There is no member {member}: the series has {members}.", nameof(member));
        var mask = new bool[scan.Count];
        for (var position = 0; position < mask.Length; position++)
            mask[position] = (member is null || position / plane == member) && pixels[(int)(position % plane)];
        return FromMask(scan, mask);
    }

    /// <summary>Rows and columns of a scan: its last two axes; a scan of one axis is one row.</summary>
    public static Extent PlaneOf(Extent scan) =>
        scan.Rank < 2 ? new Extent(1, scan.Count) : new Extent(scan[scan.Rank - 2], scan[scan.Rank - 1]);

    /// <summary>
    /// About so many of the positions whose frames are there, evenly spread over the scan; of a source that grows, over those that are
    /// there now.
    /// </summary>
    public static ScanSelection Sample(IFrameSource source, int positions)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Growth?.Now.Readable is not { } there)
            return Sample(source.Shape.Scan, positions);
        var all = All(source.Shape.Scan).Among(there);
        return FromIndices(
            source.Shape.Scan,
            [.. all.RunsOf(Sample(new Extent(all.FrameCount), positions))
                .SelectMany(static run => Enumerable.Range(0, run.Count).Select(i => run.Start + i))]);
    }

    /// <summary>Positions where <paramref name="mask"/> (flat, row-major) is true.</summary>
    /// <exception cref="ArgumentException">The mask has another number of elements than the scan.</exception>
    public static ScanSelection FromMask(Extent scan, ReadOnlySpan<bool> mask)
    {
        if (mask.Length != scan.Count)
            throw new ArgumentException(
                $"A mask of {mask.Length} positions does not fit a scan of {scan} ({scan.Count} positions).", nameof(mask));
        var runs = new List<FrameRange>();
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i])
                runs.Add(new(i, 1));
        }

        return new(scan, runs);
    }

    /// <summary>Positions given as ascending runs that do not overlap.</summary>
    internal static ScanSelection FromRuns(Extent scan, IEnumerable<FrameRange> runs) => new(scan, runs);

    /// <summary>Positions given as flat indices, in any order; one given twice counts once.</summary>
    /// <exception cref="ArgumentException">An index lies outside the scan.</exception>
    public static ScanSelection FromIndices(Extent scan, ReadOnlySpan<long> indices)
    {
        var sorted = indices.ToArray();
        Array.Sort(sorted);
        if (sorted.Length > 0 && (sorted[0] < 0 || sorted[^1] >= scan.Count))
            throw new ArgumentException(
                $"Position {(sorted[0] < 0 ? sorted[0] : sorted[^1])} lies outside a scan of {scan}.", nameof(indices));
        return new(scan, sorted.Distinct().Select(static index => new FrameRange(index, 1)));
    }

    /// <summary>A rectangle of the two fastest scan axes, corners included, at every position of the slower ones.</summary>
    /// <exception cref="ArgumentException">The scan has fewer than two axes, or a corner lies outside, or they are in the wrong
    /// order.</exception>
    public static ScanSelection Rectangle(Extent scan, long row0, long column0, long row1, long column1)
    {
        if (scan.Rank < 2)
            throw new ArgumentException($"A rectangle needs two scan axes; this scan is {scan}.", nameof(scan));
        long rows = scan[scan.Rank - 2], columns = scan[scan.Rank - 1];
        if (row0 < 0 || column0 < 0 || row1 >= rows || column1 >= columns || row0 > row1 || column0 > column1)
            throw new ArgumentException(
                $"The rectangle {row0},{column0},{row1},{column1} does not lie in a scan of {rows}×{columns} (rows 0…{rows - 1}, columns "
                + $"0…{columns - 1}, first corner first).",
                nameof(row0));
        return new(scan, Rows(), new Extent([.. scan.Lengths[..^2], row1 - row0 + 1, column1 - column0 + 1]));

        IEnumerable<FrameRange> Rows()
        {
            var planes = rows * columns == 0 ? 0 : scan.Count / (rows * columns);
            for (var plane = 0L; plane < planes; plane++)
            {
                for (var row = row0; row <= row1; row++)
                {
                    foreach (var run in Split((((plane * rows) + row) * columns) + column0, column1 - column0 + 1))
                        yield return run;
                }
            }
        }
    }

    /// <summary>Every so many positions along each axis, as Python slices say it.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="axes">For each scan axis the first index, the index behind the last, and the step; at least 1.</param>
    /// <exception cref="ArgumentException">There is not one slice for each axis, a step is smaller than 1, or an index lies
    /// outside.</exception>
    public static ScanSelection Slice(Extent scan, params IReadOnlyList<(long Start, long Stop, long Step)> axes)
    {
        if (axes.Count != scan.Rank)
            throw new ArgumentException($"{axes.Count} slices do not fit a scan of {scan}.", nameof(axes));
        IEnumerable<long> positions = [0];
        var lengths = new long[scan.Rank];
        for (var axis = 0; axis < scan.Rank; axis++)
        {
            var (start, stop, step) = axes[axis];
            if (step < 1 || start < 0 || stop > scan[axis])
                throw new ArgumentException($"The slice {start}:{stop}:{step} does not lie along an axis of {scan[axis]}.", nameof(axes));
            lengths[axis] = Math.Max(0, (stop - start + step - 1) / step);
            var (length, count) = (scan[axis], lengths[axis]);
            positions = positions.SelectMany(before => Range(count).Select(i => (before * length) + start + (i * step)));
        }

        return new(scan, positions.Select(static position => new FrameRange(position, 1)), new Extent(lengths));

        static IEnumerable<long> Range(long count)
        {
            for (var i = 0L; i < count; i++)
                yield return i;
        }
    }

    /// <summary>The positions of this selection from <paramref name="start"/> up to but not including <paramref name="end"/>.</summary>
    public ScanSelection Between(long start, long end) => new(Scan, _runs
        .Select(run => (Start: Math.Max(run.Start, start), End: Math.Min(run.End, end)))
        .Where(static run => run.Start < run.End)
        .Select(static run => new FrameRange(run.Start, (int)(run.End - run.Start))));

    /// <summary>The positions of this selection that are among some frames.</summary>
    public ScanSelection Among(FrameSet frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return new(Scan, FrameSet.Of(_runs).Intersect(frames).Runs);
    }

    /// <summary>The positions of this selection in a scan whose slowest axis ends earlier.</summary>
    /// <param name="scan">The scan.</param>
    public ScanSelection EndingWith(Extent scan)
    {
        var kept = FrameSet.Of(_runs).Intersect(FrameSet.First(scan.Count));
        var line = Shape.Rank == 0 || Shape[0] == 0 ? 1 : FrameCount / Shape[0];
        var hasLines = Shape.Rank > 0 && kept.Count % line == 0;
        return new(scan, kept.Runs, hasLines ? new Extent([kept.Count / line, .. Shape.Lengths[1..]]) : null);
    }

    /// <summary>What is to be said of positions that were chosen before the scan had ended, some of which lie behind its end.</summary>
    /// <param name="scan">The scan as it ended, with a shorter first axis than the one for which they were chosen.</param>
    /// <returns>Null: nothing, for all are there, or all that might come were chosen.</returns>
    /// <exception cref="ArgumentException">None is there.</exception>
    public string? BehindEnd(Extent scan)
    {
        if (scan == Scan || FrameCount == 0)
            return null;
        var kept = EndingWith(scan).FrameCount;
        if (kept == 0)
            throw new ArgumentException($"The data ended as a scan of {scan}, in which no position of the region lies.");
        return FrameCount == Scan.Count || kept == FrameCount
            ? null
            : $"the data ended as a scan of {scan}: {FrameCount - kept:N0} of the {Counted.Of(FrameCount, "position")} of the region lie "
                + "behind its end.";
    }

    /// <summary>The positions of this selection that were recorded.</summary>
    public ScanSelection Recorded(Validity validity)
    {
        ArgumentNullException.ThrowIfNull(validity);
        if (validity.Missing.IsEmpty)
            return Between(validity.FirstRecorded, validity.RecordedFrames ?? Scan.Count);
        return new(Scan, validity.Recorded(Scan.Count).SelectMany(recorded => Between(recorded.Start, recorded.End)._runs));
    }

    /// <summary>The number of a selected position among the selected ones, in scan order.</summary>
    /// <param name="position">Flat scan index.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is not selected.</exception>
    public long NumberOf(long position)
    {
        int low = 0, high = _runs.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_runs[middle].End <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low < _runs.Count && position >= _runs[low].Start
            ? _numbers[low] + position - _runs[low].Start
            : throw new ArgumentOutOfRangeException(nameof(position), position, "The position is not selected.");
    }

    /// <summary>Where some of the selected positions lie in the scan.</summary>
    /// <param name="numbers">Their numbers among the selected ones, as <see cref="NumberOf"/> gives them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public IEnumerable<FrameRange> RunsOf(FrameRange numbers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numbers.Start, nameof(numbers));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numbers.End, FrameCount, nameof(numbers));
        return Runs();

        IEnumerable<FrameRange> Runs()
        {
            var at = _numbers.BinarySearch(numbers.Start) is var found && found < 0 ? ~found - 1 : found;
            for (var next = numbers.Start; next < numbers.End; at++)
            {
                var start = _runs[at].Start + (next - _numbers[at]);
                var run = new FrameRange(start, (int)Math.Min(_runs[at].End - start, numbers.End - next));
                next += run.Count;
                yield return run;
            }
        }
    }

    private IEnumerable<FrameRange> RunsOf(ScanSelection numbers) => numbers.Runs.SelectMany(RunsOf);

    /// <summary>True for selected positions, flat.</summary>
    public bool[] ToMask()
    {
        var mask = new bool[Scan.Count];
        foreach (var run in _runs)
            mask.AsSpan((int)run.Start, run.Count).Fill(true);
        return mask;
    }

    private static IEnumerable<FrameRange> Split(long start, long count)
    {
        for (; count > 0; start += 1 << 30, count -= 1 << 30)
            yield return new(start, (int)Math.Min(count, 1 << 30));
    }
}
