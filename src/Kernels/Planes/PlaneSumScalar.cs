using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Planes;

/// <summary>
/// Scalar twin of <see cref="PlaneSum"/>: one 64-bit population count a word. Also sums what is left behind whole vectors.
/// </summary>
internal static unsafe class PlaneSumScalar
{
    /// <summary>Sums the values whose bits lie from byte <paramref name="from"/> of each plane on.</summary>
    /// <param name="planes">First plane.</param>
    /// <param name="planeBytes">Bytes of a plane.</param>
    /// <param name="livePlanes">Planes to sum.</param>
    /// <param name="mask">Bitmap of a plane's length, or null for all pixels.</param>
    /// <param name="from">First byte of each plane, and of the mask, that counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Sum(byte* planes, int planeBytes, int livePlanes, byte* mask, int from)
    {
        ulong sum = 0;
        for (int p = 0; p < livePlanes; p++)
        {
            byte* plane = planes + ((long)p * planeBytes);
            ulong count = 0;
            int i = from;
            for (; i + 8 <= planeBytes; i += 8)
                count += (ulong)BitOperations.PopCount(
                    Unsafe.ReadUnaligned<ulong>(plane + i) & (mask == null ? ulong.MaxValue : Unsafe.ReadUnaligned<ulong>(mask + i)));
            for (; i < planeBytes; i++)
                count += (ulong)BitOperations.PopCount((uint)(plane[i] & (mask == null ? 0xFF : mask[i])));
            sum += count << p;
        }
        return sum;
    }
}
