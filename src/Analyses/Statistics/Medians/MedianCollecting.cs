using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>Keeps the values of each pixel that lie in its window, and selects the median among them.</summary>
/// <param name="limits">Memory.</param>
/// <param name="strip">The pixels.</param>
/// <param name="windows">Where they are looked for.</param>
internal sealed class MedianCollecting<T, TKey>(MedianLimits limits, DetectorStrip strip, MedianWindows<TKey> windows)
    : MedianStage(limits, strip)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
    where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
{
    private const string Kept = "kept";

    public override bool IsLast => Strip.Next is null;

    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [new(Kept, ResultKind.Single, ElementType.Object, new Extent(1), MergeRule.Custom, BufferUse.Private)];

    public override void Add(in Tile tile, UdfTask task)
    {
        ref var kept = ref task[Kept].Objects()[0];
        var values = (KeptValues<TKey>)(kept ??= new KeptValues<TKey>(windows));
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var pixels = tile.Frame<T>(frame).Slice(Strip.Start, Strip.Pixels);
            var found = WindowSearch.Find(pixels, values.Lowest, values.Highest, values.Found);
            values.Keep<T>(pixels, found);
        }
    }

    public override void Merge(UdfTask into, UdfTask from)
    {
        if (from[Kept].Objects()[0] is not KeptValues<TKey> values)
            return;
        ref var all = ref into[Kept].Objects()[0];
        ((SortedValues<TKey>)(all ??= new SortedValues<TKey>(windows))).Take(values);
    }

    public override MedianStage? Conclude(UdfTask merged, double[] medians)
    {
        var values = merged[Kept].Objects()[0] as SortedValues<TKey> ?? new(windows);
        for (var pixel = 0; pixel < Strip.Pixels; pixel++)
        {
            if (windows.Knowledge[pixel] == MedianKnowledge.Known)
                continue;
            var (lower, upper) = windows.Knowledge[pixel] == MedianKnowledge.Border ? values.AtBorder(pixel) : values.InMiddle(pixel);
            medians[Strip.Start + pixel] = MiddleOf<T, TKey>.Two(lower, upper);
        }

        return NextStrip();
    }
}
