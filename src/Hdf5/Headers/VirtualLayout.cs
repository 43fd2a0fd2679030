using Ronchi.Hdf5.Heaps;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>Of which parts of other datasets a virtual one is assembled (format specification 3.0, III.F).</summary>
/// <param name="Parts">The parts, in the order in which they are written over each other.</param>
/// <param name="Obstacle">Why they cannot be followed, to stand behind "is"; null: they can.</param>
internal sealed record VirtualLayout(IReadOnlyList<VirtualLayout.Part> Parts, string? Obstacle)
{
    /// <summary>One part.</summary>
    /// <param name="File">Name of the file, <c>.</c> for the one that is read.</param>
    /// <param name="Dataset">Path of the dataset there.</param>
    /// <param name="Source">What is taken of it.</param>
    /// <param name="Place">Where it is put.</param>
    public sealed record Part(string File, string Dataset, Selection Source, Selection Place);

    /// <summary>Reads the block to which a layout message leads.</summary>
    /// <param name="space">The file.</param>
    /// <param name="address">Address of its heap; undefined: there are no parts.</param>
    /// <param name="index">Its number there.</param>
    public static VirtualLayout Read(AddressSpace space, long address, int index)
    {
        if (address == AddressSpace.Undefined)
            return new([], null);
        const string what = "the parts of a virtual dataset";
        var block = new GlobalHeap(space).Read(address, index);
        var cursor = new Cursor(space, address, block.Span, what);
        cursor.ExpectVersion(0);
        long entries = cursor.Length();
        if (entries > block.Length)
            throw cursor.Fault($"{entries} parts do not fit");
        var parts = new List<Part>();
        string? obstacle = null;
        for (long entry = 0; entry < entries; entry++)
        {
            string file = cursor.Text(), dataset = cursor.Text();
            var part = new Part(Plain(file), Plain(dataset), Selection.Read(ref cursor), Selection.Read(ref cursor));
            obstacle ??= Counts(file) || Counts(dataset) ? "assembled of files without a fixed number"
                : part.Source.Obstacle ?? part.Place.Obstacle;
            parts.Add(part);
        }
        return new(parts, obstacle);
    }

    // "%b" stands for a number that counts up, "%%" for one sign.
    private static bool Counts(string name) => Plain(name).Contains("%b", StringComparison.Ordinal);

    private static string Plain(string name) => name.Replace("%%", "%", StringComparison.Ordinal);
}
