using System.Numerics;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Fourier;

/// <summary>How many transforms go side by side: as many as the widest register of the machine holds.</summary>
internal static class LaneWidth
{
    /// <summary>Whether lanes are <see cref="Lanes512{T}"/>, not <see cref="Lanes256{T}"/>.</summary>
    public static bool Is512 => Vector512.IsHardwareAccelerated;

    /// <summary>Lanes of a type.</summary>
    public static int Of<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Is512 ? Vector512<T>.Count : Vector256<T>.Count;
}
