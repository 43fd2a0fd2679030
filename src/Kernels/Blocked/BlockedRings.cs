using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Blocked;

/// <summary>Cumulative sums over rings of pixels, for each frame of a block.</summary>
public static unsafe class BlockedRings
{
    private const int Lanes = BlockLayout.Lanes;
    private const int PixelsAhead = 24;

    /// <summary>Pixels up to which sums of 16-bit values fit into 32 bits.</summary>
    public const int ShortPixels = 65537;

    /// <summary>Cumulative sums in 32 bits, which u8 and u16 values allow on detectors of up to <see cref="ShortPixels"/> pixels.</summary>
    /// <param name="block">Pixel by pixel, <see cref="BlockLayout.Frames"/> values each.</param>
    /// <param name="first">Place of the first frame.</param>
    /// <param name="count">Frames, up to <see cref="BlockLayout.Lanes"/>.</param>
    /// <param name="pixels">Pixels in the order of the rings.</param>
    /// <param name="ringEnds">For each ring the number of pixels up to its end, ascending.</param>
    /// <param name="prefix">Sum over all rings up to this one, ring by ring; filled.</param>
    /// <param name="stride">Values from ring to ring in <paramref name="prefix"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void Prefix<T>(
        ReadOnlySpan<T> block, int first, int count, ReadOnlySpan<int> pixels, ReadOnlySpan<int> ringEnds, uint* prefix, nint stride)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Check(block.Length, first, count, pixels, ringEnds);
        if ((typeof(T) != typeof(byte) && typeof(T) != typeof(ushort)) || pixels.Length > ShortPixels)
            throw new ArgumentException($"Sums of {pixels.Length} {typeof(T).Name} values may not fit into 32 bits.", nameof(block));
        fixed (T* values = block)
        fixed (int* pixel = pixels)
        fixed (int* end = ringEnds)
        {
            T* lanes = values + first;
            if (!Avx512F.IsSupported && Avx2.IsSupported && first <= BlockLayout.Frames - Lanes)
                BlockedRingsAvx2.Prefix(lanes, count, pixel, end, ringEnds.Length, prefix, stride);
            else if (!Avx512F.IsSupported)
                PrefixScalar(lanes, count, pixel, end, ringEnds.Length, prefix, stride);
            else if (typeof(T) == typeof(ushort))
                Short<ushort, ShortLanes>((ushort*)lanes, count, pixel, end, ringEnds.Length, prefix, stride);
            else
                Short<byte, ByteLanes>((byte*)lanes, count, pixel, end, ringEnds.Length, prefix, stride);
        }
    }

    /// <summary>Cumulative sums of any values.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones, double for floats.</typeparam>
    /// <inheritdoc cref="Prefix{T}"/>
    public static void Prefix<T, TSum>(
        ReadOnlySpan<T> block, int first, int count, ReadOnlySpan<int> pixels, ReadOnlySpan<int> ringEnds, TSum* prefix, nint stride)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        SumType.Check<T, TSum>();
        Check(block.Length, first, count, pixels, ringEnds);
        fixed (T* values = block)
        fixed (int* pixel = pixels)
        fixed (int* end = ringEnds)
        {
            if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(uint) && count == Lanes)
                Wide<uint, ulong, WideUInts>((uint*)values + first, pixel, end, ringEnds.Length, (ulong*)prefix, stride);
            else if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(int) && count == Lanes)
                Wide<int, long, WideInts>((int*)values + first, pixel, end, ringEnds.Length, (long*)prefix, stride);
            else
                PrefixScalar(values + first, count, pixel, end, ringEnds.Length, prefix, stride);
        }
    }

    internal static void PrefixScalar<T, TSum>(T* lanes, int count, int* pixels, int* ringEnds, int rings, TSum* prefix, nint stride)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        TSum* sums = stackalloc TSum[Lanes];
        new Span<TSum>(sums, Lanes).Clear();
        int i = 0;
        for (int ring = 0; ring < rings; ring++)
        {
            for (; i < ringEnds[ring]; i++)
            {
                T* values = lanes + ((nint)pixels[i] * BlockLayout.Frames);
                for (int lane = 0; lane < count; lane++)
                    sums[lane] += TSum.CreateTruncating(values[lane]);
            }

            new Span<TSum>(sums, count).CopyTo(new Span<TSum>(prefix + (ring * stride), count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Short<T, TLoad>(T* lanes, int count, int* pixels, int* ringEnds, int rings, uint* prefix, nint stride)
        where T : unmanaged
        where TLoad : ILaneLoad<T>
    {
        Vector512<uint> low = Vector512.Create(0xFFFFu), even = default, odd = default;
        Vector512<uint> firstHalf = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
            lastHalf = firstHalf + Vector512.Create(8u);
        uint* part = stackalloc uint[Lanes];
        int i = 0, all = rings == 0 ? 0 : ringEnds[rings - 1];
        for (int ring = 0; ring < rings; ring++)
        {
            for (int end = ringEnds[ring]; i < end; i++)
            {
                Fetch(lanes, pixels, i, all);
                var v = TLoad.Load(lanes + ((nint)pixels[i] * BlockLayout.Frames)).AsUInt32();
                even += v & low;
                odd += v >>> 16;
            }

            uint* to = count == Lanes ? prefix + (ring * stride) : part;
            Avx512F.PermuteVar16x32x2(even, firstHalf, odd).Store(to);
            Avx512F.PermuteVar16x32x2(even, lastHalf, odd).Store(to + 16);
            if (count < Lanes)
                new Span<uint>(part, count).CopyTo(new Span<uint>(prefix + (ring * stride), count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide<T, TSum, TWide>(T* lanes, int* pixels, int* ringEnds, int rings, TSum* prefix, nint stride)
        where T : unmanaged
        where TSum : unmanaged
        where TWide : IWideLoad<T, TSum>
    {
        Vector512<TSum> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (int ring = 0; ring < rings; ring++)
        {
            for (int end = ringEnds[ring]; i < end; i++)
            {
                T* values = lanes + ((nint)pixels[i] * BlockLayout.Frames);
                TWide.Load(values, out var v0, out var v1);
                TWide.Load(values + 16, out var v2, out var v3);
                s0 += v0;
                s1 += v1;
                s2 += v2;
                s3 += v3;
            }

            TSum* to = prefix + (ring * stride);
            s0.Store(to);
            s1.Store(to + 8);
            s2.Store(to + 16);
            s3.Store(to + 24);
        }
    }

    /// <summary>Fetches a pixel that comes later: along a ring they lie where the processor does not look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fetch<T>(T* lanes, int* pixels, int at, int count)
        where T : unmanaged
    {
        if (Sse.IsSupported && at + PixelsAhead < count)
            Sse.Prefetch0(lanes + ((nint)pixels[at + PixelsAhead] * BlockLayout.Frames));
    }

    private static void Check(int length, int first, int count, ReadOnlySpan<int> pixels, ReadOnlySpan<int> ringEnds)
    {
        int end = 0;
        foreach (int next in ringEnds)
        {
            if (next < end || next > pixels.Length)
                throw new ArgumentException(
                    $"Rings end in ascending order, at {pixels.Length} at most, not at {next} after {end}.", nameof(ringEnds));
            end = next;
        }

        if (count < 0 || count > Lanes || first < 0 || first > BlockLayout.Frames - count || length % BlockLayout.Frames != 0)
            throw new ArgumentException($"{count} frames from {first} are not part of a block of {BlockLayout.Frames}.", nameof(first));
        if (pixels.ContainsAnyExceptInRange(0, (length / BlockLayout.Frames) - 1))
            throw new ArgumentException($"A pixel lies outside the block of {length / BlockLayout.Frames}.", nameof(pixels));
    }
}
