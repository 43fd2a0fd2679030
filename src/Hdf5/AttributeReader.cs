using System.Text;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Heaps;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Hdf5;

/// <summary>Reads an object's attributes, compact and dense (format specification 3.0, IV.A.2.m and v).</summary>
internal static class AttributeReader
{
    private const int NameRecords = 8;

    public static Dictionary<string, Hdf5Attribute> Read(ObjectHeader header, string owner)
    {
        var space = header.Space;
        var attributes = new Dictionary<string, Hdf5Attribute>(StringComparer.Ordinal);
        foreach (var message in header.All(MessageKind.Attribute))
            Add(ReadAttribute(space, owner, message.Body, message.Address));
        if (header.Find(MessageKind.AttributeInfo) is { } info)
            ReadDense(info);
        return attributes;

        void Add(Hdf5Attribute attribute)
        {
            if (!attributes.TryAdd(attribute.Name, attribute))
                throw space.Fault(header.Address, $"'{owner}' has two attributes named '{attribute.Name}'");
        }

        void ReadDense(HeaderMessage message)
        {
            var cursor = message.Open(space, "the attribute info message");
            cursor.ExpectVersion(0);
            if ((cursor.U8() & 1) != 0)
                cursor.Skip(2);
            long heapAddress = cursor.Offset();
            long treeAddress = cursor.Offset();
            if (heapAddress == AddressSpace.Undefined || treeAddress == AddressSpace.Undefined)
                return;
            var heap = new FractalHeap(space, heapAddress);
            var tree = new BTree2(space, treeAddress);
            if (tree.RecordType != NameRecords || tree.RecordSize < 10)
                throw space.Fault(
                    treeAddress, $"the B-tree of attributes has records of type {tree.RecordType} and {tree.RecordSize} bytes");
            tree.Walk(record =>
            {
                var id = record.Take(tree.RecordSize - 9);
                if ((record.U8() & 2) != 0)
                    throw record.Fault("an attribute lies in a shared message heap (SOHM), which is not supported");
                var (bytes, address) = heap.Read(id);
                Add(ReadAttribute(space, owner, bytes, address));
            });
        }
    }

    private static Hdf5Attribute ReadAttribute(AddressSpace space, string owner, ReadOnlyMemory<byte> body, long address)
    {
        var cursor = new Cursor(space, address, body.Span, "an attribute");
        int version = cursor.U8();
        if (version is < 1 or > 3)
            throw cursor.Fault($"its version is {version}, only 1 to 3 are known");
        int second = cursor.U8();
        int flags = version == 1 ? 0 : second;
        int nameSize = cursor.U16(), typeSize = cursor.U16(), spaceSize = cursor.U16();
        if (version == 3)
            cursor.Skip(1);
        int padding = version == 1 ? 8 : 1;
        var name = Part(ref cursor, nameSize, padding);
        int end = name.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        long typeAt = cursor.Address;
        int typePosition = cursor.Position;
        cursor.Skip(Padded(typeSize, padding));
        var type = ReadType(space, body.Slice(typePosition, typeSize), typeAt, (flags & 1) != 0);
        if ((flags & 2) != 0)
            throw cursor.Fault($"the attribute '{text}' shares its dataspace, which is not supported");
        long spaceAt = cursor.Address;
        var dataspace = Dataspace.Read(new Cursor(space, spaceAt, Part(ref cursor, spaceSize, padding), "the dataspace of an attribute"));
        return new Hdf5Attribute(space, owner, text, type, dataspace, body[cursor.Position..], cursor.Address);
    }

    private static Hdf5Type ReadType(AddressSpace space, ReadOnlyMemory<byte> bytes, long address, bool isShared)
    {
        var message = new HeaderMessage(MessageKind.Datatype, isShared, address, bytes);
        if (isShared)
            message = SharedMessage.Resolve(space, message, depth: 0);
        var cursor = message.Open(space, "the datatype of an attribute");
        return TypeReader.Read(ref cursor);
    }

    private static ReadOnlySpan<byte> Part(ref Cursor cursor, int size, int padding) => cursor.Take(Padded(size, padding))[..size];

    private static int Padded(int size, int padding) => (size + padding - 1) / padding * padding;
}
