using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>What unallocated elements read as (format specification 3.0, IV.A.2.e and f); null = zero.</summary>
/// <remarks>
/// A value that is never to be written, and one that is undefined, leave such elements to chance in the library; h5py and we read 0.
/// </remarks>
internal static class FillValue
{
    private const int NeverWritten = 1;

    /// <summary>One element as it would be stored in the file, or null.</summary>
    public static byte[]? Read(ObjectHeader header, int elementSize)
    {
        byte[]? value = null;
        if (header.Find(MessageKind.FillValue) is { } modern)
            value = ReadModern(modern.Open(header.Space, "the fill value message"));
        else if (header.Find(MessageKind.OldFillValue) is { } old)
            value = ReadSized(old.Open(header.Space, "the old fill value message"));
        if (value is null || value.Length == 0)
            return null;
        // A fill value of another size belongs to a type conversion that the library would do; nobody has been seen to write one.
        return value.Length == elementSize
            ? value
            : throw header.Space.Fault(header.Address, $"the fill value has {value.Length} bytes, an element {elementSize}");
    }

    private static byte[]? ReadModern(Cursor cursor)
    {
        int version = cursor.U8();
        switch (version)
        {
            case 1 or 2:
                cursor.Skip(1);
                int writeTime = cursor.U8();
                bool isDefined = cursor.U8() != 0;
                return isDefined && writeTime != NeverWritten ? ReadSized(cursor) : null;
            case 3:
                int flags = cursor.U8();
                return (flags & 0x20) != 0 && ((flags >> 2) & 3) != NeverWritten ? ReadSized(cursor) : null;
            default:
                throw cursor.Fault($"its version is {version}, only 1 to 3 are known");
        }
    }

    private static byte[]? ReadSized(Cursor cursor)
    {
        long size = cursor.U32();
        // Some writers store -1 for "undefined" here.
        return size >= int.MaxValue ? null : cursor.Take((int)size).ToArray();
    }
}
