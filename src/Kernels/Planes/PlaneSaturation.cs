using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Planes;

/// <summary>Finds pixels that hold the type's maximum, where every plane has a one: detectors write it for "no data".</summary>
/// <remarks>Costs nothing while the top plane is dead, one pass over the top plane while it is empty under the mask.</remarks>
public static unsafe class PlaneSaturation
{
    /// <summary>Whether a pixel of the block can hold the maximum at all.</summary>
    public static bool Possible(in PlaneBlock block) => block.LivePlanes == block.Bits;

    /// <summary>Counts the pixels under the mask that hold the maximum.</summary>
    /// <param name="block">The block.</param>
    /// <param name="mask">Linear bitmap, at least <see cref="PlaneBlock.PlaneBytes"/> long.</param>
    /// <exception cref="ArgumentException">The mask is too short.</exception>
    public static int Count(in PlaneBlock block, ReadOnlySpan<byte> mask)
    {
        block.CheckMask(mask);
        if (!Possible(block))
            return 0;
        fixed (byte* planes = block.Planes, bits = mask)
            return bits == null ? 0 : Scan(planes, block.PlaneBytes, block.PlaneBytes, block.Bits, bits, null);
    }

    /// <summary>Writes the bitmap of the pixels under the mask that hold the maximum.</summary>
    /// <param name="block">The block.</param>
    /// <param name="mask">Linear bitmap, at least <see cref="PlaneBlock.PlaneBytes"/> long.</param>
    /// <param name="saturated">Receives <see cref="PlaneBlock.PlaneBytes"/> bytes, unless the result is 0: then it may be left as it
    /// was.</param>
    /// <returns>How many they are.</returns>
    /// <exception cref="ArgumentException">A bitmap is too short.</exception>
    public static int Find(in PlaneBlock block, ReadOnlySpan<byte> mask, Span<byte> saturated)
    {
        block.CheckMask(mask);
        block.CheckMask(saturated);
        if (!Possible(block))
            return 0;
        fixed (byte* planes = block.Planes, bits = mask, found = saturated)
            return bits == null ? 0 : Scan(planes, block.PlaneBytes, block.PlaneBytes, block.Bits, bits, found);
    }

    /// <summary>
    /// Looks at the first <paramref name="bytes"/> bytes of every plane; steps whose top plane is empty under the mask are left after one
    /// test.
    /// </summary>
    /// <param name="planes">First plane.</param>
    /// <param name="planeBytes">Bytes from one plane to the next.</param>
    /// <param name="bytes">Bytes to look at.</param>
    /// <param name="bits">Planes, all live.</param>
    /// <param name="mask">Bitmap, or null for all pixels.</param>
    /// <param name="found">Receives the bitmap; null only counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Scan(byte* planes, int planeBytes, int bytes, int bits, byte* mask, byte* found)
    {
        byte* top = planes + ((long)(bits - 1) * planeBytes);
        int count = 0, i = 0;
        for (; i + 32 <= bytes; i += 32)
        {
            Vector256<byte> all = mask == null ? Vector256.Load(top + i) : Vector256.Load(top + i) & Vector256.Load(mask + i);
            for (int p = bits - 2; p >= 0 && all != default; p--)
                all &= Vector256.Load(planes + ((long)p * planeBytes) + i);
            if (found != null)
                all.Store(found + i);
            if (all != default)
                for (int k = 0; k < 4; k++)
                    count += BitOperations.PopCount(all.AsUInt64()[k]);
        }
        for (; i < bytes; i++)
        {
            uint all = mask == null ? top[i] : (uint)(top[i] & mask[i]);
            for (int p = bits - 2; p >= 0 && all != 0; p--)
                all &= planes[((long)p * planeBytes) + i];
            if (found != null)
                found[i] = (byte)all;
            count += BitOperations.PopCount(all);
        }
        return count;
    }
}
