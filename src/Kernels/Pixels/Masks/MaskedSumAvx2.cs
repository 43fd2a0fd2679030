using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// <see cref="MaskedSum"/> in 256 bits: mask bits are spread over lanes, 64 pixels at a time; empty words of the mask are skipped.
/// </summary>
/// <remarks>Counts are multiples of 64; a null mask means all pixels.</remarks>
internal static unsafe class MaskedSumAvx2
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong U8<TExclusion>(byte* pixels, int count, byte* mask, byte noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        Vector256<byte> spread = Vector256.Create(
            (byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
        Vector256<byte> bit = Vector256.Create(0x8040201008040201UL).AsByte();
        Vector256<ulong> sums = default;
        for (int from = 0; from < count; from += 64)
        {
            ulong bits = Word(mask, from);
            if (bits == 0)
                continue;
            for (int i = 0; i < 64; i += 32)
            {
                Vector256<byte> keep = Vector256.Equals(Avx2.Shuffle(Vector256.Create((uint)(bits >> i)).AsByte(), spread) & bit, bit);
                Vector256<byte> value = Vector256.Load(pixels + from + i) & keep;
                if (TExclusion.Active)
                    value = Exclude(value, keep, noData, ref excluded);
                sums += Avx2.SumAbsoluteDifferences(value, Vector256<byte>.Zero).AsUInt64();
            }
        }
        return Vector256.Sum(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong U16<TExclusion>(ushort* pixels, int count, byte* mask, ushort noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        // A lane of 32 bits takes 8 · 65535 from every 64 pixels: it holds 4096 such words, not many more.
        const int Flush = 4096 * 64;
        Vector256<ushort> bit = Vector256.Create((ushort)1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        Vector256<uint> low16 = Vector256.Create(0xFFFFu);
        Vector256<ulong> sums = default;
        for (int from = 0; from < count;)
        {
            int to = (int)Math.Min((long)from + Flush, count);
            Vector256<uint> even = default, odd = default;
            for (; from < to; from += 64)
            {
                ulong bits = Word(mask, from);
                if (bits == 0)
                    continue;
                for (int i = 0; i < 64; i += 16)
                {
                    Vector256<ushort> keep = Vector256.Equals(Vector256.Create((ushort)(bits >> i)) & bit, bit);
                    Vector256<ushort> value = Vector256.Load(pixels + from + i) & keep;
                    if (TExclusion.Active)
                        value = Exclude(value, keep, noData, ref excluded);
                    even += value.AsUInt32() & low16;
                    odd += value.AsUInt32() >>> 16;
                }
            }
            sums += Widened(even) + Widened(odd);
        }
        return Vector256.Sum(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong U32<TExclusion>(uint* pixels, int count, byte* mask, uint noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        Vector256<uint> bit = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        Vector256<ulong> sums = default;
        for (int from = 0; from < count; from += 64)
        {
            ulong bits = Word(mask, from);
            if (bits == 0)
                continue;
            for (int i = 0; i < 64; i += 8)
            {
                Vector256<uint> keep = Vector256.Equals(Vector256.Create((uint)(bits >> i)) & bit, bit);
                Vector256<uint> value = Vector256.Load(pixels + from + i) & keep;
                if (TExclusion.Active)
                    value = Exclude(value, keep, noData, ref excluded);
                sums += Widened(value);
            }
        }
        return Vector256.Sum(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double F32<TExclusion>(float* pixels, int count, byte* mask, float noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        Vector256<uint> bit = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        Vector256<double> lower = default, upper = default;
        for (int from = 0; from < count; from += 64)
        {
            ulong bits = Word(mask, from);
            if (bits == 0)
                continue;
            for (int i = 0; i < 64; i += 8)
            {
                Vector256<float> keep = Vector256.Equals(Vector256.Create((uint)(bits >> i)) & bit, bit).AsSingle();
                Vector256<float> value = Vector256.Load(pixels + from + i) & keep;
                if (TExclusion.Active)
                    value = Exclude(value, keep, noData, ref excluded);
                lower += Vector256.WidenLower(value);
                upper += Vector256.WidenUpper(value);
            }
        }
        return Vector256.Sum(lower + upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(byte* mask, int from) => mask == null ? ulong.MaxValue : Unsafe.ReadUnaligned<ulong>(mask + (from / 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Widened(Vector256<uint> v) => (v.AsUInt64() & Vector256.Create(0xFFFFFFFFUL)) + (v.AsUInt64() >>> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Exclude<T>(Vector256<T> value, Vector256<T> keep, T noData, ref long excluded)
    {
        Vector256<T> hit = Vector256.Equals(value, Vector256.Create(noData)) & keep;
        uint hits = Vector256.ExtractMostSignificantBits(hit);
        if (hits == 0)
            return value;
        excluded += BitOperations.PopCount(hits);
        return Vector256.AndNot(value, hit);
    }
}
