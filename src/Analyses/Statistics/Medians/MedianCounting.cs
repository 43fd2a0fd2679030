using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>Counts the values of each pixel below its thresholds, which tells between which two of them the median lies.</summary>
/// <param name="limits">Memory.</param>
/// <param name="strip">The pixels.</param>
/// <param name="thresholds">Keys in ascending order: first ones of all pixels, second ones of all, … Where values are left out the last one
/// is the smallest of their keys.</param>
/// <param name="windows">What is known from counting before; null: nothing.</param>
internal sealed class MedianCounting<T, TKey>(MedianLimits limits, DetectorStrip strip, TKey[] thresholds, MedianWindows<TKey>? windows)
    : MedianStage(limits, strip)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
    where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
{
    private const string Below = "below";

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new(Below, ResultKind.Single, ElementType.U32, new Extent(ThresholdCounts.Thresholds, Strip.Pixels), Use: BufferUse.Private)];

    public override void Add(in Tile tile, UdfTask task) =>
        ThresholdCounts.Add<T, TKey>(tile.Pixels<T>(), Strip.All, Strip.Start, thresholds, task[Below].Span<uint>());

    public override void Merge(UdfTask into, UdfTask from)
    {
        var sums = into[Below].Span<uint>();
        ReadOnlySpan<uint> counts = from[Below].Span<uint>();
        for (var i = 0; i < sums.Length; i++)
            sums[i] += counts[i];
    }

    public override MedianStage? Conclude(UdfTask merged, double[] medians)
    {
        var below = merged[Below].Span<uint>();
        var leftOut = FirstLeftOut<T, TKey>(merged.Data);
        var known = windows ?? new(Strip.Pixels);
        for (var pixel = 0; pixel < Strip.Pixels; pixel++)
        {
            if (known.Knowledge[pixel] != MedianKnowledge.Window)
                continue;
            if (windows is null)
            {
                var measured = leftOut is not null
                    ? below[((ThresholdCounts.Thresholds - 1) * Strip.Pixels) + pixel]
                    : (uint)merged.Roi.FrameCount;
                known.Measured[pixel] = known.Inside[pixel] = measured;
                if (leftOut is { } first)
                    known.Highest[pixel] = first - TKey.One;
            }

            if (known.Measured[pixel] == 0 || (known.Measured[pixel] < merged.Roi.FrameCount && NaNCounts(merged.Data)))
                known.Close(pixel);
            else if (Narrow(known, pixel, below) is { } median)
            {
                medians[Strip.Start + pixel] = median;
                known.Close(pixel);
            }
        }

        known.CountOpen();
        if (known.Open == 0)
            return NextStrip();
        return known.Total <= Limits.KeptValues(merged.Data.ElementType.Size())
            ? new MedianCollecting<T, TKey>(Limits, Strip, known)
            : new MedianCounting<T, TKey>(Limits, Strip, Between(known, leftOut), known);
    }

    // The class of the lower value in the middle, and of the upper one; the median where both are single values.
    private double? Narrow(MedianWindows<TKey> known, int pixel, ReadOnlySpan<uint> below)
    {
        uint lower = (known.Measured[pixel] - 1) / 2, upper = known.Measured[pixel] / 2;
        var (low, high, before, upTo) = Class(known, pixel, below, lower);
        if (upper < upTo)
        {
            if (low == high)
                return MiddleOf<T, TKey>.Two(low, low);
            (known.Lowest[pixel], known.Highest[pixel], known.Before[pixel], known.Inside[pixel]) = (low, high, before, upTo - before);
            return null;
        }

        var (upperLow, upperHigh, _, _) = Class(known, pixel, below, upper);
        if (low == high && upperLow == upperHigh)
            return MiddleOf<T, TKey>.Two(low, upperLow);
        known.Knowledge[pixel] = MedianKnowledge.Border;
        (known.Lowest[pixel], known.Border[pixel], known.Highest[pixel]) = (low, upperLow, upperHigh);
        return null;
    }

    // The keys between the thresholds around a rank, both included, and how many values lie before them and up to their end.
    private (TKey Low, TKey High, uint Before, uint UpTo) Class(MedianWindows<TKey> known, int pixel, ReadOnlySpan<uint> below, uint rank)
    {
        var (low, before) = (known.Lowest[pixel], known.Before[pixel]);
        for (var i = pixel; i < below.Length; i += Strip.Pixels)
        {
            if (thresholds[i] <= low)
                continue;
            if (below[i] > rank)
                return thresholds[i] > known.Highest[pixel]
                    ? (low, known.Highest[pixel], before, below[i])
                    : (low, thresholds[i] - TKey.One, before, below[i]);
            (low, before) = (thresholds[i], below[i]);
        }

        return (low, known.Highest[pixel], before, known.Before[pixel] + known.Inside[pixel]);
    }

    // Evenly spaced in the window: it is narrower by more than eight times after each pass, whatever the values are.
    private TKey[] Between(MedianWindows<TKey> known, TKey? leftOut)
    {
        var next = new TKey[thresholds.Length];
        var free = ThresholdCounts.Thresholds - (leftOut is null ? 0 : 1);
        for (var pixel = 0; pixel < Strip.Pixels; pixel++)
        {
            var low = long.CreateTruncating(known.Lowest[pixel]);
            var width = known.Knowledge[pixel] == MedianKnowledge.Window ? (ulong)(long.CreateTruncating(known.Highest[pixel]) - low) : 0;
            var step = Math.Max(width / (ulong)(free + 1), 1);
            for (var t = 0; t < free; t++)
                next[(t * Strip.Pixels) + pixel] = TKey.CreateTruncating(low + (long)Math.Min(step * (ulong)(t + 1), width));
        }

        if (leftOut is { } last)
            next.AsSpan(free * Strip.Pixels).Fill(last);
        return next;
    }
}
