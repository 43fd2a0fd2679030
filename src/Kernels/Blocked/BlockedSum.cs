using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary>Sums over pixels of frames that lie side by side: a block of frames holds the values of pixel 0 in all its frames, then those of pixel 1, and so on.</summary>
/// <remarks>Only the pixels of a mask are read, each a contiguous stretch of memory: a virtual image costs what its detector is large, not what the frames are.</remarks>
public static unsafe class BlockedSum
{
    /// <summary>Frames of a block.</summary>
    public const int Frames = 64;

    private const int BytePixels = 256;      // 16-bit sums of that many bytes cannot overflow
    private const int ShortPixels = 65536;   // nor 32-bit sums of that many shorts

    /// <summary>Adds the pixels of some runs, for each frame of a block.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact modulo 2⁶⁴), double for floats (1e-13 of Σ|value|).</typeparam>
    /// <param name="block">Pixel by pixel, <see cref="Frames"/> values each.</param>
    /// <param name="runs">The pixels.</param>
    /// <param name="sums">One for each frame; added to.</param>
    /// <exception cref="ArgumentException">A run leaves the block, or there is another number of sums.</exception>
    public static void Add<T, TSum>(ReadOnlySpan<T> block, ReadOnlySpan<PixelRun> runs, Span<TSum> sums)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        if (sums.Length != Frames)
            throw new ArgumentException($"A block of {Frames} frames has as many sums, not {sums.Length}.", nameof(sums));
        foreach (var run in runs)
        {
            if (run.Start < 0 || run.Count < 0 || run.Start > (block.Length / Frames) - run.Count)
                throw new ArgumentException($"Pixels {run.Start} to {run.Start + run.Count} leave a block of {block.Length / Frames}.", nameof(runs));
        }

        fixed (T* values = block)
        fixed (PixelRun* run = runs)
        fixed (TSum* sum = sums)
        {
            if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(ushort) && typeof(TSum) == typeof(ulong))
                AddShorts((ushort*)values, run, runs.Length, (ulong*)sum);
            else if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(byte) && typeof(TSum) == typeof(ulong))
                AddBytes((byte*)values, run, runs.Length, (ulong*)sum);
            else
                AddScalar(values, run, runs.Length, sum);
        }
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
    private static void AddShorts(ushort* block, PixelRun* runs, int count, ulong* sums)
    {
        Vector512<uint> low = Vector512.Create(0xFFFFu), even0 = default, odd0 = default, even1 = default, odd1 = default;
        int held = 0;
        for (int r = 0; r < count; r++)
        {
            ushort* values = block + ((nint)runs[r].Start * Frames), ahead = block + ((nint)runs[Math.Min(r + 4, count - 1)].Start * Frames);
            for (int pixel = 0; pixel < runs[r].Count; pixel++, values += Frames, ahead += Frames)
            {
                Fetch(ahead);
                Fetch(ahead + 32);
                if (held++ == ShortPixels)
                {
                    Empty(even0, odd0, sums);
                    Empty(even1, odd1, sums + 32);
                    even0 = odd0 = even1 = odd1 = default;
                    held = 1;
                }

                Vector512<uint> first = Vector512.Load((uint*)values), second = Vector512.Load((uint*)(values + 32));
                even0 += first & low;
                odd0 += first >>> 16;
                even1 += second & low;
                odd1 += second >>> 16;
            }
        }

        Empty(even0, odd0, sums);
        Empty(even1, odd1, sums + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBytes(byte* block, PixelRun* runs, int count, ulong* sums)
    {
        Vector512<ushort> low = Vector512.Create((ushort)0xFF), even = default, odd = default;
        int held = 0;
        for (int r = 0; r < count; r++)
        {
            byte* values = block + ((nint)runs[r].Start * Frames), ahead = block + ((nint)runs[Math.Min(r + 4, count - 1)].Start * Frames);
            for (int pixel = 0; pixel < runs[r].Count; pixel++, values += Frames, ahead += Frames)
            {
                Fetch(ahead);
                if (held++ == BytePixels)
                {
                    EmptyNarrow(even, odd, sums);
                    even = odd = default;
                    held = 1;
                }

                Vector512<ushort> all = Vector512.Load((ushort*)values);
                even += all & low;
                odd += all >>> 8;
            }
        }

        EmptyNarrow(even, odd, sums);
    }

    // The next run begins elsewhere in memory, where the processor does not look ahead by itself. An address that is not there does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Empty(Vector512<uint> even, Vector512<uint> odd, ulong* sums)
    {
        uint* held = stackalloc uint[2 * Vector512<uint>.Count];
        even.Store(held);
        odd.Store(held + Vector512<uint>.Count);
        for (int i = 0; i < Vector512<uint>.Count; i++)
        {
            sums[2 * i] += held[i];
            sums[(2 * i) + 1] += held[i + Vector512<uint>.Count];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EmptyNarrow(Vector512<ushort> even, Vector512<ushort> odd, ulong* sums)
    {
        ushort* held = stackalloc ushort[2 * Vector512<ushort>.Count];
        even.Store(held);
        odd.Store(held + Vector512<ushort>.Count);
        for (int i = 0; i < Vector512<ushort>.Count; i++)
        {
            sums[2 * i] += held[i];
            sums[(2 * i) + 1] += held[i + Vector512<ushort>.Count];
        }
    }
}
