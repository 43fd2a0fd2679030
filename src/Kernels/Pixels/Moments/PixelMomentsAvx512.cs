using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Planes;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// <see cref="PixelMomentsVector.Columns{T, TExclusion}"/> in 512 bits for the commonest element type: a strip is a whole cache line wide,
/// so that a frame is read once.
/// </summary>
internal static unsafe class PixelMomentsAvx512
{
    private const int Strip = 32;

    // 65535 · 2 · (128 · 129 / 2) < 2³²: so many rows of two columns can be summed twice over in 32 bits.
    private const int RowsAtOnce = 128;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int U16<TExclusion>(ushort* frame, ushort* mask, int rows, int columns, ushort noData, ref Moments moments)
        where TExclusion : struct, IExclusion
    {
        int whole = columns & -Strip;
        // sums of the columns of a strip, all strips together
        Vector512<ulong> even = default, odd = default, evenHigh = default, oddHigh = default;
        Vector512<uint> low16 = Vector512.Create(0xFFFFu);
        ulong total = 0, rowSum = 0, columnSum = 0;
        long excluded = 0;
        for (int top = 0; top < rows; top += RowsAtOnce)
        {
            int height = Math.Min(RowsAtOnce, rows - top);
            for (int left = 0; left < whole; left += Strip)
            {
                Vector512<uint> a0 = default, a1 = default, b0 = default, b1 = default;
                Vector512<ushort> hits = default;
                ushort* p = frame + ((long)top * columns) + left;
                ushort* m = mask == null ? null : mask + ((long)top * columns) + left;
                for (int row = 0; row < height; row++, p += columns)
                {
                    Vector512<ushort> value = Vector512.Load(p);
                    if (m != null)
                    {
                        value &= Vector512.Load(m);
                        m += columns;
                    }
                    if (TExclusion.Active)
                    {
                        Vector512<ushort> hit = Vector512.Equals(value, Vector512.Create(noData));
                        value = Vector512.AndNot(value, hit);
                        hits -= hit;
                    }
                    a0 += value.AsUInt32() & low16;
                    a1 += value.AsUInt32() >>> 16;
                    b0 += a0;
                    b1 += a1;
                }
                if (TExclusion.Active && hits != default)
                    excluded += Vector512.Sum(hits);
                even += Vector512.WidenLower(a0);
                evenHigh += Vector512.WidenUpper(a0);
                odd += Vector512.WidenLower(a1);
                oddHigh += Vector512.WidenUpper(a1);
                Vector512<uint> both = a0 + a1, weighted = b0 + b1;
                ulong sum = Vector512.Sum(Vector512.WidenLower(both) + Vector512.WidenUpper(both));
                total += sum;
                columnSum += sum * (ulong)left;
                // A row is in the running sums as often as there are rows from it to the last: Σ row · value = end · Σ value − Σ B.
                rowSum += (sum * (ulong)(top + height)) - Vector512.Sum(Vector512.WidenLower(weighted) + Vector512.WidenUpper(weighted));
            }
        }
        // Lane i of the even columns is column 2i of its strip.
        for (int i = 0; i < 8; i++)
        {
            columnSum += (even[i] * (ulong)(2 * i)) + (odd[i] * (ulong)((2 * i) + 1));
            columnSum += (evenHigh[i] * (ulong)(2 * (i + 8))) + (oddHigh[i] * (ulong)((2 * (i + 8)) + 1));
        }
        moments.Total += total;
        moments.Row += rowSum;
        moments.Column += columnSum;
        moments.Excluded += excluded;
        return whole;
    }
}
