using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Heaps;

/// <summary>One entry of a symbol-table group.</summary>
/// <param name="Name">Name of the link.</param>
/// <param name="Header">Address of the object; undefined for a soft link.</param>
/// <param name="SoftTarget">Path that a soft link names, or null.</param>
internal readonly record struct Symbol(string Name, long Header, string? SoftTarget);

/// <summary>Groups of the old kind: a version 1 B-tree over symbol nodes (format specification 3.0, III.A.1, III.B, III.C).</summary>
internal static class SymbolTable
{
    private const int CacheTypeSoftLink = 2;

    public static List<Symbol> Read(AddressSpace space, long tree, long heapAddress)
    {
        var symbols = new List<Symbol>();
        var heap = new LocalHeap(space, heapAddress);
        var seen = new HashSet<long>();
        ReadTree(space, tree, -1, heap, seen, symbols);
        return symbols;
    }

    private static void ReadTree(AddressSpace space, long address, int level, LocalHeap heap, HashSet<long> seen, List<Symbol> symbols)
    {
        if (!seen.Add(address))
            throw space.Fault(address, "a group's B-tree points to the same node twice");
        int head = 8 + (2 * space.OffsetSize);
        var cursor = new Cursor(space, address, space.ReadBlock(address, head, "a group's B-tree node"), "a group's B-tree node");
        cursor.Expect("TREE"u8);
        if (cursor.U8() != 0)
            throw cursor.Fault("it is not a group's");
        int found = cursor.U8();
        if (level >= 0 && found != level)
            throw cursor.Fault($"its level is {found}, its parent expects {level}");
        int count = cursor.U16();
        int stride = space.LengthSize + space.OffsetSize;
        var entries = new Cursor(
            space, address + head, space.ReadBlock(address + head, (long)count * stride, "a group's B-tree node"), "a group's B-tree node");
        for (int i = 0; i < count; i++)
        {
            entries.Skip(space.LengthSize);
            long child = entries.Offset();
            if (found == 0)
                ReadNode(space, child, heap, seen, symbols);
            else
                ReadTree(space, child, found - 1, heap, seen, symbols);
        }
    }

    private static void ReadNode(AddressSpace space, long address, LocalHeap heap, HashSet<long> seen, List<Symbol> symbols)
    {
        if (!seen.Add(address))
            throw space.Fault(address, "a group's B-tree points to the same symbol node twice");
        var cursor = new Cursor(space, address, space.ReadBlock(address, 8, "a symbol node"), "a symbol node");
        cursor.Expect("SNOD"u8);
        cursor.ExpectVersion(1);
        cursor.Skip(1);
        int count = cursor.U16();
        int stride = (2 * space.OffsetSize) + 24;
        var entries = new Cursor(space, address + 8, space.ReadBlock(address + 8, (long)count * stride, "a symbol node"), "a symbol node");
        for (int i = 0; i < count; i++)
        {
            string name = heap.Text(entries.Offset());
            long header = entries.Offset();
            uint cacheType = entries.U32();
            entries.Skip(4);
            uint linkOffset = entries.U32();
            entries.Skip(12);
            symbols.Add(new Symbol(name, header, cacheType == CacheTypeSoftLink ? heap.Text(linkOffset) : null));
        }
    }
}
