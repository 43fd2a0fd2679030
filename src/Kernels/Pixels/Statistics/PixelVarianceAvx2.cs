using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// Exact sums and squares in 256 bits for a few frames (no more than eight: the partial sums are narrow); returns how many pixels it did:
/// all whole vectors.
/// </summary>
internal static unsafe class PixelVarianceAvx2
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Add<T>(T* frames, int count, int pixels, ulong* sums, ulong* squares)
        where T : unmanaged
    {
        int i = 0;
        for (; i + 8 <= pixels; i += 8)
        {
            Vector256<uint> sum = default;
            Vector256<ulong> even = default, odd = default;
            T* p = frames + i;
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector256<uint> value = (typeof(T) == typeof(byte)
                    ? Avx2.ConvertToVector256Int32((byte*)p)
                    : Avx2.ConvertToVector256Int32((ushort*)p)).AsUInt32();
                sum += value;
                even += Avx2.Multiply(value, value);
                Vector256<uint> high = (value.AsUInt64() >>> 32).AsUInt32();
                odd += Avx2.Multiply(high, high);
            }
            (Vector256.Load(sums + i) + Vector256.WidenLower(sum)).Store(sums + i);
            (Vector256.Load(sums + i + 4) + Vector256.WidenUpper(sum)).Store(sums + i + 4);
            Vector256<ulong> low = Avx2.UnpackLow(even, odd), up = Avx2.UnpackHigh(even, odd);
            (Vector256.Load(squares + i) + Avx2.Permute2x128(low, up, 0x20)).Store(squares + i);
            (Vector256.Load(squares + i + 4) + Avx2.Permute2x128(low, up, 0x31)).Store(squares + i + 4);
        }
        return i;
    }
}
