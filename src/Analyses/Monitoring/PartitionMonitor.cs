using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Monitoring;

/// <summary>
/// The sum of the frames of the last partition: what the detector sees over the last moments, with less noise than a frame.
/// </summary>
/// <remarks>
/// Results: <c>intensity</c>, with the detector's axes, exact in 64 bits for integers; <c>frames</c>, how many went in; <c>position</c>,
/// the flat scan index of the last one, −1 before the first. The last partition is the furthest in scan order. "No data" values are left
/// out. Pixels that are masked or "no data" in all of these frames are NaN, of integers 0, and <see cref="ResultArray.Valid"/> tells them
/// from true zeros.
/// </remarks>
public sealed class PartitionMonitor : Udf, IStackUdf, IPreprocessUdf, IMergeUdf
{
    private const int Intensity = 0;
    private const int Frames = 1;
    private const int Count = 2;   // position + 1, so that 0 is none
    private const int Measured = 3;

    /// <inheritdoc/>
    public override string Name => "partition-monitor";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public bool MergesEachPartition => false;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ElementType.IsComplex())
            throw new ArgumentException($"Complex values are not summed here; these are {data.ElementType.Name()}.");
        return
        [
            new("intensity", ResultKind.Detector, SumOf(data.ElementType), Merge: MergeRule.Custom) { Unit = data.ValueUnit },
            new("frames", ResultKind.Single, ElementType.I64, Merge: MergeRule.Custom) { Unit = ResultUnit.Frames },
            new("count", ResultKind.Single, ElementType.I64, Merge: MergeRule.Custom, Use: BufferUse.Private),
            MeasuredPixels.Declare(data) with { Merge = MergeRule.Custom },
            new("position", ResultKind.Single, ElementType.I64, Use: BufferUse.ResultOnly),
        ];
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => new MeasuredPixels(data);

    /// <inheritdoc/>
    /// <remarks>With it buffers are merged and start again after each partition.</remarks>
    public void Preprocess(UdfTask task)
    {
        // Zeros are what a partition begins with.
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Data.ElementType.Dispatch<AddAction, bool>(new(tile, task));
        ((MeasuredPixels)task.TaskData!).Mark(tile, task[Measured]);
        task[Frames].Span<long>()[0] += tile.Frames.Count;
        task[Count].Span<long>()[0] = Math.Max(task[Count].Span<long>()[0], tile.Frames.End);
    }

    /// <inheritdoc/>
    public void Merge(UdfTask into, UdfTask from)
    {
        if (from[Count].Span<long>()[0] <= into[Count].Span<long>()[0])
            return;
        for (var buffer = Intensity; buffer <= Measured; buffer++)
            from[buffer].Values.CopyTo(into[buffer].Values, 0);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var sums = (Array)merged[Intensity].Values.Clone();
        var measured = MeasuredPixels.Of(merged, merged[Measured]);
        for (var pixel = 0; measured is not null && pixel < sums.Length; pixel++)
        {
            if (!measured[pixel])
                Array.Clear(sums, pixel, 1);
        }

        return
        [
            new("intensity", ResultKind.Detector, merged[Intensity].Declaration.ElementType, merged.Data.Shape.Detector, sums)
            {
                Valid = measured,
            },
            new("position", ResultKind.Single, ElementType.I64, default, new[] { merged[Count].Span<long>()[0] - 1 }),
        ];
    }

    // 64-bit integers in f64: their sums could pass 64 bits.
    private static ElementType SumOf(ElementType type) => type is ElementType.U64 or ElementType.I64 ? ElementType.F64 : type.Accumulator();

    private readonly ref struct AddAction(Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            switch (task[Intensity].Declaration.ElementType)
            {
                case ElementType.F64 when SplitSum.Needs<T>(): AddInDoubles<T>(); break;
                case ElementType.F64: Add<T, double>(); break;
                case ElementType.I64: Add<T, long>(); break;
                default: Add<T, ulong>(); break;
            }

            return true;
        }

        private void AddInDoubles<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = _tile.Pixels<T>();
            var sums = task[Intensity].Span<double>();
            for (var i = 0; i < values.Length; i++)
            {
                if (!task.Data.Validity.MaximumIsNoData || values[i] != T.MaxValue)
                    sums[i % sums.Length] += double.CreateTruncating(values[i]);
            }
        }

        private void Add<T, TSum>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            where TSum : unmanaged, INumber<TSum>
        {
            if (task.Data.Validity.MaximumIsNoData)
                PixelSum.AddValid(_tile.Pixels<T>(), task[Intensity].Span<TSum>(), T.MaxValue);
            else
                PixelSum.Add<T, TSum>(_tile.Pixels<T>(), task[Intensity].Span<TSum>());
        }
    }
}
