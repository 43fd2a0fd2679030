using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Planes;

/// <summary><see cref="PlaneSum"/> in 256 bits: bit counts of nibbles from a table, four planes scaled 1, 2, 4, 8 (at most 120) before one horizontal sum.</summary>
internal static unsafe class PlaneSumAvx2
{
    private const int Step = 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Sum(byte* planes, int planeBytes, int livePlanes, byte* mask)
    {
        int whole = planeBytes & -Step;
        ulong sum = 0;
        for (int p = 0; p < livePlanes; p += 4)
        {
            byte* first = planes + ((long)p * planeBytes);
            int n = Math.Min(4, livePlanes - p);
            Vector256<ulong> counts = default;
            for (int i = 0; i < whole; i += Step)
            {
                Vector256<byte> m = mask == null ? Vector256<byte>.AllBitsSet : Vector256.Load(mask + i);
                Vector256<byte> bytes = default;
                for (int k = n - 1; k >= 0; k--)
                    bytes = bytes + bytes + BitCounts(Vector256.Load(first + ((long)k * planeBytes) + i) & m);
                counts += Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsUInt64();
            }
            sum += Vector256.Sum(counts) << p;
        }
        return whole == planeBytes ? sum : sum + PlaneSumScalar.Sum(planes, planeBytes, livePlanes, mask, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> BitCounts(Vector256<byte> v)
    {
        Vector256<byte> table = Vector256.Create(
            (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        return Avx2.Shuffle(table, v & nibble) + Avx2.Shuffle(table, (v.AsUInt16() >>> 4).AsByte() & nibble);
    }
}
