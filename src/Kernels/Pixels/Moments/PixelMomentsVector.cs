using System.Numerics;
using System.Runtime.CompilerServices;
using Ronchi.Kernels.Planes;

namespace Ronchi.Kernels.Pixels;

/// <summary>The loops of <see cref="PixelMoments"/> in whole vectors.</summary>
internal static unsafe class PixelMomentsVector
{
    // 65535 · (256 · 257 / 2) < 2³²: so many rows can be summed twice over in 32 bits.
    private const int RowsAtOnce = 256;
    private const int Chunk = 256;

    /// <summary>Adds the moments of as many columns as fill whole vectors of u8 or u16 pixels.</summary>
    /// <remarks>
    /// A strip of one vector's width goes down the frame. Its running sums A give Σ value of each column; adding A to B after every row
    /// makes B = Σ (rows − row) · value, so that the row moment costs an addition instead of a multiplication.
    /// </remarks>
    /// <returns>How many columns were taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Columns<T, TExclusion>(T* frame, T* mask, int rows, int columns, T noData, ref Moments moments)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TExclusion : struct, IExclusion
    {
        int whole = columns - (columns % Vector<T>.Count);
        ulong* lanes = stackalloc ulong[Vector<T>.Count];
        new Span<ulong>(lanes, Vector<T>.Count).Clear();
        ulong total = 0, rowSum = 0, columnSum = 0;
        long excluded = 0;
        for (int top = 0; top < rows; top += RowsAtOnce)
        {
            int height = Math.Min(RowsAtOnce, rows - top);
            for (int left = 0; left < whole; left += Vector<T>.Count)
            {
                Vector<uint> a0 = default, a1 = default, a2 = default, a3 = default, b = default;
                Vector<T> hits = default;
                T* p = frame + ((long)top * columns) + left;
                T* m = mask == null ? null : mask + ((long)top * columns) + left;
                for (int row = 0; row < height; row++, p += columns)
                {
                    Vector<T> value = *(Vector<T>*)p;
                    if (m != null)
                    {
                        value &= *(Vector<T>*)m;
                        m += columns;
                    }
                    if (TExclusion.Active)
                    {
                        Vector<T> hit = Vector.Equals(value, new Vector<T>(noData));
                        value = Vector.AndNot(value, hit);
                        hits -= hit;
                    }
                    Vector<uint> word = value.As<T, uint>();
                    if (typeof(T) == typeof(ushort))
                    {
                        a0 += word & new Vector<uint>(0xFFFFu);
                        a1 += word >>> 16;
                        b += a0 + a1;
                    }
                    else
                    {
                        a0 += word & new Vector<uint>(0xFFu);
                        a1 += (word >>> 8) & new Vector<uint>(0xFFu);
                        a2 += (word >>> 16) & new Vector<uint>(0xFFu);
                        a3 += word >>> 24;
                        b += a0 + a1 + (a2 + a3);
                    }
                    // Two 16-bit columns in one 32-bit lane: half as many rows fit.
                    if (typeof(T) == typeof(ushort) && row == (RowsAtOnce / 2) - 1)
                        Flush(ref a0, ref a1, ref a2, ref a3, ref b, lanes, left, top + row + 1, ref total, ref rowSum, ref columnSum);
                    if (TExclusion.Active && typeof(T) == typeof(byte) && row % 128 == 127)
                        excluded += Count(ref hits);
                }
                Flush(ref a0, ref a1, ref a2, ref a3, ref b, lanes, left, top + height, ref total, ref rowSum, ref columnSum);
                if (TExclusion.Active)
                    excluded += Count(ref hits);
            }
        }
        // Within a vector, lane i of phase q is column i · phases + q.
        int phases = 4 / sizeof(T), perPhase = Vector<T>.Count / phases;
        for (int q = 0; q < phases; q++)
            for (int i = 0; i < perPhase; i++)
                columnSum += lanes[(q * perPhase) + i] * (ulong)((i * phases) + q);
        moments.Total += total;
        moments.Row += rowSum;
        moments.Column += columnSum;
        moments.Excluded += excluded;
        return whole;
    }

    /// <summary>Σ value and Σ value · column of one row, in f64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row<T>(T* row, T* mask, int columns, out double total, out double weighted)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        double* values = stackalloc double[Chunk];
        T* masked = stackalloc T[Chunk];
        total = 0;
        weighted = 0;
        for (int from = 0; from < columns; from += Chunk)
        {
            int count = Math.Min(Chunk, columns - from);
            T* pixels = row + from;
            if (mask != null)
            {
                And((byte*)pixels, (byte*)(mask + from), count * sizeof(T), (byte*)masked);
                pixels = masked;
            }
            PixelDoubles.Convert<T, ExcludeNothing>(pixels, count, default, values);
            Vector<double> sum = default, moment = default;
            Vector<double> index = Vector.CreateSequence(0.0, 1.0);
            int i = 0;
            for (; i + Vector<double>.Count <= count; i += Vector<double>.Count)
            {
                Vector<double> value = *(Vector<double>*)(values + i);
                sum += value;
                moment += value * index;
                index += new Vector<double>(Vector<double>.Count);
            }
            double chunkTotal = Vector.Sum(sum), chunkMoment = Vector.Sum(moment);
            for (; i < count; i++)
            {
                chunkTotal += values[i];
                chunkMoment += values[i] * i;
            }
            total += chunkTotal;
            weighted += chunkMoment + (chunkTotal * from);
        }
    }

    private static void And(byte* left, byte* right, int bytes, byte* result)
    {
        int i = 0;
        for (; i + Vector<byte>.Count <= bytes; i += Vector<byte>.Count)
            *(Vector<byte>*)(result + i) = *(Vector<byte>*)(left + i) & *(Vector<byte>*)(right + i);
        for (; i < bytes; i++)
            result[i] = (byte)(left[i] & right[i]);
    }

    // Rows from where the sums began up to `end` went in: Σ row · value = end · Σ value − Σ B.
    private static void Flush(
        ref Vector<uint> a0, ref Vector<uint> a1, ref Vector<uint> a2, ref Vector<uint> a3, ref Vector<uint> b,
        ulong* lanes, int left, int end, ref ulong total, ref ulong rowSum, ref ulong columnSum)
    {
        int n = Vector<uint>.Count;
        ulong sum = AddTo(lanes, a0) + AddTo(lanes + n, a1);
        if (!Vector.EqualsAll(a2 | a3, default))
            sum += AddTo(lanes + (2 * n), a2) + AddTo(lanes + (3 * n), a3);
        Vector.Widen(b, out Vector<ulong> low, out Vector<ulong> high);
        total += sum;
        columnSum += sum * (ulong)left;
        rowSum += (sum * (ulong)end) - Vector.Sum(low + high);
        a0 = a1 = a2 = a3 = b = default;
    }

    private static ulong AddTo(ulong* lanes, Vector<uint> sums)
    {
        Vector.Widen(sums, out Vector<ulong> low, out Vector<ulong> high);
        *(Vector<ulong>*)lanes += low;
        *(Vector<ulong>*)(lanes + Vector<ulong>.Count) += high;
        return Vector.Sum(low + high);
    }

    private static long Count<T>(ref Vector<T> hits)
        where T : unmanaged, INumber<T>
    {
        long count = 0;
        for (int i = 0; i < Vector<T>.Count; i++)
            count += long.CreateTruncating(hits[i]);
        hits = default;
        return count;
    }
}
