using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Blocked;

/// <summary>Sums over pixels of the frames of a block; see <see cref="BlockLayout"/>.</summary>
/// <remarks>
/// Only the pixels of a mask are read, each a contiguous stretch of memory: a virtual image costs what its detector is large, not what the
/// frames are. Memory is what it waits for, so that pixels are fetched some time before they are added, also those of the block which comes
/// next.
/// </remarks>
public static unsafe class BlockedSum
{
    private const int Frames = BlockLayout.Frames;
    internal const int BytePixels = 256;      // 16-bit sums of that many bytes cannot overflow
    internal const int ShortPixels = 65536;   // nor 32-bit sums of that many shorts

    /// <summary>Adds the pixels of some runs, for each frame of a block.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact modulo 2⁶⁴), double for floats (1e-13 of
    /// Σ|value|).</typeparam>
    /// <param name="block">Pixel by pixel, <see cref="BlockLayout.Frames"/> values each.</param>
    /// <param name="runs">The pixels.</param>
    /// <param name="sums">One for each frame; added to.</param>
    /// <param name="next">The block whose same runs are added next: it is fetched meanwhile. Empty: none.</param>
    /// <exception cref="ArgumentException">A run leaves the block, there is another number of sums, or <typeparamref name="TSum"/> does not
    /// belong to <typeparamref name="T"/>.</exception>
    public static void Add<T, TSum>(ReadOnlySpan<T> block, ReadOnlySpan<PixelRun> runs, Span<TSum> sums, ReadOnlySpan<T> next = default)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        SumType.Check<T, TSum>();
        if (sums.Length != Frames)
            throw new ArgumentException($"A block of {Frames} frames has as many sums, not {sums.Length}.", nameof(sums));
        PixelRun.Check(runs, block.Length / Frames);
        if (runs.IsEmpty)
            return;
        fixed (T* values = block)
        fixed (T* ahead = next)
        fixed (PixelRun* run = runs)
        fixed (TSum* sum = sums)
        {
            T* following = next.Length == block.Length ? ahead : values;
            if (!Vector512.IsHardwareAccelerated)
                AddNarrow(values, following, run, runs.Length, sum);
            else if (typeof(T) == typeof(ushort))
                AddShorts((ushort*)values, (ushort*)following, run, runs.Length, (ulong*)sum);
            else if (typeof(T) == typeof(byte))
                AddBytes((byte*)values, (byte*)following, run, runs.Length, (ulong*)sum);
            else if (typeof(T) == typeof(uint))
                AddWide<uint, ulong, WideUInts>((uint*)values, run, runs.Length, (ulong*)sum);
            else if (typeof(T) == typeof(int))
                AddWide<int, long, WideInts>((int*)values, run, runs.Length, (long*)sum);
            else if (typeof(T) == typeof(float))
                AddWide<float, double, WideFloats>((float*)values, run, runs.Length, (double*)sum);
            else if (typeof(T) == typeof(short))
                AddWide<short, long, WideShorts>((short*)values, run, runs.Length, (long*)sum);
            else if (sizeof(T) == sizeof(TSum))
                AddWide<TSum, TSum, WideSame<TSum>>((TSum*)values, run, runs.Length, sum);
            else
                AddScalar(values, run, runs.Length, sum);
        }
    }

    private static void AddNarrow<T, TSum>(T* block, T* next, PixelRun* runs, int count, TSum* sums)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        if (Avx2.IsSupported && typeof(T) == typeof(ushort))
            BlockedSumAvx2.AddShorts((ushort*)block, (ushort*)next, runs, count, (ulong*)sums);
        else if (Avx2.IsSupported && typeof(T) == typeof(byte))
            BlockedSumAvx2.AddBytes((byte*)block, (byte*)next, runs, count, (ulong*)sums);
        else if (Avx2.IsSupported && BlockedSumAvx2.Takes<T>())
            BlockedSumAvx2.AddWide(block, runs, count, sums);
        else
            AddScalar(block, runs, count, sums);
    }

    internal static void AddScalar<T, TSum>(T* block, PixelRun* runs, int count, TSum* sums)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        for (int r = 0; r < count; r++)
        {
            T* values = block + ((nint)runs[r].Start * Frames);
            for (int pixel = 0; pixel < runs[r].Count; pixel++, values += Frames)
            {
                for (int frame = 0; frame < Frames; frame++)
                    sums[frame] += TSum.CreateTruncating(values[frame]);
            }
        }
    }

    // Even and odd frames apart, in the halves of 32 bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddShorts(ushort* block, ushort* next, PixelRun* runs, int count, ulong* sums)
    {
        Vector512<uint> low = Vector512.Create(0xFFFFu);
        Vector512<uint> even0 = default, odd0 = default, even1 = default, odd1 = default,
            even2 = default, odd2 = default, even3 = default, odd3 = default;
        int room = ShortPixels;
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
                    Fetch(ahead);
                    Fetch(ahead + 32);
                    Fetch(ahead + 64);
                    Fetch(ahead + 96);
                    Vector512<uint> v0 = Vector512.Load((uint*)values), v1 = Vector512.Load((uint*)(values + 32)),
                        v2 = Vector512.Load((uint*)(values + 64)), v3 = Vector512.Load((uint*)(values + 96));
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
                Empty(even1, odd1, sums + 32);
                Empty(even2, odd2, sums + 64);
                Empty(even3, odd3, sums + 96);
                even0 = odd0 = even1 = odd1 = even2 = odd2 = even3 = odd3 = default;
                room = ShortPixels;
            }
        }

        Empty(even0, odd0, sums);
        Empty(even1, odd1, sums + 32);
        Empty(even2, odd2, sums + 64);
        Empty(even3, odd3, sums + 96);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBytes(byte* block, byte* next, PixelRun* runs, int count, ulong* sums)
    {
        Vector512<ushort> low = Vector512.Create((ushort)0xFF), even0 = default, odd0 = default, even1 = default, odd1 = default;
        int room = BytePixels;
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
                    Fetch(ahead);
                    Fetch(ahead + 64);
                    Vector512<ushort> v0 = Vector512.Load((ushort*)values), v1 = Vector512.Load((ushort*)(values + 64));
                    even0 += v0 & low;
                    odd0 += v0 >>> 8;
                    even1 += v1 & low;
                    odd1 += v1 >>> 8;
                }

                fetched.Take(some);
                rest -= some;
                room -= some;
                if (room > 0)
                    continue;
                EmptyNarrow(even0, odd0, sums);
                EmptyNarrow(even1, odd1, sums + 64);
                even0 = odd0 = even1 = odd1 = default;
                room = BytePixels;
            }
        }

        EmptyNarrow(even0, odd0, sums);
        EmptyNarrow(even1, odd1, sums + 64);
    }

    // 32 frames at a time, each in 64 bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWide<T, TSum, TWide>(T* block, PixelRun* runs, int count, TSum* sums)
        where T : unmanaged
        where TSum : unmanaged
        where TWide : IWideLoad<T, TSum>
    {
        for (int first = 0; first < Frames; first += 32)
        {
            Vector512<TSum> s0 = Vector512.Load(sums + first), s1 = Vector512.Load(sums + first + 8),
                s2 = Vector512.Load(sums + first + 16), s3 = Vector512.Load(sums + first + 24);
            for (int r = 0; r < count; r++)
            {
                T* values = block + ((nint)runs[r].Start * Frames) + first;
                for (int pixel = 0; pixel < runs[r].Count; pixel++, values += Frames)
                {
                    TWide.Load(values, out var v0, out var v1);
                    TWide.Load(values + 16, out var v2, out var v3);
                    s0 += v0;
                    s1 += v1;
                    s2 += v2;
                    s3 += v3;
                }
            }

            s0.Store(sums + first);
            s1.Store(sums + first + 8);
            s2.Store(sums + first + 16);
            s3.Store(sums + first + 24);
        }
    }

    // An address that is not there does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    // Interleaved within each 128 bits, even and odd frames stand in their order again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Empty(Vector512<uint> even, Vector512<uint> odd, ulong* sums)
    {
        if (!Avx512F.IsSupported)
        {
            EmptyScalar((uint*)&even, (uint*)&odd, Vector512<uint>.Count, sums);
            return;
        }

        Vector512<uint> low = Avx512F.UnpackLow(even, odd), high = Avx512F.UnpackHigh(even, odd);
        for (int lane = 0; lane < 4; lane++)
        {
            var eight = Vector256.Create(Quarter(low, lane), Quarter(high, lane));
            (Vector512.Load(sums + (8 * lane)) + Avx512F.ConvertToVector512UInt64(eight)).Store(sums + (8 * lane));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EmptyNarrow(Vector512<ushort> even, Vector512<ushort> odd, ulong* sums)
    {
        if (!Avx512BW.IsSupported)
        {
            EmptyScalar((ushort*)&even, (ushort*)&odd, Vector512<ushort>.Count, sums);
            return;
        }

        Vector512<ushort> low = Avx512BW.UnpackLow(even, odd), high = Avx512BW.UnpackHigh(even, odd);
        for (int lane = 0; lane < 4; lane++)
        {
            ulong* to = sums + (16 * lane);
            (Vector512.Load(to) + Avx512F.ConvertToVector512UInt64(Quarter(low, lane))).Store(to);
            (Vector512.Load(to + 8) + Avx512F.ConvertToVector512UInt64(Quarter(high, lane))).Store(to + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Quarter<T>(Vector512<T> value, int lane)
        where T : unmanaged
    {
        var half = lane < 2 ? value.GetLower() : value.GetUpper();
        return (lane & 1) == 0 ? half.GetLower() : half.GetUpper();
    }

    private static void EmptyScalar<T>(T* even, T* odd, int lanes, ulong* sums)
        where T : unmanaged, IUnsignedNumber<T>
    {
        for (int i = 0; i < lanes; i++)
        {
            sums[2 * i] += ulong.CreateTruncating(even[i]);
            sums[(2 * i) + 1] += ulong.CreateTruncating(odd[i]);
        }
    }
}
