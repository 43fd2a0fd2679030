using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <content>Virtual datasets, which are assembled of parts of others.</content>
public sealed partial class Hdf5Dataset
{
    private readonly Dictionary<(string File, string Dataset), Hdf5Dataset> _sources = [];
    private readonly Lock _sourcesLock = new();
    private VirtualLayout? _virtual;

    /// <summary>The datasets of which a virtual one is assembled, each once; empty when it is none.</summary>
    /// <exception cref="Hdf5Exception">One of them is missing or does not fit.</exception>
    public IReadOnlyList<Hdf5Dataset> Sources =>
        Layout == StorageLayout.Virtual ? [.. Virtual.Parts.Select(SourceOf).Distinct()] : [];

    private VirtualLayout Virtual => _virtual ??= VirtualLayout.Read(Header.Space, _layout.Address, _layout.VirtualIndex);

    private string? VirtualObstacle =>
        Virtual.Obstacle is { } obstacle ? $"is {obstacle}, which is not supported: open the files that it is assembled from"
        : Sources.Select(static source => source.Obstacle is { } problem ? $"is assembled of '{source.Path}', which {problem}" : null)
            .FirstOrDefault(static problem => problem is not null);

    private void ReadVirtual(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        FillUnwritten(destination);
        foreach (var part in Virtual.Parts)
        {
            if (part.Source.Axes is [] || part.Place.Axes is [])
                continue;   // nothing is selected
            var source = SourceOf(part);
            var from = Along(part.Source, source);
            var to = Along(part.Place, this);
            CheckFit(part, from, to);
            ReadPart(source, from, to, start, count, destination);
        }
    }

    // Axes of one element on either side do not count; the others follow one another in the same order.
    private void ReadPart(
        Hdf5Dataset source, AxisSteps[] from, AxisSteps[] to, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        int rank = to.Length;
        var first = new long[rank];
        var last = new long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            (first[axis], last[axis]) = to[axis].In(start[axis], count[axis]);
            if (first[axis] > last[axis])
                return;
        }

        var partner = new int[rank];
        for (int axis = 0, at = 0; axis < rank; axis++)
        {
            while (to[axis].Count > 1 && from[at].Count == 1)
                at++;
            partner[axis] = to[axis].Count > 1 ? at++ : -1;
        }

        var place = (long[])first.Clone();
        var origin = new long[rank];
        var extent = new long[rank];
        var box = (Start: from.Select(static steps => steps.Start).ToArray(), Count: from.Select(static _ => 1L).ToArray());
        while (true)
        {
            for (int axis = 0; axis < rank; axis++)
            {
                bool isRun = IsRun(axis);
                extent[axis] = isRun ? last[axis] - first[axis] + 1 : 1;
                origin[axis] = to[axis].Start + (place[axis] * to[axis].Step) - start[axis];
                if (partner[axis] is >= 0 and var along)
                    (box.Start[along], box.Count[along]) = (from[along].Start + (place[axis] * from[along].Step), extent[axis]);
            }

            CopyBox(source, box.Start, box.Count, origin, extent, count, destination);
            int moved = rank - 1;
            for (; moved >= 0; moved--)
            {
                if (!IsRun(moved) && ++place[moved] <= last[moved])
                    break;
                place[moved] = first[moved];
            }
            if (moved < 0)
                return;
        }

        bool IsRun(int axis) => to[axis].Step == 1 && (partner[axis] < 0 || from[partner[axis]].Step == 1);
    }

    private void CopyBox(
        Hdf5Dataset source,
        long[] sourceStart, long[] sourceCount, long[] origin, long[] extent, ReadOnlySpan<long> count, Span<byte> destination)
    {
        long elements = 1, offset = 0;
        for (int axis = 0; axis < extent.Length; axis++)
        {
            elements *= extent[axis];
            offset = (offset * count[axis]) + origin[axis];
        }

        int bytes = (int)(elements * Type.Size);
        if (Hyperslab.IsRun(extent, count))
        {
            source.ReadRaw(sourceStart, sourceCount, destination.Slice((int)(offset * Type.Size), bytes));
            return;
        }

        using var scratch = new Scratch(bytes);
        source.ReadRaw(sourceStart, sourceCount, scratch.Bytes);
        Hyperslab.Copy(scratch.Bytes, extent, new long[extent.Length], destination, count, origin, extent, Type.Size);
    }

    private Hdf5Dataset SourceOf(VirtualLayout.Part part)
    {
        lock (_sourcesLock)
        {
            if (_sources.TryGetValue((part.File, part.Dataset), out var known))
                return known;
            var file = part.File == "."
                ? File
                : File.Family.Open(
                    File,
                    $"the virtual dataset '{Path}'",
                    new Hdf5Link(Path, LinkKind.External, target: part.Dataset, targetFile: part.File));
            if (file.TryOpen(part.Dataset) is not Hdf5Dataset source)
                throw Fault($"is assembled of '{part.Dataset}' in {file.Path}, where there is no such dataset");
            if (source.Layout == StorageLayout.Virtual)
                throw Fault($"is assembled of '{part.Dataset}' in {file.Path}, which is virtual itself; this is not supported");
            if (source.Type.Size != Type.Size || source.Type.Class != Type.Class || source.Type.IsSigned != Type.IsSigned
                || !source.Type.IsNumeric || !source.Type.IsWhole || !Type.IsWhole)
                throw Fault($"is {Type} and assembled of '{part.Dataset}' in {file.Path}, which is {source.Type}; this is not supported");
            return _sources[(part.File, part.Dataset)] = source;
        }
    }

    private static AxisSteps[] Along(Selection selection, Hdf5Dataset dataset) =>
        selection.Axes ?? [.. dataset.WrittenShape.Select(static length => new AxisSteps(0, 1, length))];

    private void CheckFit(VirtualLayout.Part part, AxisSteps[] from, AxisSteps[] to)
    {
        var source = SourceOf(part);
        if (from.Length != source.Shape.Length || to.Length != Shape.Length
            || from.Where((steps, axis) => !steps.FitsIn(source.Shape[axis])).Any()
            || to.Where((steps, axis) => !steps.FitsIn(Shape[axis])).Any()
            || !from.Where(static steps => steps.Count != 1).Select(static steps => steps.Count)
                .SequenceEqual(to.Where(static steps => steps.Count != 1).Select(static steps => steps.Count)))
            throw Fault($"is assembled of parts of '{part.Dataset}' in {source.File.Path} that do not fit into their places");
    }
}
