using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>
/// Keeps a sample of the frames and finds from it between which values the medians are to be looked for; of few frames, the medians
/// themselves.
/// </summary>
internal sealed class MedianSampling(MedianLimits limits, DetectorStrip strip) : MedianStage(limits, strip)
{
    private const string Sample = "sample";

    // A median lies within so many standard errors of its place in the sample for all but one pixel in 16 000. The others take a wider
    // class, not a wrong value.
    private const double StandardErrors = 4;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new(
            Sample,
            ResultKind.Single,
            ElementType.U8,
            new Extent(Math.Min(data.Shape.FrameCount, FrameSample.Most), Strip.Pixels * data.ElementType.Size()),
            MergeRule.Shared,
            BufferUse.Private)];

    public override void Add(in Tile tile, UdfTask task)
    {
        var sample = FrameSample.Of(task.Roi);
        var start = task.Slice.Start;
        var size = task.Data.ElementType.Size();
        var rowBytes = Strip.Pixels * size;
        var bytes = tile.Bytes();
        var rows = task[Sample].Span<byte>();
        for (var i = sample.FirstFrom(start); i < sample.Count && sample.NumberOf(i) < start + tile.Frames.Count; i++)
        {
            var frame = bytes.Slice((int)(sample.NumberOf(i) - start) * tile.FrameBytes, tile.FrameBytes);
            frame.Slice(Strip.Start * size, rowBytes).CopyTo(rows[(i * rowBytes)..]);
        }
    }

    public override void Merge(UdfTask into, UdfTask from)
    {
        // All workers write into one buffer.
    }

    public override MedianStage? Conclude(UdfTask merged, double[] medians) =>
        OrderedTypes.Dispatch<Conclusion, MedianStage?>(merged.Data.ElementType, new(this, merged, medians));

    private MedianStage? Conclude<T, TKey>(UdfTask merged, double[] medians)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        var sample = FrameSample.Of(merged.Roi);
        var values = MemoryMarshal.Cast<byte, T>(merged[Sample].Span<byte>())[..(sample.Count * Strip.Pixels)];
        var keys = MemoryMarshal.Cast<T, TKey>(values);
        OrderedKey.Of(values, keys);
        ColumnSort.Sort(keys, Strip.Pixels);
        var leftOut = FirstLeftOut<T, TKey>(merged.Data);
        var counts = new int[Strip.Pixels];
        for (var pixel = 0; pixel < counts.Length; pixel++)
        {
            counts[pixel] = sample.Count;
            while (leftOut is { } least && counts[pixel] > 0 && keys[((counts[pixel] - 1) * Strip.Pixels) + pixel] >= least)
                counts[pixel]--;
        }

        if (!sample.IsAll)
            return new MedianCounting<T, TKey>(Limits, Strip, Thresholds(keys, counts, leftOut), windows: null);
        for (var pixel = 0; pixel < counts.Length; pixel++)
        {
            if (counts[pixel] > 0 && (counts[pixel] == sample.Count || !NaNCounts(merged.Data)))
                medians[Strip.Start + pixel] = MiddleOf<T, TKey>.Two(
                    keys[((counts[pixel] - 1) / 2 * Strip.Pixels) + pixel], keys[(counts[pixel] / 2 * Strip.Pixels) + pixel]);
        }

        return NextStrip();
    }

    // Values of the sample around its middle, evenly spaced in rank and each larger than the one before: a value that occurs often has a
    // class for itself.
    private TKey[] Thresholds<TKey>(ReadOnlySpan<TKey> keys, int[] counts, TKey? leftOut)
        where TKey : unmanaged, IBinaryInteger<TKey>, IMinMaxValue<TKey>
    {
        var pixels = Strip.Pixels;
        var thresholds = new TKey[ThresholdCounts.Thresholds * pixels];
        var largest = leftOut ?? TKey.MaxValue;
        var free = ThresholdCounts.Thresholds - (leftOut is null ? 0 : 1);
        for (var t = 0; t < free; t++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var highest = counts[pixel] - 1;
                var reach = StandardErrors * Math.Sqrt(counts[pixel]) / 2;
                var rank = (int)Math.Clamp(Math.Round((highest / 2.0) - reach + (2 * reach * t / (free - 1))), 0, Math.Max(highest, 0));
                var key = keys[(rank * pixels) + pixel];
                if (t > 0 && key <= thresholds[((t - 1) * pixels) + pixel])
                    key = MedianWindows<TKey>.After(thresholds[((t - 1) * pixels) + pixel]);
                thresholds[(t * pixels) + pixel] = TKey.Min(key, largest);
            }
        }

        if (leftOut is not null)
            thresholds.AsSpan(free * pixels).Fill(largest);
        return thresholds;
    }

    private readonly struct Conclusion(MedianSampling stage, UdfTask merged, double[] medians) : IOrderedTypeAction<MedianStage?>
    {
        public MedianStage? Run<T, TKey>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
            => stage.Conclude<T, TKey>(merged, medians);
    }
}
