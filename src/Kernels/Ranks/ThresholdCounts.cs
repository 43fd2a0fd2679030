using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Ranks;

/// <summary>For each pixel, how many of its values over some frames lie below each of sixteen thresholds of its own.</summary>
/// <remarks>
/// A vector compares one pixel a lane, and the counts of eight thresholds stay in registers over up to <see cref="FramesPerTouch"/> frames.
/// The frames are turned into keys strip by strip into the first-level cache, where they are read twice; their own lines may lie a multiple
/// of the page size apart.
/// </remarks>
public static unsafe class ThresholdCounts
{
    /// <summary>Thresholds of a pixel.</summary>
    public const int Thresholds = 16;

    private const int FramesPerTouch = 128;   // no more than a lane of 8 bits counts
    private const int StripBytes = 256;
    private const int AtATime = 8;

    /// <summary>Adds frames to the counts.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TKey">The signed integer of its width, <see cref="OrderedKey"/>.</typeparam>
    /// <param name="frames">Whole frames, one after another.</param>
    /// <param name="framePixels">Pixels of a frame.</param>
    /// <param name="first">The first pixel that is counted.</param>
    /// <param name="thresholds">Keys: first thresholds of all counted pixels, second thresholds of all, …</param>
    /// <param name="below">Counts in the same order; added to.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    [SkipLocalsInit]
    public static void Add<T, TKey>(ReadOnlySpan<T> frames, int framePixels, int first, ReadOnlySpan<TKey> thresholds, Span<uint> below)
        where T : unmanaged, INumber<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        int pixels = thresholds.Length / Thresholds;
        if (thresholds.Length % Thresholds != 0 || below.Length != thresholds.Length || first < 0
            || first > framePixels - pixels || (framePixels == 0 ? !frames.IsEmpty : frames.Length % framePixels != 0))
            throw new ArgumentException(
                $"{thresholds.Length} thresholds and {below.Length} counts do not belong to pixels from {first} on of whole frames of "
                + $"{framePixels} pixels in {frames.Length} values.",
                nameof(thresholds));
        if (pixels == 0 || frames.IsEmpty)
            return;
        int count = frames.Length / framePixels, strip = StripBytes / sizeof(TKey);
        TKey* keys = stackalloc TKey[FramesPerTouch * strip];
        fixed (T* values = frames)
        fixed (TKey* limits = thresholds)
        fixed (uint* counts = below)
        {
            for (int from = 0; from < pixels; from += strip)
            {
                int length = Math.Min(strip, pixels - from);
                for (int frame = 0; frame < count; frame += FramesPerTouch)
                {
                    int some = Math.Min(FramesPerTouch, count - frame);
                    T* stretch = values + ((long)frame * framePixels) + first + from;
                    FramesAhead.Fetch(stretch + strip, some, framePixels, Math.Min(strip, pixels - from - length));
                    for (int f = 0; f < some; f++)
                        OrderedKey.Of(
                            new ReadOnlySpan<T>(stretch + ((long)f * framePixels), length), new Span<TKey>(keys + (f * strip), length));
                    for (int t = 0; t < Thresholds; t += AtATime)
                        Strip(keys, some, strip, length, limits + ((long)t * pixels) + from, pixels, counts + ((long)t * pixels) + from);
                }
            }
        }
    }

    private static void Strip<TKey>(TKey* keys, int count, int stride, int length, TKey* thresholds, nint pixels, uint* below)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        int i = 0;
        for (; Vector512.IsHardwareAccelerated && i + Vector512<TKey>.Count <= length; i += Vector512<TKey>.Count)
            Eight(keys + i, count, stride, thresholds + i, pixels, below + i);
        for (; !Vector512.IsHardwareAccelerated && i + Vector256<TKey>.Count <= length; i += Vector256<TKey>.Count)
        {
            // Half as many registers.
            for (int t = 0; t < AtATime; t += AtATime / 2)
                Four(keys + i, count, stride, thresholds + (t * pixels) + i, pixels, below + (t * pixels) + i);
        }

        for (; i < length; i++)
        {
            for (int t = 0; t < AtATime; t++)
            {
                TKey threshold = thresholds[(t * pixels) + i];
                uint found = 0;
                for (int f = 0; f < count; f++)
                    found += keys[(f * stride) + i] < threshold ? 1u : 0;
                below[(t * pixels) + i] += found;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight<TKey>(TKey* keys, int count, int stride, TKey* thresholds, nint pixels, uint* below)
        where TKey : unmanaged
    {
        Vector512<TKey> t0 = Vector512.Load(thresholds), t1 = Vector512.Load(thresholds + pixels),
            t2 = Vector512.Load(thresholds + (2 * pixels)), t3 = Vector512.Load(thresholds + (3 * pixels));
        Vector512<TKey> t4 = Vector512.Load(thresholds + (4 * pixels)), t5 = Vector512.Load(thresholds + (5 * pixels)),
            t6 = Vector512.Load(thresholds + (6 * pixels)), t7 = Vector512.Load(thresholds + (7 * pixels));
        Vector512<TKey> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (int f = 0; f < count; f++, keys += stride)
        {
            Vector512<TKey> key = Vector512.Load(keys);
            c0 = Counted(c0, key, t0);
            c1 = Counted(c1, key, t1);
            c2 = Counted(c2, key, t2);
            c3 = Counted(c3, key, t3);
            c4 = Counted(c4, key, t4);
            c5 = Counted(c5, key, t5);
            c6 = Counted(c6, key, t6);
            c7 = Counted(c7, key, t7);
        }

        AddTo(below, c0);
        AddTo(below + pixels, c1);
        AddTo(below + (2 * pixels), c2);
        AddTo(below + (3 * pixels), c3);
        AddTo(below + (4 * pixels), c4);
        AddTo(below + (5 * pixels), c5);
        AddTo(below + (6 * pixels), c6);
        AddTo(below + (7 * pixels), c7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<TKey>(TKey* keys, int count, int stride, TKey* thresholds, nint pixels, uint* below)
        where TKey : unmanaged
    {
        Vector256<TKey> t0 = Vector256.Load(thresholds), t1 = Vector256.Load(thresholds + pixels),
            t2 = Vector256.Load(thresholds + (2 * pixels)), t3 = Vector256.Load(thresholds + (3 * pixels));
        Vector256<TKey> c0 = default, c1 = default, c2 = default, c3 = default;
        for (int f = 0; f < count; f++, keys += stride)
        {
            Vector256<TKey> key = Vector256.Load(keys);
            c0 -= Vector256.LessThan(key, t0);
            c1 -= Vector256.LessThan(key, t1);
            c2 -= Vector256.LessThan(key, t2);
            c3 -= Vector256.LessThan(key, t3);
        }

        AddTo(below, c0);
        AddTo(below + pixels, c1);
        AddTo(below + (2 * pixels), c2);
        AddTo(below + (3 * pixels), c3);
    }

    // With 512 bits a comparison gives a mask register: added under the mask, the ones take one instruction less than taken off as a vector
    // of -1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<TKey> Counted<TKey>(Vector512<TKey> counts, Vector512<TKey> key, Vector512<TKey> threshold)
        where TKey : unmanaged
        => Avx512BW.IsSupported
            ? Vector512.ConditionalSelect(Vector512.LessThan(key, threshold), counts + Vector512<TKey>.One, counts)
            : counts - Vector512.LessThan(key, threshold);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TKey>(uint* below, Vector512<TKey> counts)
        where TKey : unmanaged
    {
        if (sizeof(TKey) == 1)
        {
            AddTo(below, Vector512.WidenLower(counts.AsByte()));
            AddTo(below + 32, Vector512.WidenUpper(counts.AsByte()));
        }
        else if (sizeof(TKey) == 2)
        {
            (Vector512.Load(below) + Vector512.WidenLower(counts.AsUInt16())).Store(below);
            (Vector512.Load(below + 16) + Vector512.WidenUpper(counts.AsUInt16())).Store(below + 16);
        }
        else if (sizeof(TKey) == 4)
            (Vector512.Load(below) + counts.AsUInt32()).Store(below);
        else
            (Vector256.Load(below) + Vector256.Narrow(counts.AsUInt64().GetLower(), counts.AsUInt64().GetUpper())).Store(below);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TKey>(uint* below, Vector256<TKey> counts)
        where TKey : unmanaged
    {
        if (sizeof(TKey) == 1)
        {
            AddTo(below, Vector256.WidenLower(counts.AsByte()));
            AddTo(below + 16, Vector256.WidenUpper(counts.AsByte()));
        }
        else if (sizeof(TKey) == 2)
        {
            (Vector256.Load(below) + Vector256.WidenLower(counts.AsUInt16())).Store(below);
            (Vector256.Load(below + 8) + Vector256.WidenUpper(counts.AsUInt16())).Store(below + 8);
        }
        else if (sizeof(TKey) == 4)
            (Vector256.Load(below) + counts.AsUInt32()).Store(below);
        else
            (Vector128.Load(below) + Vector128.Narrow(counts.AsUInt64().GetLower(), counts.AsUInt64().GetUpper())).Store(below);
    }
}
