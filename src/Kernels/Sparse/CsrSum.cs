using System.Numerics;
using System.Runtime.CompilerServices;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Sparse;

/// <summary>Sums of sparse frames: over frames for every pixel, and of every frame. Exact for integers, in f64 for floats.</summary>
public static unsafe class CsrSum
{
    /// <summary>Adds every frame to the sums of its pixels.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones, double for floats.</typeparam>
    /// <param name="frames">The frames.</param>
    /// <param name="sums">One per pixel.</param>
    /// <exception cref="ArgumentException">There are not as many sums as pixels, or <typeparamref name="TSum"/> is the wrong
    /// type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddPixels<T, TSum>(in CsrFrames<T> frames, Span<TSum> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        SumType.Check<T, TSum>();
        if (sums.Length != frames.Pixels)
            throw new ArgumentException($"{frames.Pixels} pixels but {sums.Length} sums.", nameof(sums));
        (int from, int count) = frames.Used.GetOffsetAndLength(frames.Values.Length);
        fixed (T* values = frames.Values)
        fixed (int* columns = frames.Columns)
        fixed (TSum* sum = sums)
            for (int i = from; i < from + count; i++)
                sum[columns[i]] += TSum.CreateTruncating(values[i]);
    }

    /// <summary>
    /// Adds every frame of integers to the lower and upper halves of the sums of its pixels (<see cref="SplitSum"/>), which do not wrap.
    /// </summary>
    /// <typeparam name="T">An integer type.</typeparam>
    /// <param name="frames">The frames.</param>
    /// <param name="low">Lower halves, one per pixel.</param>
    /// <param name="high">Upper halves, one per pixel.</param>
    /// <exception cref="ArgumentException">There are not as many sums as pixels.</exception>
    public static void AddPixels<T>(in CsrFrames<T> frames, Span<ulong> low, Span<long> high)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (low.Length != frames.Pixels || high.Length != frames.Pixels)
            throw new ArgumentException($"{frames.Pixels} pixels but {low.Length} and {high.Length} halves of sums.", nameof(high));
        (int from, int count) = frames.Used.GetOffsetAndLength(frames.Values.Length);
        for (int i = from; i < from + count; i++)
            SplitSum.Add(frames.Values[i], ref low[frames.Columns[i]], ref high[frames.Columns[i]]);
    }

    /// <summary>Adds the total of every frame.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones, double for floats.</typeparam>
    /// <param name="frames">The frames.</param>
    /// <param name="totals">One per frame; added to.</param>
    /// <exception cref="ArgumentException">There are not as many totals as frames, or <typeparamref name="TSum"/> is the wrong
    /// type.</exception>
    public static void AddFrames<T, TSum>(in CsrFrames<T> frames, Span<TSum> totals)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        SumType.Check<T, TSum>();
        if (totals.Length != frames.Count)
            throw new ArgumentException($"{frames.Count} frames but {totals.Length} totals.", nameof(totals));
        for (int f = 0; f < totals.Length; f++)
            totals[f] += PixelTotal.Of<T, TSum>(frames.Values[frames.Start(f)..frames.Start(f + 1)]);
    }
}
