using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary>
/// <see cref="BlockedSum"/> in 256 bits: sixteen registers hold the sums of 64 frames of shorts, so that those of a block are added in two
/// halves.
/// </summary>
internal static unsafe class BlockedSumAvx2
{
    private const int Frames = BlockLayout.Frames;
    private const int Half = Frames / 2;
    private const int Lanes = 16;

    /// <summary>Adds 16-bit values.</summary>
    public static void AddShorts(ushort* block, ushort* next, PixelRun* runs, int count, ulong* sums)
    {
        AddHalf(block, block + Half, runs, count, sums);
        AddHalf(block + Half, next, runs, count, sums + Half);
    }

    // Even and odd frames apart, in the halves of 32 bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddHalf(ushort* block, ushort* next, PixelRun* runs, int count, ulong* sums)
    {
        Vector256<uint> low = Vector256.Create(0xFFFFu);
        Vector256<uint> even0 = default, odd0 = default, even1 = default, odd1 = default,
            even2 = default, odd2 = default, even3 = default, odd3 = default;
        int room = BlockedSum.ShortPixels;
        var fetched = new PixelsAhead<ushort>(block, next, runs, count);
        for (int r = 0; r < count; r++)
        {
            ushort* values = block + ((nint)runs[r].Start * Frames);
            for (int rest = runs[r].Count; rest > 0;)
            {
                ushort* ahead = fetched.Next(out int near);
                int some = Math.Min(Math.Min(rest, room), near);
                for (int pixel = 0; pixel < some; pixel++, values += Frames, ahead += Frames)
                {
                    Sse.Prefetch0(ahead);
                    Sse.Prefetch0(ahead + 32);
                    Vector256<uint> v0 = Vector256.Load((uint*)values), v1 = Vector256.Load((uint*)(values + Lanes)),
                        v2 = Vector256.Load((uint*)(values + (2 * Lanes))), v3 = Vector256.Load((uint*)(values + (3 * Lanes)));
                    even0 += v0 & low;
                    odd0 += v0 >>> 16;
                    even1 += v1 & low;
                    odd1 += v1 >>> 16;
                    even2 += v2 & low;
                    odd2 += v2 >>> 16;
                    even3 += v3 & low;
                    odd3 += v3 >>> 16;
                }

                fetched.Take(some);
                rest -= some;
                room -= some;
                if (room > 0)
                    continue;
                Empty(even0, odd0, sums);
                Empty(even1, odd1, sums + Lanes);
                Empty(even2, odd2, sums + (2 * Lanes));
                Empty(even3, odd3, sums + (3 * Lanes));
                even0 = odd0 = even1 = odd1 = even2 = odd2 = even3 = odd3 = default;
                room = BlockedSum.ShortPixels;
            }
        }

        Empty(even0, odd0, sums);
        Empty(even1, odd1, sums + Lanes);
        Empty(even2, odd2, sums + (2 * Lanes));
        Empty(even3, odd3, sums + (3 * Lanes));
    }

    /// <summary>Adds 8-bit values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBytes(byte* block, byte* next, PixelRun* runs, int count, ulong* sums)
    {
        Vector256<ushort> low = Vector256.Create((ushort)0xFF);
        Vector256<ushort> even0 = default, odd0 = default, even1 = default, odd1 = default,
            even2 = default, odd2 = default, even3 = default, odd3 = default;
        int room = BlockedSum.BytePixels;
        var fetched = new PixelsAhead<byte>(block, next, runs, count);
        for (int r = 0; r < count; r++)
        {
            byte* values = block + ((nint)runs[r].Start * Frames);
            for (int rest = runs[r].Count; rest > 0;)
            {
                byte* ahead = fetched.Next(out int near);
                int some = Math.Min(Math.Min(rest, room), near);
                for (int pixel = 0; pixel < some; pixel++, values += Frames, ahead += Frames)
                {
                    Sse.Prefetch0(ahead);
                    Sse.Prefetch0(ahead + 64);
                    Vector256<ushort> v0 = Vector256.Load((ushort*)values), v1 = Vector256.Load((ushort*)(values + 32)),
                        v2 = Vector256.Load((ushort*)(values + 64)), v3 = Vector256.Load((ushort*)(values + 96));
                    even0 += v0 & low;
                    odd0 += v0 >>> 8;
                    even1 += v1 & low;
                    odd1 += v1 >>> 8;
                    even2 += v2 & low;
                    odd2 += v2 >>> 8;
                    even3 += v3 & low;
                    odd3 += v3 >>> 8;
                }

                fetched.Take(some);
                rest -= some;
                room -= some;
                if (room > 0)
                    continue;
                Empty(even0, odd0, sums);
                Empty(even1, odd1, sums + 32);
                Empty(even2, odd2, sums + 64);
                Empty(even3, odd3, sums + 96);
                even0 = odd0 = even1 = odd1 = even2 = odd2 = even3 = odd3 = default;
                room = BlockedSum.BytePixels;
            }
        }

        Empty(even0, odd0, sums);
        Empty(even1, odd1, sums + 32);
        Empty(even2, odd2, sums + 64);
        Empty(even3, odd3, sums + 96);
    }

    /// <summary>Adds values of other types that <see cref="Takes{T}"/>, sixteen frames at a time, each in 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWide<T, TSum>(T* block, PixelRun* runs, int count, TSum* sums)
        where T : unmanaged
        where TSum : unmanaged
    {
        for (int first = 0; first < Frames; first += Lanes)
        {
            TSum* sum = sums + first;
            Vector256<TSum> s0 = Vector256.Load(sum), s1 = Vector256.Load(sum + 4),
                s2 = Vector256.Load(sum + 8), s3 = Vector256.Load(sum + 12);
            for (int r = 0; r < count; r++)
            {
                T* values = block + ((nint)runs[r].Start * Frames) + first;
                for (int pixel = 0; pixel < runs[r].Count; pixel++, values += Frames)
                {
                    s0 += Wide<T, TSum>(values);
                    s1 += Wide<T, TSum>(values + 4);
                    s2 += Wide<T, TSum>(values + 8);
                    s3 += Wide<T, TSum>(values + 12);
                }
            }

            s0.Store(sum);
            s1.Store(sum + 4);
            s2.Store(sum + 8);
            s3.Store(sum + 12);
        }
    }

    /// <summary>Whether <see cref="AddWide"/> takes a type.</summary>
    public static bool Takes<T>()
        where T : unmanaged
        => typeof(T) == typeof(uint) || typeof(T) == typeof(int) || typeof(T) == typeof(float)
            || typeof(T) == typeof(short) || sizeof(T) == sizeof(ulong);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<TSum> Wide<T, TSum>(T* values)
        where T : unmanaged
        where TSum : unmanaged
        => typeof(T) == typeof(uint) ? Avx2.ConvertToVector256Int64((uint*)values).As<long, TSum>()
            : typeof(T) == typeof(int) ? Avx2.ConvertToVector256Int64((int*)values).As<long, TSum>()
            : typeof(T) == typeof(short) ? Avx2.ConvertToVector256Int64((short*)values).As<long, TSum>()
            : typeof(T) == typeof(float) ? Avx.ConvertToVector256Double(Vector128.Load((float*)values)).As<double, TSum>()
            : Vector256.Load((TSum*)values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Empty(Vector256<uint> even, Vector256<uint> odd, ulong* sums)
    {
        var (first, last) = Joined(even, odd);
        Add(first, sums);
        Add(last, sums + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Empty(Vector256<ushort> even, Vector256<ushort> odd, ulong* sums)
    {
        Vector256<ushort> low = Avx2.UnpackLow(even, odd), high = Avx2.UnpackHigh(even, odd);
        Vector256<ushort> first = Avx2.Permute2x128(low, high, 0x20), last = Avx2.Permute2x128(low, high, 0x31);
        Add(Avx2.ConvertToVector256Int32(first.GetLower()).AsUInt32(), sums);
        Add(Avx2.ConvertToVector256Int32(first.GetUpper()).AsUInt32(), sums + 8);
        Add(Avx2.ConvertToVector256Int32(last.GetLower()).AsUInt32(), sums + 16);
        Add(Avx2.ConvertToVector256Int32(last.GetUpper()).AsUInt32(), sums + 24);
    }

    /// <summary>Even and odd frames in their order again, eight and eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector256<uint> First, Vector256<uint> Last) Joined(Vector256<uint> even, Vector256<uint> odd)
    {
        Vector256<uint> low = Avx2.UnpackLow(even, odd), high = Avx2.UnpackHigh(even, odd);
        return (Avx2.Permute2x128(low, high, 0x20), Avx2.Permute2x128(low, high, 0x31));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<uint> eight, ulong* sums)
    {
        var (low, high) = Vector256.Widen(eight);
        (Vector256.Load(sums) + low).Store(sums);
        (Vector256.Load(sums + 4) + high).Store(sums + 4);
    }
}
