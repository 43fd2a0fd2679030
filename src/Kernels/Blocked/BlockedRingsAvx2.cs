using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary><see cref="BlockedRings"/> in 256 bits: u8 and u16 values of 32 frames, summed in 32 bits.</summary>
internal static unsafe class BlockedRingsAvx2
{
    private const int Lanes = BlockLayout.Lanes;

    /// <summary>
    /// Cumulative sums; <paramref name="count"/> of the <see cref="BlockLayout.Lanes"/> frames are wanted, all are there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prefix<T>(T* lanes, int count, int* pixels, int* ringEnds, int rings, uint* prefix, nint stride)
        where T : unmanaged
    {
        Vector256<uint> low = Vector256.Create(0xFFFFu), even0 = default, odd0 = default, even1 = default, odd1 = default;
        uint* part = stackalloc uint[Lanes];
        int i = 0, all = rings == 0 ? 0 : ringEnds[rings - 1];
        for (int ring = 0; ring < rings; ring++)
        {
            for (int end = ringEnds[ring]; i < end; i++)
            {
                BlockedRings.Fetch(lanes, pixels, i, all);
                T* values = lanes + ((nint)pixels[i] * BlockLayout.Frames);
                Vector256<uint> v0 = ShortsAvx2.Load(values).AsUInt32(), v1 = ShortsAvx2.Load(values + 16).AsUInt32();
                even0 += v0 & low;
                odd0 += v0 >>> 16;
                even1 += v1 & low;
                odd1 += v1 >>> 16;
            }

            uint* to = count == Lanes ? prefix + (ring * stride) : part;
            var (first, second) = BlockedSumAvx2.Joined(even0, odd0);
            var (third, fourth) = BlockedSumAvx2.Joined(even1, odd1);
            first.Store(to);
            second.Store(to + 8);
            third.Store(to + 16);
            fourth.Store(to + 24);
            if (count < Lanes)
                new Span<uint>(part, count).CopyTo(new Span<uint>(prefix + (ring * stride), count));
        }
    }
}
