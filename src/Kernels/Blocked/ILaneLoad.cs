using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Blocked;

/// <summary>Loads the values of a pixel in <see cref="BlockLayout.Lanes"/> frames as 16-bit numbers.</summary>
internal unsafe interface ILaneLoad<T>
    where T : unmanaged
{
    static abstract Vector512<ushort> Load(T* values);
}

internal readonly unsafe struct ShortLanes : ILaneLoad<ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Load(ushort* values) => Vector512.Load(values);
}

internal readonly unsafe struct ByteLanes : ILaneLoad<byte>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Load(byte* values)
    {
        var (low, high) = Vector256.Widen(Vector256.Load(values));
        return Vector512.Create(low, high);
    }
}
