using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>Shape of a dataset or an attribute (format specification 3.0, IV.A.2.b).</summary>
/// <param name="Shape">Lengths, slowest axis first; empty for a scalar.</param>
/// <param name="MaxShape">Lengths it may grow to; -1 = unlimited.</param>
/// <param name="IsNull">True for a dataspace without any element.</param>
internal sealed record Dataspace(long[] Shape, long[] MaxShape, bool IsNull)
{
    public const int MaxRank = 32;
    public const long Unlimited = -1;

    /// <summary>Number of elements; checked when read to fit 63 bits with room for the element size.</summary>
    public long ElementCount
    {
        get
        {
            long count = IsNull ? 0 : 1;
            foreach (long length in Shape)
                count *= length;
            return count;
        }
    }

    /// <summary>The same with another length of the first axis, no longer than it is.</summary>
    public Dataspace WithRows(long rows) => rows == Shape[0] ? this : this with { Shape = [rows, .. Shape[1..]] };

    public static Dataspace Read(Cursor cursor)
    {
        int version = cursor.U8();
        int rank = cursor.U8();
        int flags = cursor.U8();
        bool isNull = false;
        if (version == 1)
            cursor.Skip(5);
        else if (version == 2)
            isNull = cursor.U8() == 2;
        else
            throw cursor.Fault($"its version is {version}, only 1 and 2 are known");
        if (rank > MaxRank)
            throw cursor.Fault($"it has {rank} axes, more than {MaxRank}");
        if (isNull && rank > 0)
            throw cursor.Fault($"it holds nothing but has {rank} axes");
        var shape = new long[rank];
        for (int axis = 0; axis < rank; axis++)
            shape[axis] = cursor.Length();
        long[] max = shape;
        if ((flags & 1) != 0)
        {
            max = new long[rank];
            for (int axis = 0; axis < rank; axis++)
                max[axis] = MaxLength(ref cursor, shape[axis]);
        }
        CheckProduct(shape, cursor);
        return new Dataspace(shape, max, isNull);
    }

    private static long MaxLength(ref Cursor cursor, long length)
    {
        long max = cursor.LengthOrUnlimited();
        if (max != Unlimited && max < length)
            throw cursor.Fault($"an axis of length {length} may not grow beyond {max}");
        return max;
    }

    private static void CheckProduct(long[] shape, Cursor cursor)
    {
        Int128 product = 1;
        foreach (long length in shape)
            product = product > long.MaxValue ? product : product * Math.Max(length, 1);
        if (product > long.MaxValue)
            throw cursor.Fault($"its shape ({string.Join(", ", shape)}) has more elements than can be counted");
    }
}
