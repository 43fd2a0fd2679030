using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Sources.Memory;

namespace Ronchi.Signals;

/// <summary>
/// Sums and means of derived frames, from the sum of the frames that they are made from: an additive operation
/// (<see cref="FrameOperation.IsAdditive"/>) is applied to one frame in place of all of them. Bit for bit what a run over the derived
/// frames gives. So it is done where the data are in memory, or the sum is kept.
/// </summary>
internal static class SumsBefore
{
    /// <summary>Whether sums can be made in this way.</summary>
    /// <param name="udf">What would run over the derived frames.</param>
    /// <param name="before">The frames that they are made from.</param>
    public static bool Can(Udf udf, IFrameSource before) =>
        // Sums of other types are rounded, or wider than 64 bits; "no data" values are left out frame by frame.
        udf is Sum or Mean
        && before.ElementType.IsInteger() && before.ElementType != ElementType.Bool && before.ElementType.Size() < sizeof(long)
        && !before.Validity.MaximumIsNoData;

    /// <summary>The results.</summary>
    /// <param name="udf">What would run.</param>
    /// <param name="frames">The derived frames.</param>
    /// <param name="before">The frames that they are made from.</param>
    /// <param name="sum">Their sum over the positions.</param>
    /// <param name="derive">The operation.</param>
    /// <param name="selection">The scan positions that go in.</param>
    /// <returns>Null: it cannot be computed in this way.</returns>
    public static IReadOnlyList<ResultArray>? Of(
        Udf udf,
        IFrameSource frames, IFrameSource before, ResultArray sum, Func<IFrameSource, IFrameSource> derive, ScanSelection selection)
    {
        if (sum.Values is not (ulong[] or long[]))
            return null;
        using var one = One(sum, before);
        using var made = derive(one);
        var accumulator = frames.ElementType.Accumulator();
        if (made.ElementType != accumulator || made.Shape.Detector != frames.Shape.Detector)
            return null;
        var pixels = made.ElementType.Dispatch<FrameReading, ResultArray>(new(made, held: null, position: 0)).Values;
        var valid = Valid(frames, selection);
        Blank(pixels, valid);
        var (detector, unit) = (frames.Shape.Detector, DataDescription.Of(frames).ValueUnit);
        if (udf is Sum)
            return [new(Sum.Result, ResultKind.Detector, accumulator, detector, pixels) { Valid = valid, Unit = unit }];
        var positions = selection.Recorded(frames.Validity).FrameCount;
        double[] means = [.. Doubles(pixels).Select((value, pixel) => valid?[pixel] == false ? double.NaN : value / positions)];
        var mean = ResultArray.OfReals(Mean.Result, ResultKind.Detector, Promotion.ForResults(frames.ElementType), detector, means);
        return [mean with { Valid = valid, Unit = unit }];
    }

    // The sum as a scan of one frame, masked as the frames are.
    private static IFrameSource One(ResultArray sum, IFrameSource before)
    {
        var shape = new DataShape(new Extent(1), before.Shape.Detector);
        var validity = new Validity { MaskedPixels = before.Validity.MaskedPixels };
        return sum.Values is ulong[] unsigned
            ? new ArraySource<ulong>(unsigned, shape, validity)
            : new ArraySource<long>((long[])sum.Values, shape, validity);
    }

    private static bool[]? Valid(IFrameSource frames, ScanSelection selection)
    {
        var hasFrames = selection.Recorded(frames.Validity).FrameCount > 0;
        var masked = frames.Validity.MaskedPixels;
        if (hasFrames && masked is null)
            return null;
        bool[] valid = [.. Enumerable.Range(0, (int)frames.Shape.FrameElements).Select(pixel => hasFrames && masked?[pixel] != true)];
        return valid.Contains(false) ? valid : null;
    }

    private static void Blank(Array pixels, bool[]? valid)
    {
        for (var pixel = 0; pixel < (valid?.Length ?? 0); pixel++)
        {
            if (!valid![pixel])
                Array.Clear(pixels, pixel, 1);
        }
    }

    private static IEnumerable<double> Doubles(Array pixels) =>
        pixels is ulong[] unsigned
            ? unsigned.Select(static value => (double)value)
            : ((long[])pixels).Select(static value => (double)value);
}
