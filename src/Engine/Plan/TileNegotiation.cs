using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>Finds the shape of tiles: how many frames, and which block of the detector.</summary>
/// <remarks>
/// A block is a multiple of the source's own block along each axis, or the whole axis. It starts at the smallest that is worth a call,
/// frames are stacked as the size allows, and what room is left goes to the axes from the first on. The rules are LiberTEM's; with its
/// sizes (1 MiB, 16 KiB) it finds LiberTEM's shapes.
/// </remarks>
public static class TileNegotiation
{
    /// <summary>Finds a tile.</summary>
    /// <param name="frames">Frames of the partition.</param>
    /// <param name="detector">Axes of a frame.</param>
    /// <param name="itemBytes">Bytes of a value.</param>
    /// <param name="totalBytes">Bytes of a tile at most; at least one block of one frame is taken.</param>
    /// <param name="depth">Frames at most.</param>
    /// <param name="baseBlock">Block in which the source stores; null: whole lines along the last axis.</param>
    /// <param name="smallestBytes">Bytes of one frame's block at least, as far as whole blocks come near it.</param>
    /// <param name="needsWholeFrames">Whether a UDF takes whole frames.</param>
    /// <param name="repaired">Pixels that no border of a block may touch, because they are repaired from all sides. Null: none.</param>
    public static (int Depth, Extent Block) Negotiate(
        long frames, Extent detector, int itemBytes, long totalBytes, int depth = TilePreference.Most, Extent? baseBlock = null,
        long smallestBytes = 16 << 10, bool needsWholeFrames = false, PixelSet? repaired = null)
    {
        var rank = detector.Rank;
        var unit = needsWholeFrames ? detector.Lengths.ToArray() : (baseBlock ?? Lines(detector)).Lengths.ToArray();
        if (unit.Length != rank)
            throw new ArgumentException($"A block of {unit.Length} axes does not tile {detector}.", nameof(baseBlock));
        for (var axis = 0; axis < rank; axis++)
            unit[axis] = Math.Clamp(unit[axis], 1, Math.Max(detector[axis], 1));
        var block = Scale(unit, detector, smallestBytes / Math.Max(itemBytes, 1));
        block = Clear(block, unit, detector, repaired);
        var blockBytes = Math.Max(Product(block) * itemBytes, 1);
        var deep = (int)Math.Clamp(Math.Min(Math.Min(totalBytes / blockBytes, depth), frames), 1, int.MaxValue);
        // What is left of the size goes to the block.
        var room = totalBytes / Math.Max(itemBytes, 1) / deep;
        if (room > Product(block))
        {
            var larger = Clear(Scale(block, detector, room), unit, detector, repaired);
            if (Product(larger) * itemBytes * deep <= totalBytes)
                block = larger;
        }

        return (deep, new Extent(block));
    }

    /// <summary>The largest block of whole units with at most so many values: the axes grow from the first on.</summary>
    internal static long[] Scale(long[] unit, Extent detector, long values)
    {
        var block = (long[])unit.Clone();
        for (var axis = 0; axis < block.Length; axis++)
        {
            var most = (detector[axis] + block[axis] - 1) / Math.Max(block[axis], 1);
            var factor = Math.Clamp(values / Math.Max(Product(block), 1), 1, Math.Max(most, 1));
            block[axis] = Math.Min(block[axis] * factor, Math.Max(detector[axis], 1));
        }

        return block;
    }

    /// <summary>A block whose borders touch none of some pixels: smaller along an axis where that helps, else larger.</summary>
    internal static long[] Clear(long[] block, long[] unit, Extent detector, PixelSet? repaired)
    {
        if (repaired is null || repaired.Count == 0)
            return block;
        var cleared = (long[])block.Clone();
        for (var axis = 0; axis < block.Length; axis++)
        {
            var touched = Indices(repaired, detector, axis);
            cleared[axis] = Along(block[axis], unit[axis], detector[axis], touched);
        }

        return cleared;
    }

    private static long Along(long length, long unit, long extent, bool[] touched)
    {
        // Where a third of all lines is hit, no border finds its way.
        if (3L * touched.Count(static isHit => isHit) > extent)
            return extent;
        var start = length >= extent ? extent : Math.Max(length / unit * unit, unit);
        for (var smaller = start; smaller >= unit; smaller -= unit)
        {
            if (IsClear(smaller, touched))
                return smaller;
        }

        for (var larger = start + unit; larger < extent; larger += unit)
        {
            if (IsClear(larger, touched))
                return larger;
        }

        return extent;
    }

    // The lines on both sides of every border.
    private static bool IsClear(long length, bool[] touched)
    {
        for (var border = length; border < touched.Length; border += length)
        {
            if (touched[border] || touched[border - 1])
                return false;
        }

        return true;
    }

    private static bool[] Indices(PixelSet pixels, Extent detector, int axis)
    {
        var touched = new bool[detector[axis]];
        var stride = 1L;
        for (var faster = axis + 1; faster < detector.Rank; faster++)
            stride *= detector[faster];
        for (var pixel = 0; pixel < pixels.Pixels; pixel++)
        {
            if (pixels[pixel])
                touched[pixel / stride % detector[axis]] = true;
        }

        return touched;
    }

    private static Extent Lines(Extent detector)
    {
        var lengths = new long[detector.Rank];
        Array.Fill(lengths, 1);
        if (lengths.Length > 0)
            lengths[^1] = Math.Max(detector[detector.Rank - 1], 1);
        return new Extent(lengths);
    }

    private static long Product(long[] lengths)
    {
        var product = 1L;
        foreach (var length in lengths)
            product *= Math.Max(length, 1);
        return product;
    }
}
