using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>Reads the filter pipeline message (format specification 3.0, IV.A.2.l), versions 1 and 2.</summary>
internal static class FilterMessage
{
    public static Hdf5Filter[] Read(ObjectHeader header)
    {
        if (header.Find(MessageKind.Filters) is not { } message)
            return [];
        var cursor = message.Open(header.Space, "the filter message");
        int version = cursor.U8();
        if (version is not (1 or 2))
            throw cursor.Fault($"its version is {version}, only 1 and 2 are known");
        int count = cursor.U8();
        if (count > 32)
            throw cursor.Fault($"it has {count} filters, more than 32");
        if (version == 1)
            cursor.Skip(6);
        var filters = new Hdf5Filter[count];
        for (int i = 0; i < count; i++)
            filters[i] = ReadFilter(ref cursor, version);
        return filters;
    }

    private static Hdf5Filter ReadFilter(ref Cursor cursor, int version)
    {
        int id = cursor.U16();
        int nameLength = version == 1 || id >= 256 ? cursor.U16() : 0;
        int flags = cursor.U16();
        int valueCount = cursor.U16();
        var name = cursor.Take(nameLength);
        if (version == 1 && nameLength % 8 != 0)
            cursor.Skip(8 - (nameLength % 8));
        if (valueCount > cursor.Remaining / 4)
            throw cursor.Fault($"filter {id} declares {valueCount} parameters");
        var values = new uint[valueCount];
        for (int i = 0; i < valueCount; i++)
            values[i] = cursor.U32();
        if (version == 1 && valueCount % 2 != 0 && cursor.Remaining >= 4)
            cursor.Skip(4);
        int end = name.IndexOf((byte)0);
        string text = System.Text.Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        return new Hdf5Filter(id, text, (flags & 1) != 0, values);
    }
}
