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
    /// <summary>The results of a signal.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="udf">What it would run.</param>
    /// <param name="selection">The scan positions that go in.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Null: it cannot be computed in this way.</returns>
    public static async Task<IReadOnlyList<ResultArray>?> TryAsync(
        ResultSignal signal, Udf udf, ScanSelection selection, CancellationToken cancellationToken)
    {
        var frames = signal.Parent;
        if (udf is not (Sum or Mean) || frames is not { FrameCall: { Operation.IsAdditive: true } call, Parent: { } before } || !IsExact(before))
            return null;
        var sumBefore = before.Analyse(new SumAnalysis().Name, signal.Region);
        // From files a run reads only what the operation leaves.
        if (sumBefore.Kept is null && !(before.Root is { Resident: not null } root && root.HasAllData?.Invoke() != false))
            return null;
        var sums = await sumBefore.ComputeAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        if (sums is not [{ Values: ulong[] or long[] } sum])
            return null;
        using var one = One(sum, before);
        using var made = call.Operation.Derive(one, before.Session.ContextOf(before), call.Arguments);
        var accumulator = frames.ElementType.Accumulator();
        if (made.ElementType != accumulator || made.Shape.Detector != frames.Shape.Detector)
            return null;
        var pixels = made.ElementType.Dispatch<FrameReading, ResultArray>(new(made, held: null, position: 0)).Values;
        var valid = Valid(frames, selection);
        Blank(pixels, valid);
        var data = DataDescription.Of(frames.Source);
        if (udf is Sum)
            return [new(Sum.Result, ResultKind.Detector, accumulator, frames.Shape.Detector, pixels) { Valid = valid, Unit = data.ValueUnit }];
        var positions = selection.Recorded(frames.Source.Validity).FrameCount;
        double[] means = [.. Doubles(pixels).Select((value, pixel) => valid?[pixel] == false ? double.NaN : value / positions)];
        return [ResultArray.OfReals(Mean.Result, ResultKind.Detector, Promotion.ForResults(frames.ElementType), frames.Shape.Detector, means) with
        {
            Valid = valid,
            Unit = data.ValueUnit,
        }];
    }

    // Sums of other types are rounded, or wider than 64 bits; "no data" values are left out frame by frame.
    private static bool IsExact(Scan before) =>
        before.ElementType.IsInteger() && before.ElementType != ElementType.Bool && before.ElementType.Size() < sizeof(long) && !before.Source.Validity.MaximumIsNoData;

    // The sum as a scan of one frame, masked as the frames are.
    private static IFrameSource One(ResultArray sum, Scan before)
    {
        var shape = new DataShape(new Extent(1), before.Shape.Detector);
        var validity = new Validity { MaskedPixels = before.Source.Validity.MaskedPixels };
        return sum.Values is ulong[] unsigned ? new ArraySource<ulong>(unsigned, shape, validity) : new ArraySource<long>((long[])sum.Values, shape, validity);
    }

    private static bool[]? Valid(Scan frames, ScanSelection selection)
    {
        var hasFrames = selection.Recorded(frames.Source.Validity).FrameCount > 0;
        var masked = frames.Source.Validity.MaskedPixels;
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

    private static IEnumerable<double> Doubles(Array pixels) => pixels is ulong[] unsigned ? unsigned.Select(static value => (double)value) : ((long[])pixels).Select(static value => (double)value);
}
