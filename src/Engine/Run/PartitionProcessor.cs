using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>
/// Carries out partitions of a plan one by one, without a run: in another process, where the same plan was made from the same data and
/// UDFs.
/// </summary>
/// <remarks>
/// It belongs to one thread at a time and keeps a reader, buffers and the UDFs' task data of its own between partitions. Once it failed or
/// was cancelled it is not used again. Buffers over the scan are whole: they take what they take in the run.
/// </remarks>
public sealed class PartitionProcessor : IDisposable
{
    private readonly PartitionSide _side;
    private readonly Worker _worker;
    private readonly IFrameSource _source;
    private readonly ITileReader _reader;
    private bool _isSpoilt;

    /// <summary>Prepares for the partitions of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <exception cref="ArgumentException">A buffer is larger than 2 GiB.</exception>
    /// <exception cref="RunException">A UDF threw.</exception>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public PartitionProcessor(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        RequireRoom(plan);
        _source = plan.Source;
        _side = new(plan);
        _worker = new(plan, _side);
        try
        {
            _reader = plan.Source.OpenReader(plan.Request);
        }
        catch
        {
            _worker.Dispose();
            throw;
        }
    }

    /// <summary>Carries out a partition. Where the plan's own source is still growing, it waits for the frames of the partition.</summary>
    /// <param name="work">The partition.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="RunException">A UDF threw.</exception>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the partition does not count.</exception>
    /// <exception cref="InvalidOperationException">It failed or was cancelled before.</exception>
    public FinishedPartition Run(PartitionWork work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_isSpoilt)
            throw new InvalidOperationException(
                "A partition failed or was cancelled here, and its buffers are still there: make another processor.");
        _isSpoilt = true;
        Await(work.Item.Runs, cancellationToken);
        if (!_reader.TrySeek(work.Item.Runs[0]))
        {
            _isSpoilt = false;
            return new(work.Number, work.Version, []);
        }

        _worker.Begin(work.Item, work.State);
        for (var i = 0; i < work.Item.Runs.Count; i++)
        {
            if (i > 0)
                _reader.Seek(work.Item.Runs[i]);
            while (_reader.TryRead(out var tile))
            {
                _worker.Process(tile, work.Item);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        _worker.End(work.Item);
        _isSpoilt = false;
        return new(work.Number, work.Version, _side.Take());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _worker.Dispose();
    }

    // Another process may see frames a little later.
    private void Await(IReadOnlyList<FrameRange> runs, CancellationToken cancellationToken)
    {
        if (_source.Growth is not { } growth)
            return;
        for (var now = growth.Now; now.End is null && !runs.All(now.Arrived.Contains);)
            now = growth.WaitAsync(now.Version, cancellationToken).GetAwaiter().GetResult();
    }

    // What a partition brings back is bytes in one array.
    private static void RequireRoom(RunPlan plan)
    {
        foreach (var udf in plan.Udfs)
        {
            foreach (var declared in udf.Declarations)
            {
                if (declared.Use != BufferUse.ResultOnly
                    && declared.Shape(plan.Data.Shape).Count > Array.MaxLength / Math.Max(declared.ElementType.Size(), 1))
                    throw new ArgumentException(
                        $"'{declared.Name}' of '{udf.Udf.Name}' takes more than 2 GiB, which partitions that are carried out elsewhere "
                        + "cannot bring back: choose a region of interest, or run it on threads of this process.");
            }
        }
    }
}
