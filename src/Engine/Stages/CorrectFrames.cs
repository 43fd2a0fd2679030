using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Engine.Stages;

/// <summary>Dark, gain and repair of every frame: see <see cref="Corrections"/>.</summary>
/// <remarks>
/// Values become f32, or f64 where f32 does not hold the stored ones. A "no data" value is repaired like an excluded pixel, in its frame,
/// and is no good neighbour there; without any good neighbour it stays "no data", now the largest value of the new type. Masked pixels stay
/// masked.
/// </remarks>
public sealed class CorrectFrames : PixelStage
{
    private readonly int _pixels;
    private readonly ImmutableArray<(int Start, int Count)> _watched;

    /// <summary>Puts corrections behind a source.</summary>
    /// <exception cref="ArgumentException">The corrections were made for other frames.</exception>
    public CorrectFrames(IFrameSource inner, Corrections corrections)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(corrections);
        if (corrections.Detector != inner.Shape.Detector)
            throw new ArgumentException(
                $"Corrections for {corrections.Detector} do not fit frames of {inner.Shape.Detector}.", nameof(corrections));
        Corrections = corrections.Avoiding(
            inner.Validity.MaskedPixels is { } bad && corrections.Excluded is { } repaired
                ? bad.Except(repaired)
                : inner.Validity.MaskedPixels);
        _pixels = (int)inner.Shape.FrameElements;
        var masked = inner.Validity.MaskedPixels;
        Validity = inner.Validity with
        {
            MaskedPixels = masked is not null && corrections.Excluded is { } excluded ? masked.Except(excluded) : masked,
        };
        _watched = Watched(_pixels, Validity.MaskedPixels, Corrections);
    }

    /// <summary>What is done.</summary>
    public Corrections Corrections { get; }

    /// <inheritdoc/>
    public override ElementType ElementType => Promotion.Of(ElementType.F32, Inner.ElementType);

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override SourceInfo Info =>
        Noting("frames are corrected with the given dark frame, gain and repaired pixels.").OfCorrectedFrames() with
        {
            ValueUnit = Inner.Info.ValueUnit ?? ResultUnit.Of(Inner.ElementType),
        };

    /// <summary>The source before the corrections.</summary>
    internal IFrameSource Uncorrected => Inner;

    /// <inheritdoc/>
    protected internal override void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result)
    {
        if (typeof(TOut) == typeof(float))
        {
            var values = MemoryMarshal.Cast<TOut, float>(result);
            DarkGain.Apply(frame, _pixels, Corrections.DarkValues, Corrections.GainValues, values);
            Corrections.Repair(values);
        }
        else
        {
            var values = MemoryMarshal.Cast<TOut, double>(result);
            Corrections.Apply(frame, values);
            Corrections.Repair(values);
        }

        if (Inner.Validity.MaximumIsNoData && HasNoData(frame))
            RepairNoData(frame, result);
    }

    // Masked pixels usually hold the maximum in every frame: only the others are looked at.
    private bool HasNoData<T>(ReadOnlySpan<T> frame)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        foreach (var (start, count) in _watched)
        {
            if (frame.Slice(start, count).Contains(T.MaxValue))
                return true;
        }

        return false;
    }

    private void RepairNoData<TIn, TOut>(ReadOnlySpan<TIn> frame, Span<TOut> result)
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
        where TOut : unmanaged, INumber<TOut>, IMinMaxValue<TOut>
    {
        foreach (var (start, count) in _watched)
        {
            for (var pixel = start; pixel < start + count; pixel++)
            {
                var next = frame[pixel..(start + count)].IndexOf(TIn.MaxValue);
                if (next < 0)
                    break;
                pixel += next;
                result[pixel] = MeanOfGood(frame, result, Corrections.Neighbours(Shape.Detector, pixel, IsNeverGood));
            }
        }

        foreach (var (pixel, neighbours) in Corrections.Repairs)
        {
            foreach (var neighbour in neighbours)
            {
                if (frame[neighbour] != TIn.MaxValue)
                    continue;
                result[pixel] = MeanOfGood(frame, result, neighbours);
                break;
            }
        }
    }

    private bool IsNeverGood(int pixel) =>
        Validity.MaskedPixels is { } masked && masked[pixel] || (Corrections.Excluded is { } excluded && excluded[pixel]);

    // "No data" without a good one.
    private static TOut MeanOfGood<TIn, TOut>(ReadOnlySpan<TIn> frame, ReadOnlySpan<TOut> result, int[] neighbours)
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
        where TOut : unmanaged, INumber<TOut>, IMinMaxValue<TOut>
    {
        var (sum, good) = (0.0, 0);
        foreach (var neighbour in neighbours)
        {
            if (frame[neighbour] == TIn.MaxValue)
                continue;
            sum += double.CreateTruncating(result[neighbour]);
            good++;
        }

        return good == 0 ? TOut.MaxValue : TOut.CreateTruncating(sum / good);
    }

    // Runs of pixels whose "no data" values need a repair of their own: neither masked nor repaired in every frame.
    private static ImmutableArray<(int Start, int Count)> Watched(int pixels, PixelSet? masked, Corrections corrections)
    {
        var repaired = corrections.Repairs.Select(static repair => repair.Pixel).ToHashSet();
        var runs = ImmutableArray.CreateBuilder<(int, int)>();
        var start = 0;
        for (var pixel = 0; pixel <= pixels; pixel++)
        {
            if (pixel < pixels && !(masked is not null && masked[pixel]) && !repaired.Contains(pixel))
                continue;
            if (pixel > start)
                runs.Add((start, pixel - start));
            start = pixel + 1;
        }

        return runs.ToImmutable();
    }
}
