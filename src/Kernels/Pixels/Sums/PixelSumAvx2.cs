using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// <see cref="PixelSum"/> in 256 bits for a few frames (no more than eight: the partial sums are narrow): narrow partial sums in registers,
/// then one addition to the 64-bit sums.
/// </summary>
/// <remarks>Each method returns how many pixels it did: all whole vectors.</remarks>
internal static unsafe class PixelSumAvx2
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int U8<TExclusion>(byte* frames, int count, int pixels, ulong* sums, byte noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        int i = 0;
        for (; i + 32 <= pixels; i += 32)
        {
            Vector256<ushort> lower = default, upper = default;
            byte* p = frames + i;
            FramesAhead.Line(p, count, pixels, Vector256<byte>.Count);
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector256<byte> value = Vector256.Load(p);
                if (TExclusion.Active)
                    value = Exclude(value, noData, ref excluded);
                lower += Vector256.WidenLower(value);
                upper += Vector256.WidenUpper(value);
            }
            AddTo(sums + i, Vector256.WidenLower(lower));
            AddTo(sums + i + 8, Vector256.WidenUpper(lower));
            AddTo(sums + i + 16, Vector256.WidenLower(upper));
            AddTo(sums + i + 24, Vector256.WidenUpper(upper));
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int U16<TExclusion>(ushort* frames, int count, int pixels, ulong* sums, ushort noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        int i = 0;
        for (; i + 16 <= pixels; i += 16)
        {
            Vector256<uint> lower = default, upper = default;
            ushort* p = frames + i;
            FramesAhead.Line(p, count, pixels, Vector256<byte>.Count);
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector256<ushort> value = Vector256.Load(p);
                if (TExclusion.Active)
                    value = Exclude(value, noData, ref excluded);
                lower += Vector256.WidenLower(value);
                upper += Vector256.WidenUpper(value);
            }
            AddTo(sums + i, lower);
            AddTo(sums + i + 8, upper);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int U32<TExclusion>(uint* frames, int count, int pixels, ulong* sums, uint noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        int i = 0;
        for (; i + 8 <= pixels; i += 8)
        {
            Vector256<ulong> lower = Vector256.Load(sums + i), upper = Vector256.Load(sums + i + 4);
            uint* p = frames + i;
            FramesAhead.Line(p, count, pixels, Vector256<byte>.Count);
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector256<uint> value = Vector256.Load(p);
                if (TExclusion.Active)
                    value = Exclude(value, noData, ref excluded);
                lower += Vector256.WidenLower(value);
                upper += Vector256.WidenUpper(value);
            }
            lower.Store(sums + i);
            upper.Store(sums + i + 4);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int F32<TExclusion>(float* frames, int count, int pixels, double* sums, float noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        int i = 0;
        for (; i + 8 <= pixels; i += 8)
        {
            Vector256<double> lower = Vector256.Load(sums + i), upper = Vector256.Load(sums + i + 4);
            float* p = frames + i;
            FramesAhead.Line(p, count, pixels, Vector256<byte>.Count);
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector256<float> value = Vector256.Load(p);
                if (TExclusion.Active)
                    value = Exclude(value, noData, ref excluded);
                lower += Vector256.WidenLower(value);
                upper += Vector256.WidenUpper(value);
            }
            lower.Store(sums + i);
            upper.Store(sums + i + 4);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ulong* sums, Vector256<uint> partial)
    {
        (Vector256.Load(sums) + Vector256.WidenLower(partial)).Store(sums);
        (Vector256.Load(sums + 4) + Vector256.WidenUpper(partial)).Store(sums + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Exclude<T>(Vector256<T> value, T noData, ref long excluded)
    {
        Vector256<T> hit = Vector256.Equals(value, Vector256.Create(noData));
        uint hits = Vector256.ExtractMostSignificantBits(hit);
        if (hits == 0)
            return value;
        excluded += BitOperations.PopCount(hits);
        return Vector256.AndNot(value, hit);
    }
}
