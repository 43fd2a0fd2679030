using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Blocked;

/// <summary><see cref="BlockedMoments"/> in 256 bits: u8 and u16 values, sixteen frames at a time.</summary>
internal static unsafe class BlockedMomentsAvx2
{
    private const int Lanes = 16;
    private const int Half = Lanes / 2;

    /// <summary>Adds the moments of <see cref="BlockLayout.Lanes"/> frames.</summary>
    public static void Add<T>(T* lanes, PixelRun* runs, int count, int columns, ulong* totals, ulong* rowMoments, ulong* columnMoments)
        where T : unmanaged
    {
        for (int first = 0; first < BlockLayout.Lanes; first += Lanes)
            AddLanes(lanes + first, runs, count, columns, totals + first, rowMoments + first, columnMoments + first);
    }

    // From the last pixel of a run to its first, as in 512 bits: Σ column·v = Σ s + (first column − 1)·s with s = Σ v.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLanes<T>(
        T* lanes, PixelRun* runs, int count, int columns, ulong* totals, ulong* rowMoments, ulong* columnMoments)
        where T : unmanaged
    {
        Vector256<uint> low = Vector256.Create(0xFFFFu);
        ulong* sums = stackalloc ulong[3 * Lanes];
        new Span<ulong>(sums, 3 * Lanes).Clear();
        for (int r = 0; r < count; r++)
        {
            for (int start = runs[r].Start, rest = runs[r].Count; rest > 0;)
            {
                int some = Math.Min(rest, BlockedMoments.RunPixels);
                Vector256<uint> even = default, odd = default, evenMoment = default, oddMoment = default;
                T* values = lanes + ((nint)(start + some - 1) * BlockLayout.Frames);
                for (int pixel = 0; pixel < some; pixel++, values -= BlockLayout.Frames)
                {
                    var v = ShortsAvx2.Load(values).AsUInt32();
                    even += v & low;
                    odd += v >>> 16;
                    evenMoment += even;
                    oddMoment += odd;
                }

                ulong row = (ulong)(start / columns), before = (ulong)((start % columns) - 1);   // modulo 2⁶⁴, also −1
                Take(even, evenMoment, row, before, sums);
                Take(odd, oddMoment, row, before, sums + Half);
                start += some;
                rest -= some;
            }
        }

        for (int lane = 0; lane < Lanes; lane++)
        {
            int at = (lane >> 1) + (Half * (lane & 1));
            totals[lane] += sums[at];
            rowMoments[lane] += sums[Lanes + at];
            columnMoments[lane] += sums[(2 * Lanes) + at];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector256<uint> values, Vector256<uint> moments, ulong row, ulong before, ulong* sums)
    {
        var (v0, v1) = Vector256.Widen(values);
        var (m0, m1) = Vector256.Widen(moments);
        Take(v0, m0, row, before, sums);
        Take(v1, m1, row, before, sums + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector256<ulong> values, Vector256<ulong> moments, ulong row, ulong before, ulong* sums)
    {
        (Vector256.Load(sums) + values).Store(sums);
        (Vector256.Load(sums + Lanes) + (values * row)).Store(sums + Lanes);
        (Vector256.Load(sums + (2 * Lanes)) + moments + (values * before)).Store(sums + (2 * Lanes));
    }
}
