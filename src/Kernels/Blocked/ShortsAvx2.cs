using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary>Loads the values of a pixel in sixteen frames as 16-bit numbers.</summary>
internal static unsafe class ShortsAvx2
{
    /// <typeparam name="T">ushort or byte.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Load<T>(T* values)
        where T : unmanaged
        => typeof(T) == typeof(byte) ? Avx2.ConvertToVector256Int16((byte*)values).AsUInt16() : Vector256.Load((ushort*)values);
}
