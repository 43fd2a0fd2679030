using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>
/// Frames that are still arriving, each handed out once: as soon as it is there, in pieces no larger than the partitions of the plan.
/// </summary>
internal sealed class ArrivingFrames(RunPlan plan) : IPartitionSupply
{
    private readonly FrameSet _selected = FrameSet.Of(plan.Selection.Runs);
    private readonly int _most = plan.Items.IsEmpty ? 1 : plan.Items.Max(static item => item.Runs.Sum(static run => run.Count));
    private readonly Queue<FrameRange> _ready = new();
    private FrameRange _next;
    private FrameSet _seen = FrameSet.None;
    private bool _hasEnded;
    private int _number;

    /// <inheritdoc/>
    public bool IsExhausted => _hasEnded && _ready.Count == 0 && _next.Count == 0;

    /// <summary>Frames that left before a worker came to read them.</summary>
    public long Missed { get; private set; }

    /// <inheritdoc/>
    public WorkItem? TryTake()
    {
        if (_next.Count == 0 && !_ready.TryDequeue(out _next))
            return null;
        var taken = _next with { Count = Math.Min(_next.Count, _most) };
        _next = new(taken.End, _next.Count - taken.Count);
        return new(_number++, [taken]);
    }

    /// <summary>More has arrived, or nothing more will.</summary>
    public void Update(Arrivals now)
    {
        Offer(now.Readable.Except(_seen));
        Missed += now.Arrived.Except(now.Readable).Intersect(_selected).Except(_seen).Count;
        _seen = _seen.Union(now.Arrived);
        _hasEnded = now.End is not null;
    }

    /// <summary>A piece could not be read: what of it is still held is handed out again.</summary>
    public void GiveBack(WorkItem item)
    {
        var frames = FrameSet.Of(item.Runs);
        var held = frames.Intersect(plan.Growth!.Now.Readable);
        Missed += frames.Count - held.Count;
        Offer(held);
    }

    /// <inheritdoc/>
    public void Restart()
    {
        _ready.Clear();
        (_next, _seen, Missed) = (default, FrameSet.None, 0);
        Update(plan.Growth!.Now);
    }

    private void Offer(FrameSet frames)
    {
        foreach (var run in frames.Intersect(_selected).Runs)
            _ready.Enqueue(run);
    }
}
