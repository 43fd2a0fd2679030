using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>A selection of elements (format specification 3.0, III.G.1): all, none, or a grid.</summary>
/// <param name="Axes">The elements along each axis; null: all of the dataset that it selects from.</param>
/// <param name="Obstacle">Why it cannot be followed, to stand behind "is"; null: it can.</param>
internal sealed record Selection(AxisSteps[]? Axes, string? Obstacle = null)
{
    private const uint None = 0, Grid = 2, All = 3;
    private const int RegularFlag = 1;

    /// <summary>Reads a selection and stands behind it.</summary>
    public static Selection Read(ref Cursor cursor)
    {
        uint kind = cursor.U32();
        uint version = cursor.U32();
        if (kind is None or All)
        {
            cursor.Skip(8);
            return kind == All ? new Selection(Axes: null) : new Selection([]);
        }
        if (kind != Grid || version is < 1 or > 3)
            throw cursor.Fault($"a selection of kind {kind}, version {version}, is not known");
        int flags = version == 1 ? 0 : cursor.U8();
        int width = version switch { 1 => 4, 2 => 8, _ => cursor.U8() };
        if (version < 3)
            cursor.Skip(version == 1 ? 8 : 4);
        long rank = cursor.U32();
        if (rank is < 1 or > Dataspace.MaxRank)
            throw cursor.Fault($"a selection has {rank} axes");
        return (flags & RegularFlag) != 0 ? Regular(ref cursor, (int)rank, width) : Blocks(ref cursor, (int)rank, width);
    }

    private static Selection Regular(ref Cursor cursor, int rank, int width)
    {
        var axes = new AxisSteps[rank];
        string? obstacle = null;
        for (int axis = 0; axis < rank; axis++)
        {
            long start = cursor.Number(width), stride = cursor.Number(width);
            long count = cursor.NumberOrAllOnes(width), block = cursor.NumberOrAllOnes(width);
            if (count == AddressSpace.Undefined || block == AddressSpace.Undefined)
                obstacle = "assembled of parts without a fixed number";
            else if (count == 1 || (block == stride && count <= int.MaxValue && block <= int.MaxValue))
                axes[axis] = new(start, 1, count * block);
            else if (block == 1 && stride > 0)
                axes[axis] = new(start, stride, count);
            else
                obstacle = "assembled of blocks with gaps";
        }
        return new Selection(axes, obstacle);
    }

    // A list of boxes: understood where they are a grid.
    private static Selection Blocks(ref Cursor cursor, int rank, int width)
    {
        long blocks = cursor.Number(width);
        if (blocks > cursor.Remaining / (2L * rank * width))
            throw cursor.Fault($"{blocks} blocks do not fit");
        if (blocks == 0)
            return new Selection([]);
        var ranges = new SortedSet<(long Start, long End)>[rank];
        for (int axis = 0; axis < rank; axis++)
            ranges[axis] = [];
        var starts = new long[rank];
        for (long block = 0; block < blocks; block++)
        {
            for (int axis = 0; axis < rank; axis++)
                starts[axis] = cursor.Number(width);
            for (int axis = 0; axis < rank; axis++)
            {
                long end = cursor.Number(width);
                if (end < starts[axis])
                    throw cursor.Fault("a block ends before it begins");
                ranges[axis].Add((starts[axis], end));
            }
        }
        long product = 1;
        var axes = new AxisSteps[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            product = product > blocks ? product : product * ranges[axis].Count;
            if (AxisSteps.Through(ranges[axis]) is not { } steps)
                return new Selection([], "assembled of blocks with gaps");
            axes[axis] = steps;
        }
        return product == blocks ? new Selection(axes) : new Selection([], "assembled of blocks that are no grid");
    }
}
