using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary>
/// <see cref="BlockedPattern"/> in 256 bits: u8 and u16 values, pixel by pixel; of a pixel only the sixteens of frames are read that have a
/// sign.
/// </summary>
internal static unsafe class BlockedPatternAvx2
{
    private const int Frames = BlockLayout.Frames;
    private const int Lanes = 16;

    public static void Add<T>(T* block, sbyte* signs, ulong* pattern, int pixels)
        where T : unmanaged
    {
        const int most = Frames / Lanes;
        int* firsts = stackalloc int[most];
        ushort* plus = stackalloc ushort[Frames], minus = stackalloc ushort[Frames];
        int count = 0;
        bool subtracts = false;
        for (int first = 0; first < Frames; first += Lanes)
        {
            var some = new ReadOnlySpan<sbyte>(signs + first, Lanes);
            if (!some.ContainsAnyExcept((sbyte)0))
                continue;
            for (int lane = 0; lane < Lanes; lane++)
            {
                plus[(count * Lanes) + lane] = some[lane] > 0 ? ushort.MaxValue : (ushort)0;
                minus[(count * Lanes) + lane] = some[lane] < 0 ? ushort.MaxValue : (ushort)0;
                subtracts |= some[lane] < 0;
            }

            firsts[count++] = first;
        }

        if (count > 0)
            AddPixels(block, firsts, count, plus, subtracts ? minus : null, pattern, pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPixels<T>(T* block, int* firsts, int count, ushort* plus, ushort* minus, ulong* pattern, int pixels)
        where T : unmanaged
    {
        Vector256<uint> low = Vector256.Create(0xFFFFu);
        for (int pixel = 0; pixel < pixels; pixel++, block += Frames)
        {
            Vector256<uint> added = default, taken = default;
            for (int i = 0; i < count; i++)
            {
                T* values = block + firsts[i];
                Sse.Prefetch0(values + ((nint)BlockedPattern.PixelsAhead * Frames));
                var v = ShortsAvx2.Load(values).AsUInt32();
                var p = v & Vector256.Load((uint*)(plus + (i * Lanes)));
                added += (p & low) + (p >>> 16);
                if (minus == null)
                    continue;
                var m = v & Vector256.Load((uint*)(minus + (i * Lanes)));
                taken += (m & low) + (m >>> 16);
            }

            pattern[pixel] += (ulong)(long)(int)Vector256.Sum(added - taken);
        }
    }
}
