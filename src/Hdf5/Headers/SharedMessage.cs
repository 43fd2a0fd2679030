using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>
/// A message that stands in another object's header, such as the committed datatype of a dataset (format specification 3.0, IV.A.1, shared
/// messages).
/// </summary>
internal static class SharedMessage
{
    private const int MaxDepth = 8;

    public static HeaderMessage Resolve(AddressSpace space, HeaderMessage message, int depth)
    {
        if (depth > MaxDepth)
            throw space.Fault(message.Address, "a shared message points to a shared message again and again");
        long address = HeaderOf(message.Open(space, "a shared message"), space);
        var found = ObjectHeader.Read(space, address).FindUnresolved(message.Kind)
            ?? throw space.Fault(address, $"a shared message points to an object without a {message.Kind} message");
        return found.IsShared ? Resolve(space, found, depth + 1) : found;
    }

    private static long HeaderOf(Cursor cursor, AddressSpace space)
    {
        int version = cursor.U8();
        int type = cursor.U8();
        if (version == 1)
            cursor.Skip(6);
        if (version is < 1 or > 3)
            throw cursor.Fault($"its version is {version}, only 1 to 3 are known");
        if (version == 3 && type == 1)
            throw cursor.Fault("it lies in a shared message heap (SOHM), which is not supported");
        long address = cursor.Offset();
        return address == AddressSpace.Undefined ? throw space.Fault(cursor.Address, "a shared message has no address") : address;
    }
}
