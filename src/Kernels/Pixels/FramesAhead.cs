using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Fetches the frames that come next while others are worked on.</summary>
/// <remarks>
/// A kernel that goes over several frames side by side reads as many streams, and memory answers those slowly. Asked for a stretch of
/// one frame after the other, it answers nearly as fast as to a plain read. Addresses past the end are only hints: nothing is read.
/// </remarks>
internal static unsafe class FramesAhead
{
    /// <summary>Pixels of a frame to fetch and work on at a time.</summary>
    public const int Block = 128;

    /// <summary>
    /// How far a kernel that goes along some frames looks ahead in each of them: further, and what was fetched leaves the first-level cache
    /// unused where frames lie in the second one already.
    /// </summary>
    public const int Bytes = 512;

    private const int Pair = 128;   // lines that the processor brings together

    /// <summary>Fetches the line that stands <see cref="Bytes"/> further on in each of some frames, once for two lines.</summary>
    /// <param name="frames">Where the kernel is in the first frame.</param>
    /// <param name="count">Frames.</param>
    /// <param name="pixels">Pixels from one frame to the next.</param>
    /// <param name="vectorBytes">Bytes that it goes on by.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line<T>(T* frames, int count, int pixels, int vectorBytes)
        where T : unmanaged
    {
        if (!Sse.IsSupported || (int)((nuint)frames & (Pair - 1)) >= vectorBytes)
            return;
        for (int f = 0; f < count; f++)
            Sse.Prefetch0((byte*)(frames + ((long)f * pixels)) + Bytes);
    }

    /// <summary>Fetches a stretch of each of some frames.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fetch<T>(T* frames, int count, int pixels, int length)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        for (int f = 0; f < count; f++)
        {
            byte* from = (byte*)(frames + ((long)f * pixels));
            for (int i = 0; i < length * sizeof(T); i += 64)
                Sse.Prefetch0(from + i);
        }
    }
}
