using System.Numerics;
using Ronchi.Kernels.Sparse;

namespace Ronchi.Analyses.Masks;

/// <summary>
/// Sums under masks in which a value that is not finite met the weight 0: 0 times NaN is NaN, but a pixel that weighs nothing has no say.
/// </summary>
/// <remarks>
/// Fast sums are looked at when they are made, and added up again, without the pixels that weigh nothing, where they are not finite: a rare
/// case.
/// </remarks>
internal static class WeightlessValues
{
    /// <summary>Mends sums of dense frames.</summary>
    /// <param name="values">Frames.</param>
    /// <param name="pixels">Pixels of a frame.</param>
    /// <param name="weights">Mask after mask.</param>
    /// <param name="masks">How many.</param>
    /// <param name="earlier">The sums before the frames were added: frame by frame, one for each mask.</param>
    /// <param name="sums">The sums after it; mended.</param>
    public static void Mend<T, TWeight>(
        ReadOnlySpan<T> values, int pixels, ReadOnlySpan<TWeight> weights, int masks, ReadOnlySpan<double> earlier, Span<double> sums)
        where T : unmanaged, INumber<T>
        where TWeight : unmanaged, INumber<TWeight>
    {
        for (var i = 0; i < sums.Length; i++)
        {
            if (double.IsFinite(sums[i]))
                continue;
            var frame = values.Slice(i / masks * pixels, pixels);
            sums[i] = earlier[i] + Sum<T, TWeight>(frame, weights.Slice(i % masks * pixels, pixels));
        }
    }

    /// <summary>Σ weight · value over the pixels whose weight is not 0.</summary>
    public static double Sum<T, TWeight>(ReadOnlySpan<T> values, ReadOnlySpan<TWeight> weights)
        where T : unmanaged, INumber<T>
        where TWeight : unmanaged, INumber<TWeight>
    {
        var sum = 0.0;
        for (var pixel = 0; pixel < values.Length; pixel++)
        {
            if (!TWeight.IsZero(weights[pixel]))
                sum += double.CreateTruncating(values[pixel]) * double.CreateTruncating(weights[pixel]);
        }

        return sum;
    }

    /// <summary>Mends sums of sparse frames.</summary>
    /// <param name="frames">Frames.</param>
    /// <param name="weights">Pixel after pixel, each with the weights of all masks.</param>
    /// <param name="masks">How many.</param>
    /// <param name="earlier">The sums before the frames were added.</param>
    /// <param name="sums">The sums after it; mended.</param>
    public static void Mend<T, TWeight>(
        in CsrFrames<T> frames, ReadOnlySpan<TWeight> weights, int masks, ReadOnlySpan<double> earlier, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TWeight : unmanaged, INumber<TWeight>
    {
        for (var i = 0; i < sums.Length; i++)
        {
            if (double.IsFinite(sums[i]))
                continue;
            var sum = earlier[i];
            for (var at = (int)frames.RowStarts[i / masks]; at < frames.RowStarts[(i / masks) + 1]; at++)
            {
                var weight = weights[(frames.Columns[at] * masks) + (i % masks)];
                if (!TWeight.IsZero(weight))
                    sum += double.CreateTruncating(frames.Values[at]) * double.CreateTruncating(weight);
            }

            sums[i] = sum;
        }
    }
}
