using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Blocked;

/// <summary>Sums over frames of a block, for each pixel: the pattern of a scan region.</summary>
public static unsafe class BlockedPattern
{
    private const int Frames = BlockLayout.Frames;
    private const int Lanes = BlockLayout.Lanes;
    internal const int PixelsAhead = 40;

    /// <summary>Adds some frames to a pattern, and subtracts others.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact modulo 2⁶⁴), double for floats.</typeparam>
    /// <param name="block">Pixel by pixel, <see cref="BlockLayout.Frames"/> values each.</param>
    /// <param name="signs">For each frame of the block: 1 adds it, −1 subtracts it, 0 leaves it out.</param>
    /// <param name="pattern">A sum for each pixel; changed.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together, or a sign is another number.</exception>
    public static void Add<T, TSum>(ReadOnlySpan<T> block, ReadOnlySpan<sbyte> signs, Span<TSum> pattern)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        SumType.Check<T, TSum>();
        if (signs.Length != Frames || block.Length != (long)pattern.Length * Frames)
            throw new ArgumentException(
                $"A block of {block.Length} values and {signs.Length} signs make no pattern of {pattern.Length} pixels.", nameof(block));
        if (signs.ContainsAnyExceptInRange((sbyte)-1, (sbyte)1))
            throw new ArgumentException("Frames are added (1), subtracted (−1) or left out (0).", nameof(signs));
        fixed (T* values = block)
        fixed (sbyte* sign = signs)
        fixed (TSum* sums = pattern)
        {
            if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(ushort))
                AddLanes<ushort, ShortLanes>((ushort*)values, sign, (ulong*)sums, pattern.Length);
            else if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(byte))
                AddLanes<byte, ByteLanes>((byte*)values, sign, (ulong*)sums, pattern.Length);
            else if (Avx2.IsSupported && typeof(T) == typeof(ushort))
                BlockedPatternAvx2.Add((ushort*)values, sign, (ulong*)sums, pattern.Length);
            else if (Avx2.IsSupported && typeof(T) == typeof(byte))
                BlockedPatternAvx2.Add((byte*)values, sign, (ulong*)sums, pattern.Length);
            else
                AddScalar(values, sign, sums, pattern.Length);
        }
    }

    internal static void AddScalar<T, TSum>(T* block, sbyte* signs, TSum* pattern, int pixels)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        int* chosen = stackalloc int[Frames];
        int count = 0;
        for (int frame = 0; frame < Frames; frame++)
        {
            if (signs[frame] != 0)
                chosen[count++] = frame;
        }

        for (int pixel = 0; pixel < pixels; pixel++, block += Frames)
        {
            TSum sum = pattern[pixel];
            for (int i = 0; i < count; i++)
            {
                TSum value = TSum.CreateTruncating(block[chosen[i]]);
                sum = signs[chosen[i]] > 0 ? sum + value : sum - value;
            }

            pattern[pixel] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLanes<T, TLoad>(T* block, sbyte* signs, ulong* pattern, int pixels)
        where T : unmanaged
        where TLoad : ILaneLoad<T>
    {
        ushort* masks = stackalloc ushort[2 * Lanes];
        Vector512<uint> low = Vector512.Create(0xFFFFu);
        for (int first = 0; first < Frames; first += Lanes)
        {
            bool adds = false, subtracts = false;
            for (int lane = 0; lane < Lanes; lane++)
            {
                sbyte sign = signs[first + lane];
                masks[lane] = sign > 0 ? ushort.MaxValue : (ushort)0;
                masks[Lanes + lane] = sign < 0 ? ushort.MaxValue : (ushort)0;
                adds |= sign > 0;
                subtracts |= sign < 0;
            }

            if (!adds && !subtracts)
                continue;
            Vector512<uint> plus = Vector512.Load((uint*)masks), minus = Vector512.Load((uint*)(masks + Lanes));
            T* values = block + first;
            if (!subtracts)
            {
                for (int pixel = 0; pixel < pixels; pixel++, values += Frames)
                {
                    Fetch(values);
                    var v = TLoad.Load(values).AsUInt32() & plus;
                    pattern[pixel] += Vector512.Sum((v & low) + (v >>> 16));
                }

                continue;
            }

            for (int pixel = 0; pixel < pixels; pixel++, values += Frames)
            {
                Fetch(values);
                Vector512<uint> v = TLoad.Load(values).AsUInt32(), added = v & plus, taken = v & minus;
                pattern[pixel] += (ulong)(long)(int)Vector512.Sum((added & low) + (added >>> 16) - (taken & low) - (taken >>> 16));
            }
        }
    }

    // Lines of memory lie further apart than the processor looks ahead. An address that is not there does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch<T>(T* values)
        where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(values + ((nint)PixelsAhead * Frames));
    }
}
