using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Pixels as f32 in registers, of the types that f32 holds exactly.</summary>
internal static unsafe class PixelSingles
{
    /// <summary>Whether f32 holds every value of the type.</summary>
    public static bool Hold<T>() =>
        typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(ushort)
            || typeof(T) == typeof(short) || typeof(T) == typeof(float);

    /// <summary>Sixteen pixels; needs AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512<T>(T* from)
        where T : unmanaged
        => typeof(T) == typeof(float) ? Vector512.Load((float*)from)
            : Avx512F.ConvertToVector512Single(
                typeof(T) == typeof(byte) ? Avx512F.ConvertToVector512Int32(Vector128.Load((byte*)from))
                : typeof(T) == typeof(sbyte) ? Avx512F.ConvertToVector512Int32(Vector128.Load((sbyte*)from))
                : typeof(T) == typeof(ushort) ? Avx512F.ConvertToVector512Int32(Vector256.Load((ushort*)from))
                : Avx512F.ConvertToVector512Int32(Vector256.Load((short*)from)));

    /// <summary>Eight pixels; needs AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256<T>(T* from)
        where T : unmanaged
        => typeof(T) == typeof(float) ? Vector256.Load((float*)from)
            : Avx.ConvertToVector256Single(
                typeof(T) == typeof(byte) ? Avx2.ConvertToVector256Int32((byte*)from)
                : typeof(T) == typeof(sbyte) ? Avx2.ConvertToVector256Int32((sbyte*)from)
                : typeof(T) == typeof(ushort) ? Avx2.ConvertToVector256Int32((ushort*)from)
                : Avx2.ConvertToVector256Int32((short*)from));
}
