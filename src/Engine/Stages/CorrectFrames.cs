using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Engine.Stages;

/// <summary>Dark, gain and repair of every frame: see <see cref="Corrections"/>.</summary>
/// <remarks>
/// Values become f32, or f64 where f32 does not hold the stored ones. A "no data" value is repaired like an excluded pixel, in its frame, and is no good
/// neighbour there; without any it becomes 0. Masked pixels stay masked.
/// </remarks>
public sealed class CorrectFrames : PixelStage
{
    private readonly int _pixels;

    /// <summary>Puts corrections behind a source.</summary>
    /// <exception cref="ArgumentException">The corrections were made for other frames.</exception>
    public CorrectFrames(IFrameSource inner, Corrections corrections)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(corrections);
        if (corrections.Detector != inner.Shape.Detector)
            throw new ArgumentException($"Corrections for {corrections.Detector} do not fit frames of {inner.Shape.Detector}.", nameof(corrections));
        Corrections = corrections.Avoiding(inner.Validity.MaskedPixels is { } bad && corrections.Excluded is { } repaired ? bad.Except(repaired) : inner.Validity.MaskedPixels);
        _pixels = (int)inner.Shape.FrameElements;
        var masked = inner.Validity.MaskedPixels;
        Validity = inner.Validity with
        {
            MaximumIsNoData = false,
            MaskedPixels = masked is not null && corrections.Excluded is { } excluded ? masked.Except(excluded) : masked,
        };
    }

    /// <summary>What is done.</summary>
    public Corrections Corrections { get; }

    /// <inheritdoc/>
    public override ElementType ElementType => Promotion.Of(ElementType.F32, Inner.ElementType);

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override SourceInfo Info => Noting("frames are corrected: dark, gain and repaired pixels as given.");

    /// <summary>The source before the corrections.</summary>
    internal IFrameSource Uncorrected => Inner;

    /// <inheritdoc/>
    protected internal override void Make<TIn, TOut>(ReadOnlySpan<TIn> frame, Span<TOut> result)
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
            float[] dark = Corrections.DarkValues, gain = Corrections.GainValues;
            for (var i = 0; i < values.Length; i++)
                values[i] = (double.CreateTruncating(frame[i]) - (dark.Length == 0 ? 0 : dark[i])) * (gain.Length == 0 ? 1 : gain[i]);
            Corrections.Repair(values);
        }

        if (Inner.Validity.MaximumIsNoData && frame.Contains(TIn.MaxValue))
            RepairNoData(frame, result);
    }

    private void RepairNoData<TIn, TOut>(ReadOnlySpan<TIn> frame, Span<TOut> result)
        where TIn : unmanaged, System.Numerics.INumber<TIn>, System.Numerics.IMinMaxValue<TIn>
        where TOut : unmanaged, System.Numerics.INumber<TOut>, System.Numerics.IMinMaxValue<TOut>
    {
        var stored = frame.ToArray();
        var (masked, excluded) = (Validity.MaskedPixels, Corrections.Excluded);
        bool IsMasked(int pixel) => masked is not null && masked[pixel];
        bool IsBad(int pixel) => stored[pixel] == TIn.MaxValue || IsMasked(pixel) || (excluded is not null && excluded[pixel]);
        for (var pixel = 0; pixel < frame.Length; pixel++)
        {
            if (!IsBad(pixel) || IsMasked(pixel))
                continue;
            var sum = 0.0;
            var neighbours = Corrections.Neighbours(Shape.Detector, pixel, IsBad);
            foreach (var neighbour in neighbours)
                sum += double.CreateTruncating(result[neighbour]);
            result[pixel] = TOut.CreateTruncating(neighbours.Length == 0 ? 0 : sum / neighbours.Length);
        }
    }
}
