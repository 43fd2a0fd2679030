using System.Buffers;
using System.Threading.Channels;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>One thread reads and pushes frames to workers, which only compute: how data arrive from a detector.</summary>
/// <param name="threads">Worker threads; 0 takes one for each core that the process may use.</param>
public sealed class PipelinedExecutor(int threads = 0) : Executor
{
    private const int PartitionsAhead = 2;   // for each worker

    /// <inheritdoc/>
    public override string Name => "pipelined";

    /// <inheritdoc/>
    public override int Threads { get; } = threads > 0 ? threads : Environment.ProcessorCount;

    private protected override ActiveRun Begin(RunPlan plan, RunControl? control, CancellationToken cancellationToken)
    {
        RequireCores(plan);
        // Frames that are pushed are dense.
        var dense = plan.Form == TileForm.Pixels
            ? plan
            : RunPlan.Create(
                plan.Source, [.. plan.Udfs.Select(static udf => udf.Udf)], plan.Selection, plan.Options with { Forms = [TileForm.Pixels] });
        var workers = Math.Clamp(dense.Items.Length, 1, Threads);
        var run = new ActiveRun(dense, control, workers, threadsPerWorker: 1, cancellationToken);
        var pipe = Channel.CreateBounded<Block>(new BoundedChannelOptions(workers * PartitionsAhead) { SingleWriter = true });
        run.Work = Task.WhenAll([
            Long(() => Feed(run, dense, pipe.Writer)), .. run.Workers.Select(worker => Long(() => Work(run, dense, worker, pipe.Reader)))]);
        return run;
    }

    private static Task Long(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Feed(ActiveRun run, RunPlan plan, ChannelWriter<Block> pipe)
    {
        try
        {
            using var reader = plan.Source.OpenReader(plan.Request);
            while (run.Queue.Take(run.Stop.Token) is var (item, state))
            {
                if (!run.Queue.TryBegin(reader, item))
                    continue;
                var block = Read(reader, run.Queue, item, state);
                if (!pipe.TryWrite(block))
                    pipe.WriteAsync(block, run.Stop.Token).AsTask().GetAwaiter().GetResult();
            }
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            // The run ends with what was merged.
        }
        catch
        {
            run.Stop.Cancel();
            throw;
        }
        finally
        {
            pipe.Complete();
        }
    }

    private static Block Read(ITileReader reader, WorkQueue queue, WorkItem item, RunControl.State state)
    {
        var tiles = new List<Copied>();
        foreach (var run in item.Runs)
        {
            if (!queue.HasBegun)
                reader.Seek(run);
            while (reader.TryRead(out var tile))
            {
                var bytes = tile.Bytes();
                var copy = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length, 1));
                bytes.CopyTo(copy);
                tiles.Add(new(tile.Frames, copy, tile.FrameBytes));
            }
        }

        return new(item, state, tiles);
    }

    private static void Work(ActiveRun run, RunPlan plan, Worker worker, ChannelReader<Block> pipe)
    {
        try
        {
            while (pipe.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (pipe.TryRead(out var block))
                {
                    if (!Process(run, worker, block))
                        return;
                }

                if (plan.Growth is not null)
                    worker.Rest();
            }

            worker.Merge();
        }
        catch
        {
            run.Stop.Cancel();
            throw;
        }
    }

    private static bool Process(ActiveRun run, Worker worker, Block block)
    {
        try
        {
            worker.Begin(block.Item, block.State);
            var next = 0;
            foreach (var range in block.Item.Runs)
            {
                for (; next < block.Tiles.Count && block.Tiles[next].Frames.Start < range.End; next++)
                {
                    var tile = block.Tiles[next];
                    worker.Process(new Tile(tile.Frames, tile.Bytes, tile.FrameBytes), block.Item);
                    if (!run.Stop.IsCancellationRequested)
                        continue;
                    worker.Stop();
                    return false;
                }
            }

            worker.End(block.Item);
            run.Queue.Done();
            return true;
        }
        finally
        {
            foreach (var tile in block.Tiles)
                ArrayPool<byte>.Shared.Return(tile.Bytes);
        }
    }

    private readonly record struct Copied(FrameRange Frames, byte[] Bytes, int FrameBytes);

    private sealed record Block(WorkItem Item, RunControl.State State, List<Copied> Tiles);
}
