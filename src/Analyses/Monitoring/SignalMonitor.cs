using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Monitoring;

/// <summary>The last frame that went in, as it is stored: what the detector sees, while it runs.</summary>
/// <remarks>
/// Results: <c>frame</c>, with the detector's axes and the type of the data; <c>position</c>, its flat scan index, −1 before the first. The
/// last is the furthest in scan order, however partitions were merged.
/// </remarks>
public sealed class SignalMonitor : Udf, IStackUdf, IMergeUdf
{
    private const int Frame = 0;
    private const int Count = 1;   // position + 1, so that 0 is none

    /// <inheritdoc/>
    public override string Name => "signal-monitor";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.Kept;

    /// <inheritdoc/>
    public bool MergesEachPartition => false;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return
        [
            new("frame", ResultKind.Detector, data.ElementType, Merge: MergeRule.Custom) { Unit = data.ValueUnit },
            new("count", ResultKind.Single, ElementType.I64, Merge: MergeRule.Custom, Use: BufferUse.Private),
            new("position", ResultKind.Single, ElementType.I64, Use: BufferUse.ResultOnly),
        ];
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        if (tile.Frames.Count == 0 || tile.Frames.End <= task[Count].Span<long>()[0])
            return;
        task[Count].Span<long>()[0] = tile.Frames.End;
        task.Data.ElementType.Dispatch<CopyAction, bool>(new(tile, task));
    }

    /// <inheritdoc/>
    public void Merge(UdfTask into, UdfTask from)
    {
        if (from[Count].Span<long>()[0] <= into[Count].Span<long>()[0])
            return;
        into[Count].Span<long>()[0] = from[Count].Span<long>()[0];
        from[Frame].Values.CopyTo(into[Frame].Values, 0);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        return
        [
            ResultArray.Of(merged[Frame], merged.Data.Shape) with
            {
                Valid = merged[Count].Span<long>()[0] == 0
                    ? MeasuredPixels.Of(merged)
                    : StoredValues.Measured(merged[Frame].Values, merged.Data),
            },
            new("position", ResultKind.Single, ElementType.I64, default, new[] { merged[Count].Span<long>()[0] - 1 }),
        ];
    }

    private readonly ref struct CopyAction(Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            _tile.Frame<T>(_tile.Frames.Count - 1).CopyTo(task[Frame].Span<T>());
            return true;
        }
    }
}
