using System.Numerics;
using System.Runtime.CompilerServices;
using Ronchi.Kernels.Planes;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// Scalar twin of <see cref="PixelMoments"/>, for every integer type; also takes the columns that are left beside whole vectors.
/// </summary>
internal static unsafe class PixelMomentsScalar
{
    /// <summary>Adds the moments of the columns from <paramref name="from"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns<T, TExclusion>(T* frame, T* mask, int rows, int columns, int from, T noData, ref Moments moments)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TExclusion : struct, IExclusion
    {
        ulong total = 0, rowSum = 0, columnSum = 0;
        long excluded = 0;
        for (int row = 0; row < rows; row++)
        {
            T* pixels = frame + ((long)row * columns);
            T* bits = mask == null ? null : mask + ((long)row * columns);
            ulong sum = 0;
            for (int column = from; column < columns; column++)
            {
                if (bits != null && T.IsZero(bits[column]))
                    continue;
                if (TExclusion.Active && pixels[column] == noData)
                {
                    excluded++;
                    continue;
                }
                ulong value = (ulong)long.CreateTruncating(pixels[column]);
                sum += value;
                columnSum += value * (ulong)column;
            }
            total += sum;
            rowSum += sum * (ulong)row;
        }
        moments.Total += total;
        moments.Row += rowSum;
        moments.Column += columnSum;
        moments.Excluded += excluded;
    }
}
