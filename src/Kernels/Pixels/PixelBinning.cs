using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Sums squares of pixels of 16-bit counts.</summary>
public static unsafe class PixelBinning
{
    private const int PairsAtATime = 4096;

    // Pixels of a vector; sums of two neighbours in one 32-bit lane.
    private static int Lanes => Vector512.IsHardwareAccelerated ? 32 : 16;

    /// <summary>Sums squares of a frame; rows and columns at the end that fill no square are left out.</summary>
    /// <param name="frame">Pixels, row-major.</param>
    /// <param name="columns">Pixels of a row.</param>
    /// <param name="factor">Pixels along each side of a square, at most 256.</param>
    /// <param name="keep">For each pixel all bits set, or 0 for one that adds nothing. Empty: all add.</param>
    /// <param name="leavesOutMaximum">Whether pixels of 65535 add nothing.</param>
    /// <param name="sums">(rows ∕ factor) × (columns ∕ factor) sums; overwritten. Exact.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(
        ReadOnlySpan<ushort> frame, int columns, int factor, ReadOnlySpan<ushort> keep, bool leavesOutMaximum, Span<uint> sums)
    {
        if (columns < 1 || factor is < 1 or > 256 || frame.Length % columns != 0 || (keep.Length != 0 && keep.Length != frame.Length)
            || sums.Length != frame.Length / columns / factor * (columns / factor))
            throw new ArgumentException(
                $"{sums.Length} sums are not those of squares of {factor} in {frame.Length} pixels, {columns} a row.", nameof(sums));
        int bins = columns / factor, used = bins * factor;
        // Two neighbours in a lane never straddle squares when these are even.
        bool isPaired = Vector256.IsHardwareAccelerated && factor % 2 == 0 && used >= Lanes;
        int stretch = PairsAtATime * 2 / Least(factor) * Least(factor);   // whole squares and whole vectors
        int paired = isPaired ? used / Lanes * Lanes : 0;
        uint* pairs = stackalloc uint[PairsAtATime];
        fixed (ushort* pixels = frame)
        fixed (ushort* kept = keep)
        fixed (uint* sum = sums)
        {
            for (int row = 0; row < frame.Length / columns / factor; row++)
            {
                ushort* first = pixels + ((nint)row * factor * columns);
                ushort* mask = keep.IsEmpty ? null : kept + ((nint)row * factor * columns);
                uint* line = sum + ((nint)row * bins);
                new Span<uint>(line, bins).Clear();
                for (int start = 0; start < paired; start += stretch)
                {
                    int end = Math.Min(start + stretch, paired);
                    for (int i = start; i < end; i += Lanes)
                    {
                        uint* pair = pairs + ((i - start) / 2);
                        if (Vector512.IsHardwareAccelerated)
                            Pairs(first + i, mask is null ? null : mask + i, columns, factor, leavesOutMaximum).Store(pair);
                        else
                            NarrowPairs(first + i, mask is null ? null : mask + i, columns, factor, leavesOutMaximum).Store(pair);
                    }

                    Gather(pairs, (end - start) / 2, factor / 2, line + (start / factor));
                }

                for (int r = 0; r < factor; r++)
                {
                    for (int i = paired; i < used; i++)
                    {
                        ushort value = first[(r * columns) + i];
                        if ((mask is null || mask[(r * columns) + i] != 0) && !(leavesOutMaximum && value == ushort.MaxValue))
                            line[i / factor] += value;
                    }
                }
            }
        }
    }

    // The least common multiple of a factor of at most 256 and the pixels of a vector.
    private static int Least(int factor) => factor * (Lanes / Math.Min(Lanes, factor & -factor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Pairs(ushort* pixels, ushort* mask, int columns, int factor, bool leavesOutMaximum)
    {
        Vector512<uint> sum = default, low = Vector512.Create(0xFFFFu);
        for (int row = 0; row < factor; row++, pixels += columns)
        {
            var v = Vector512.Load(pixels);
            if (leavesOutMaximum)
                v &= ~Vector512.Equals(v, Vector512<ushort>.AllBitsSet);
            if (mask is not null)
                v &= Vector512.Load(mask + ((nint)row * columns));
            sum += (v.AsUInt32() & low) + (v.AsUInt32() >>> 16);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> NarrowPairs(ushort* pixels, ushort* mask, int columns, int factor, bool leavesOutMaximum)
    {
        Vector256<uint> sum = default, low = Vector256.Create(0xFFFFu);
        for (int row = 0; row < factor; row++, pixels += columns)
        {
            var v = Vector256.Load(pixels);
            if (leavesOutMaximum)
                v &= ~Vector256.Equals(v, Vector256<ushort>.AllBitsSet);
            if (mask is not null)
                v &= Vector256.Load(mask + ((nint)row * columns));
            sum += (v.AsUInt32() & low) + (v.AsUInt32() >>> 16);
        }

        return sum;
    }

    // The last square of the vectors may go on in the pixels behind them.
    private static void Gather(uint* pairs, int count, int pairsOfASquare, uint* line)
    {
        if (pairsOfASquare == 1)
        {
            new ReadOnlySpan<uint>(pairs, count).CopyTo(new Span<uint>(line, count));
            return;
        }

        int i = 0;
        if (pairsOfASquare == 2 && Vector512.IsHardwareAccelerated)
        {
            for (; i + 16 <= count; i += 16)
            {
                var two = Vector512.Load((ulong*)(pairs + i));
                Vector512.Narrow((two & Vector512.Create(0xFFFFFFFFUL)) + (two >>> 32), Vector512<ulong>.Zero).GetLower()
                    .Store(line + (i / 2));
            }
        }
        else if (pairsOfASquare == 2 && Avx2.IsSupported)
        {
            for (; i + 16 <= count; i += 16)
            {
                // Neighbours are added within 128 bits; then the middle quarters change places.
                var four = Avx2.HorizontalAdd(Vector256.Load((int*)(pairs + i)), Vector256.Load((int*)(pairs + i + 8)));
                Avx2.Permute4x64(four.AsUInt64(), 0xD8).AsUInt32().Store(line + (i / 2));
            }
        }

        for (; i < count; i++)
            line[i / pairsOfASquare] += pairs[i];
    }
}
