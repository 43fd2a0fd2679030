using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Blocked;

/// <summary>Σ v, Σ row·v and Σ column·v over pixels of a region, for each frame of a block: what a centre of mass is made of.</summary>
public static unsafe class BlockedMoments
{
    private const int Lanes = BlockLayout.Lanes;
    internal const int RunPixels = 256;   // Σ (k+1)·v over as many 16-bit values fits into 32 bits

    /// <summary>Adds the moments of some frames.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact modulo 2⁶⁴), double for floats.</typeparam>
    /// <param name="block">Pixel by pixel, <see cref="BlockLayout.Frames"/> values each.</param>
    /// <param name="first">Place of the first frame; as many as there are totals are meant, up to <see cref="BlockLayout.Lanes"/>.</param>
    /// <param name="runs">The pixels, no run longer than its detector row.</param>
    /// <param name="columns">Pixels of a detector row.</param>
    /// <param name="totals">Σ v; added to.</param>
    /// <param name="rowMoments">Σ row·v; added to.</param>
    /// <param name="columnMoments">Σ column·v; added to.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together, or a run goes over the end of a row.</exception>
    public static void Add<T, TSum>(
        ReadOnlySpan<T> block, int first, ReadOnlySpan<PixelRun> runs, int columns,
        Span<TSum> totals, Span<TSum> rowMoments, Span<TSum> columnMoments)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        SumType.Check<T, TSum>();
        int count = totals.Length;
        if (count > Lanes || rowMoments.Length != count || columnMoments.Length != count || first < 0
            || first > BlockLayout.Frames - count || block.Length % BlockLayout.Frames != 0)
            throw new ArgumentException($"{count} frames from {first} are not part of a block of {BlockLayout.Frames}.", nameof(first));
        PixelRun.Check(runs, block.Length / BlockLayout.Frames);
        foreach (var run in runs)
        {
            if (columns <= 0 || (run.Start % columns) + run.Count > columns)
                throw new ArgumentException(
                    $"The {run.Count} pixels from {run.Start} go over the end of a row of {columns}.", nameof(runs));
        }

        fixed (T* values = block)
        fixed (PixelRun* run = runs)
        fixed (TSum* total = totals)
        fixed (TSum* row = rowMoments)
        fixed (TSum* column = columnMoments)
        {
            if (Vector512.IsHardwareAccelerated && count == Lanes && typeof(T) == typeof(ushort))
                Short<ushort, ShortLanes>((ushort*)(values + first), run, runs.Length, columns, (ulong*)total, (ulong*)row, (ulong*)column);
            else if (Vector512.IsHardwareAccelerated && count == Lanes && typeof(T) == typeof(byte))
                Short<byte, ByteLanes>((byte*)(values + first), run, runs.Length, columns, (ulong*)total, (ulong*)row, (ulong*)column);
            else if (Vector512.IsHardwareAccelerated && count == Lanes && typeof(T) == typeof(uint))
                Wide<uint, ulong, WideUInts>(
                    (uint*)(values + first), run, runs.Length, columns, (ulong*)total, (ulong*)row, (ulong*)column);
            else if (Vector512.IsHardwareAccelerated && count == Lanes && typeof(T) == typeof(int))
                Wide<int, long, WideInts>((int*)(values + first), run, runs.Length, columns, (long*)total, (long*)row, (long*)column);
            else if (Avx2.IsSupported && count == Lanes && typeof(T) == typeof(ushort))
                BlockedMomentsAvx2.Add((ushort*)(values + first), run, runs.Length, columns, (ulong*)total, (ulong*)row, (ulong*)column);
            else if (Avx2.IsSupported && count == Lanes && typeof(T) == typeof(byte))
                BlockedMomentsAvx2.Add((byte*)(values + first), run, runs.Length, columns, (ulong*)total, (ulong*)row, (ulong*)column);
            else
                AddScalar(values + first, count, run, runs.Length, columns, total, row, column);
        }
    }

    internal static void AddScalar<T, TSum>(
        T* lanes, int frames, PixelRun* runs, int count, int columns, TSum* totals, TSum* rowMoments, TSum* columnMoments)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        for (int r = 0; r < count; r++)
        {
            for (int pixel = runs[r].Start; pixel < runs[r].Start + runs[r].Count; pixel++)
            {
                TSum row = TSum.CreateTruncating(pixel / columns), column = TSum.CreateTruncating(pixel % columns);
                T* values = lanes + ((nint)pixel * BlockLayout.Frames);
                for (int lane = 0; lane < frames; lane++)
                {
                    TSum value = TSum.CreateTruncating(values[lane]);
                    totals[lane] += value;
                    rowMoments[lane] += row * value;
                    columnMoments[lane] += column * value;
                }
            }
        }
    }

    // From the last pixel of a run to its first, s = Σ v and m = Σ s give Σ (k+1)·v without a multiplication: Σ column·v = m + (first
    // column − 1)·s.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Short<T, TLoad>(
        T* lanes, PixelRun* runs, int count, int columns, ulong* totals, ulong* rowMoments, ulong* columnMoments)
        where T : unmanaged
        where TLoad : ILaneLoad<T>
    {
        Vector512<uint> low = Vector512.Create(0xFFFFu);
        ulong* sums = stackalloc ulong[3 * Lanes];
        new Span<ulong>(sums, 3 * Lanes).Clear();
        for (int r = 0; r < count; r++)
        {
            for (int start = runs[r].Start, rest = runs[r].Count; rest > 0;)
            {
                int some = Math.Min(rest, RunPixels);
                Vector512<uint> even = default, odd = default, evenMoment = default, oddMoment = default;
                T* values = lanes + ((nint)(start + some - 1) * BlockLayout.Frames);
                for (int pixel = 0; pixel < some; pixel++, values -= BlockLayout.Frames)
                {
                    var v = TLoad.Load(values).AsUInt32();
                    even += v & low;
                    odd += v >>> 16;
                    evenMoment += even;
                    oddMoment += odd;
                }

                ulong row = (ulong)(start / columns), before = (ulong)((start % columns) - 1);   // modulo 2⁶⁴, also −1
                Take(even, evenMoment, row, before, sums);
                Take(odd, oddMoment, row, before, sums + 16);
                start += some;
                rest -= some;
            }
        }

        for (int lane = 0; lane < Lanes; lane++)
        {
            int at = (lane >> 1) + (16 * (lane & 1));
            totals[lane] += sums[at];
            rowMoments[lane] += sums[Lanes + at];
            columnMoments[lane] += sums[(2 * Lanes) + at];
        }
    }

    // The same in 64 bits, which no run overflows before the sums themselves do.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide<T, TSum, TWide>(
        T* lanes, PixelRun* runs, int count, int columns, TSum* totals, TSum* rowMoments, TSum* columnMoments)
        where T : unmanaged
        where TSum : unmanaged, INumber<TSum>
        where TWide : IWideLoad<T, TSum>
    {
        for (int r = 0; r < count; r++)
        {
            Vector512<TSum> s0 = default, s1 = default, s2 = default, s3 = default, m0 = default, m1 = default, m2 = default, m3 = default;
            T* values = lanes + ((nint)(runs[r].Start + runs[r].Count - 1) * BlockLayout.Frames);
            for (int pixel = 0; pixel < runs[r].Count; pixel++, values -= BlockLayout.Frames)
            {
                TWide.Load(values, out var v0, out var v1);
                TWide.Load(values + 16, out var v2, out var v3);
                s0 += v0;
                s1 += v1;
                s2 += v2;
                s3 += v3;
                m0 += s0;
                m1 += s1;
                m2 += s2;
                m3 += s3;
            }

            TSum row = TSum.CreateTruncating(runs[r].Start / columns), before = TSum.CreateTruncating((long)(runs[r].Start % columns) - 1);
            TakeWide(s0, m0, row, before, totals, rowMoments, columnMoments);
            TakeWide(s1, m1, row, before, totals + 8, rowMoments + 8, columnMoments + 8);
            TakeWide(s2, m2, row, before, totals + 16, rowMoments + 16, columnMoments + 16);
            TakeWide(s3, m3, row, before, totals + 24, rowMoments + 24, columnMoments + 24);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeWide<TSum>(
        Vector512<TSum> values, Vector512<TSum> moments, TSum row, TSum before, TSum* totals, TSum* rowMoments, TSum* columnMoments)
        where TSum : unmanaged
    {
        (Vector512.Load(totals) + values).Store(totals);
        (Vector512.Load(rowMoments) + (values * row)).Store(rowMoments);
        (Vector512.Load(columnMoments) + moments + (values * before)).Store(columnMoments);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector512<uint> values, Vector512<uint> moments, ulong row, ulong before, ulong* sums)
    {
        var (v0, v1) = Vector512.Widen(values);
        var (m0, m1) = Vector512.Widen(moments);
        (Vector512.Load(sums) + v0).Store(sums);
        (Vector512.Load(sums + 8) + v1).Store(sums + 8);
        (Vector512.Load(sums + Lanes) + (v0 * row)).Store(sums + Lanes);
        (Vector512.Load(sums + Lanes + 8) + (v1 * row)).Store(sums + Lanes + 8);
        (Vector512.Load(sums + (2 * Lanes)) + m0 + (v0 * before)).Store(sums + (2 * Lanes));
        (Vector512.Load(sums + (2 * Lanes) + 8) + m1 + (v1 * before)).Store(sums + (2 * Lanes) + 8);
    }
}
