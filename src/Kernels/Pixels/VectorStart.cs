using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Where the first line of memory begins within frames that are gone over side by side.</summary>
internal static unsafe class VectorStart
{
    private const int LineBytes = 64;

    /// <summary>
    /// Pixels before it: fewer than a line has. 0 where frames do not begin at the same place of a line, or pixels lie across two.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of<T>(T* frames, int pixels)
        where T : unmanaged
    {
        if ((long)pixels * sizeof(T) % LineBytes != 0)
            return 0;
        int bytes = (int)(-(nint)frames & (LineBytes - 1));
        return bytes % sizeof(T) == 0 ? bytes / sizeof(T) : 0;
    }
}
