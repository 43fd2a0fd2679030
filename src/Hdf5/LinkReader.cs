using System.Text;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Heaps;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <summary>
/// Reads a group's links: symbol table, compact link messages, or dense storage (format specification 3.0, IV.A.2.c, g, r).
/// </summary>
internal static class LinkReader
{
    private const int NameRecords = 5;

    public static SortedList<string, Hdf5Link> Read(ObjectHeader header)
    {
        var space = header.Space;
        var links = new List<Hdf5Link>();
        if (header.Find(MessageKind.SymbolTable) is { } table)
        {
            var cursor = table.Open(space, "a symbol table message");
            long tree = cursor.Offset();
            foreach (var symbol in SymbolTable.Read(space, tree, cursor.Offset()))
            {
                links.Add(symbol.SoftTarget is null
                    ? new Hdf5Link(symbol.Name, LinkKind.Hard, symbol.Header)
                    : new Hdf5Link(symbol.Name, LinkKind.Soft, target: symbol.SoftTarget));
            }
        }
        foreach (var message in header.All(MessageKind.Link))
            links.Add(ReadLink(message.Open(space, "a link message")));
        if (header.Find(MessageKind.LinkInfo) is { } info)
            ReadDense(space, info, links);
        return Sort(space, header.Address, links);
    }

    private static SortedList<string, Hdf5Link> Sort(AddressSpace space, long address, List<Hdf5Link> links)
    {
        links.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var sorted = new SortedList<string, Hdf5Link>(links.Count, StringComparer.Ordinal);
        foreach (var link in links)
        {
            if (!sorted.TryAdd(link.Name, link))
                throw space.Fault(address, $"a group has two links named '{link.Name}'");
        }
        return sorted;
    }

    private static void ReadDense(AddressSpace space, HeaderMessage info, List<Hdf5Link> links)
    {
        var cursor = info.Open(space, "the link info message");
        cursor.ExpectVersion(0);
        if ((cursor.U8() & 1) != 0)
            cursor.Skip(8);
        long heapAddress = cursor.Offset();
        long treeAddress = cursor.Offset();
        if (heapAddress == AddressSpace.Undefined || treeAddress == AddressSpace.Undefined)
            return;
        var heap = new FractalHeap(space, heapAddress);
        var tree = new BTree2(space, treeAddress);
        if (tree.RecordType != NameRecords)
            throw space.Fault(treeAddress, $"the B-tree of links has record type {tree.RecordType}, {NameRecords} was expected");
        tree.Walk(record =>
        {
            record.Skip(4);
            var (bytes, address) = heap.Read(record.Take(record.Remaining));
            links.Add(ReadLink(new Cursor(space, address, bytes.Span, "a link in a heap")));
        });
    }

    private static Hdf5Link ReadLink(Cursor cursor)
    {
        cursor.ExpectVersion(1);
        int flags = cursor.U8();
        int type = (flags & 8) != 0 ? cursor.U8() : 0;
        if ((flags & 4) != 0)
            cursor.Skip(8);
        if ((flags & 16) != 0)
            cursor.Skip(1);
        long length = cursor.Number(1 << (flags & 3));
        if (length is 0 || length > cursor.Remaining)
            throw cursor.Fault($"a name of {length} bytes is not plausible");
        string name = Encoding.UTF8.GetString(cursor.Take((int)length));
        switch (type)
        {
            case 0:
                return new Hdf5Link(name, LinkKind.Hard, cursor.Offset());
            case 1:
                int size = cursor.U16();
                return new Hdf5Link(name, LinkKind.Soft, target: Encoding.UTF8.GetString(cursor.Take(size)));
            case 64:
                cursor.Skip(2);
                byte version = cursor.U8();
                if (version >> 4 != 0)
                    throw cursor.Fault($"the external link '{name}' has version {version >> 4}, only 0 is known");
                string file = cursor.Text();
                return new Hdf5Link(name, LinkKind.External, target: cursor.Text(), targetFile: file);
            default:
                return new Hdf5Link(name, LinkKind.UserDefined);
        }
    }
}
