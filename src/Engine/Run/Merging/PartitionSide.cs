using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Takes what one worker has found in a partition, instead of merging it.</summary>
internal sealed class PartitionSide(RunPlan plan) : BufferSide(plan, threadsPerWorker: 1)
{
    private readonly FinishedUdf[] _found = new FinishedUdf[plan.Udfs.Length];

    /// <inheritdoc/>
    public override bool TakesPartitions => true;

    /// <summary>What was found in the partition that has ended.</summary>
    public IReadOnlyList<FinishedUdf> Take() => [.. _found];

    /// <inheritdoc/>
    public override void Merge(int index, Udf udf, UdfTask from, IReadOnlyList<FrameRange> visited, RunControl.State state)
    {
        _found[index] = new(
            [.. from.Buffers.ToArray().Select(buffer => Part(buffer, visited))], from.NoData, Unmeasured[index]?.Marked(visited) ?? []);
        foreach (var buffer in Tasks[index].Buffers)
        {
            if (buffer.Declaration.IsShared)
                buffer.Restart();
        }

        from.Restart();
        Store.Restart();
    }

    /// <inheritdoc/>
    public override void InOrder(int number, Action merge) => merge();

    private BufferPart Part(ResultBuffer buffer, IReadOnlyList<FrameRange> visited)
    {
        if (buffer.Declaration.Use == BufferUse.ResultOnly)
            return BufferPart.None;
        var width = (int)buffer.Declaration.Extra.Count;
        return buffer.Declaration switch
        {
            { Rows: not null } => BufferPart.OfRows(buffer, Scan, visited),
            { Kind: ResultKind.Scan } => BufferPart.Of(buffer, [.. visited.Select(run => ((int)run.Start * width, run.Count * width))]),
            { IsShared: true } => BufferPart.WrittenIn(buffer),
            _ => BufferPart.Of(buffer, [(0, buffer.Values.Length)]),
        };
    }
}
