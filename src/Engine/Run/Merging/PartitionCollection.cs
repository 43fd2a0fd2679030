using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Keeps the buffers of all partitions for UDFs that merge them in one step.</summary>
internal sealed class PartitionCollection
{
    private readonly RunPlan _plan;
    private readonly List<PartitionBuffers>[] _partitions;

    public PartitionCollection(RunPlan plan)
    {
        _plan = plan;
        _partitions = [.. plan.Udfs.Select(static _ => new List<PartitionBuffers>())];
    }

    /// <summary>Keeps what a partition has found.</summary>
    /// <returns>False when the UDF does not merge in one step.</returns>
    public bool Add(int index, Udf udf, UdfTask from)
    {
        if (udf is not IMergeAllUdf)
            return false;
        var buffers = new Dictionary<string, Array>(StringComparer.Ordinal);
        foreach (var buffer in from.Buffers)
        {
            if (buffer.Declaration is { Use: not BufferUse.ResultOnly, Rows: null })
                buffers[buffer.Declaration.Name] = buffer.Declaration.Kind == ResultKind.Scan
                    ? Positions(buffer, from.Runs)
                    : (Array)buffer.Values.Clone();
        }

        var first = _plan.Selection.NumberOf(from.Runs[0].Start);
        _partitions[index].Add(new(new(first, from.Runs.Sum(static run => run.Count)), buffers));
        return true;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        foreach (var partitions in _partitions)
            partitions.Clear();
    }

    /// <summary>Has the UDF merge all partitions, and puts the arrays into the merged buffers.</summary>
    /// <exception cref="InvalidOperationException">The UDF returned an undeclared buffer, or one of another type or length.</exception>
    public void MergeInto(int index, Udf udf, UdfTask merged)
    {
        if (udf is not IMergeAllUdf all)
            return;
        var arrays = all.MergeAll([.. _partitions[index].OrderBy(static partition => partition.Slice.Start)]);
        var unknown = arrays.Keys.FirstOrDefault(name => !merged.Buffers.ToArray()
            .Any(buffer => buffer.Declaration.Name == name && buffer.Declaration is { Use: not BufferUse.ResultOnly, Rows: null }));
        if (unknown is not null)
            throw new InvalidOperationException($"'{udf.Name}' merges '{unknown}', which it does not declare.");
        foreach (var buffer in merged.Buffers)
        {
            if (buffer.Declaration.Use == BufferUse.ResultOnly || buffer.Declaration.Rows is not null)
                continue;
            if (arrays.TryGetValue(buffer.Declaration.Name, out var array))
                Put(udf, array, buffer);
            else
                Array.Clear(buffer.Values);
        }
    }

    private static Array Positions(ResultBuffer buffer, IReadOnlyList<FrameRange> runs)
    {
        var width = (int)buffer.Declaration.Extra.Count;
        var positions = ResultBuffer.Allocate(buffer.Declaration.ElementType, runs.Sum(static run => run.Count) * width);
        var to = 0;
        foreach (var run in runs)
        {
            Array.Copy(buffer.Values, run.Start * width, positions, to, run.Count * width);
            to += run.Count * width;
        }

        return positions;
    }

    private void Put(Udf udf, Array array, ResultBuffer buffer)
    {
        var isScan = buffer.Declaration.Kind == ResultKind.Scan;
        var width = (int)buffer.Declaration.Extra.Count;
        var expected = isScan ? _plan.Selection.FrameCount * width : buffer.Values.Length;
        if (array.GetType() != buffer.Values.GetType() || array.Length != expected)
            throw new InvalidOperationException(
                $"'{udf.Name}' merges '{buffer.Declaration.Name}' into {array.Length} values of {array.GetType().GetElementType()?.Name}, "
                + $"but {expected} of {buffer.Declaration.ElementType.Name()} are declared.");
        if (!isScan)
        {
            Array.Copy(array, buffer.Values, array.Length);
            return;
        }

        var from = 0;
        foreach (var run in _plan.Selection.Runs)
        {
            Array.Copy(array, from, buffer.Values, run.Start * width, run.Count * width);
            from += run.Count * width;
        }
    }
}
