using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>
/// Cuts a selection into work items along the blocks of the scan whose frames are stored together, so that each block is read by few
/// workers and once.
/// </summary>
internal static class ScanBlockItems
{
    /// <summary>Cuts a selection.</summary>
    /// <param name="selection">What is visited.</param>
    /// <param name="stored">Frames of a stored block along each scan axis.</param>
    /// <param name="itemFrames">Frames of an item at most.</param>
    /// <returns>Items, block by block; their runs ascend.</returns>
    public static IEnumerable<WorkItem> Cut(ScanSelection selection, Extent stored, int itemFrames)
    {
        var scan = selection.Scan;
        var block = Grow(stored, scan, itemFrames);
        var number = 0;
        // Blocks that begin at the same place of the slowest axis are collected together.
        var band = new SortedDictionary<long, List<FrameRange>>();
        var inBand = -1L;
        foreach (var piece in Pieces(selection, block))
        {
            if (piece.Band != inBand)
            {
                foreach (var item in Items(band, itemFrames))
                    yield return new(number++, item);
                band.Clear();
                inBand = piece.Band;
            }

            if (!band.TryGetValue(piece.Block, out var runs))
                band.Add(piece.Block, runs = []);
            if (runs.Count > 0 && runs[^1].End == piece.Frames.Start && runs[^1].Count <= int.MaxValue - piece.Frames.Count)
                runs[^1] = new(runs[^1].Start, runs[^1].Count + piece.Frames.Count);
            else
                runs.Add(piece.Frames);
        }

        foreach (var item in Items(band, itemFrames))
            yield return new(number++, item);
    }

    /// <summary>Puts items that were cut otherwise into the order of the stored blocks in which they begin.</summary>
    public static IEnumerable<WorkItem> InOrder(IEnumerable<WorkItem> items, Extent scan, Extent stored)
    {
        var list = items.ToList();
        if (list.Count == 0)
            return list;
        var block = Grow(stored, scan, (int)Math.Min(list[0].Runs.Sum(static run => (long)run.Count), int.MaxValue));
        return list.OrderBy(item => BlockOf(item.Runs[0].Start, scan, block))
            .Select(static (item, number) => item with { Number = number });
    }

    // Whole blocks side by side along the last axis, then along the one before, as far as they fit into an item.
    private static long[] Grow(Extent stored, Extent scan, int itemFrames)
    {
        var block = new long[scan.Rank];
        var frames = 1L;
        for (var axis = 0; axis < block.Length; axis++)
            frames *= block[axis] = Math.Clamp(stored[axis], 1, Math.Max(scan[axis], 1));
        for (var axis = block.Length - 1; axis >= 0; axis--)
        {
            var most = (scan[axis] + block[axis] - 1) / block[axis];
            var factor = Math.Clamp(itemFrames / frames, 1, Math.Max(most, 1));
            block[axis] *= factor;
            frames *= factor;
            if (block[axis] < scan[axis])
                break;
        }

        return block;
    }

    private static IEnumerable<(long Band, long Block, FrameRange Frames)> Pieces(ScanSelection selection, long[] block)
    {
        var scan = selection.Scan;
        // Frames follow one another in a block up to the end of the slowest axis behind which it covers all others.
        var axis = block.Length - 1;
        var line = scan[axis];
        var length = block[axis];
        while (axis > 0 && block[axis] >= scan[axis])
        {
            axis--;
            length = block[axis] * line;
            line *= scan[axis];
        }

        var slowest = scan.Count / Math.Max(scan[0], 1) * block[0];
        foreach (var run in selection.Runs)
        {
            for (var rest = run; rest.Count > 0;)
            {
                var at = rest.Start % line;
                var room = Math.Min(length - (at % length), line - at);
                var piece = rest with { Count = (int)Math.Min(rest.Count, room) };
                yield return (piece.Start / Math.Max(slowest, 1), BlockOf(piece.Start, scan, block), piece);
                rest = new(piece.End, rest.Count - piece.Count);
            }
        }
    }

    private static long BlockOf(long frame, Extent scan, long[] block)
    {
        long number = 0, stride = 1;
        for (var axis = block.Length - 1; axis >= 0; axis--)
        {
            (frame, var at) = Math.DivRem(frame, scan[axis]);
            number += at / block[axis] * stride;
            stride *= (scan[axis] + block[axis] - 1) / block[axis];
        }

        return number;
    }

    private static IEnumerable<List<FrameRange>> Items(SortedDictionary<long, List<FrameRange>> band, int itemFrames)
    {
        foreach (var runs in band.Values)
        {
            List<FrameRange> item = [];
            var room = itemFrames;
            foreach (var run in runs)
            {
                for (var rest = run; rest.Count > 0;)
                {
                    var taken = rest with { Count = Math.Min(rest.Count, room) };
                    item.Add(taken);
                    rest = new(taken.End, rest.Count - taken.Count);
                    room -= taken.Count;
                    if (room > 0)
                        continue;
                    yield return item;
                    (item, room) = ([], itemFrames);
                }
            }

            if (item.Count > 0)
                yield return item;
        }
    }
}
