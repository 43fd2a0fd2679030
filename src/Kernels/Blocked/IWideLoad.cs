using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Blocked;

/// <summary>Loads sixteen values as 64-bit lanes.</summary>
internal unsafe interface IWideLoad<T, TWide>
    where T : unmanaged
    where TWide : unmanaged
{
    static abstract void Load(T* values, out Vector512<TWide> low, out Vector512<TWide> high);
}

internal readonly unsafe struct WideUInts : IWideLoad<uint, ulong>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(uint* values, out Vector512<ulong> low, out Vector512<ulong> high) =>
        (low, high) = Vector512.Widen(Vector512.Load(values));
}

internal readonly unsafe struct WideInts : IWideLoad<int, long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(int* values, out Vector512<long> low, out Vector512<long> high) =>
        (low, high) = Vector512.Widen(Vector512.Load(values));
}

internal readonly unsafe struct WideFloats : IWideLoad<float, double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(float* values, out Vector512<double> low, out Vector512<double> high) =>
        (low, high) = Vector512.Widen(Vector512.Load(values));
}

internal readonly unsafe struct WideShorts : IWideLoad<short, long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(short* values, out Vector512<long> low, out Vector512<long> high)
    {
        var (first, last) = Vector256.Widen(Vector256.Load(values));
        (low, high) = Vector512.Widen(Vector512.Create(first, last));
    }
}

internal readonly unsafe struct WideSame<T> : IWideLoad<T, T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(T* values, out Vector512<T> low, out Vector512<T> high) =>
        (low, high) = (Vector512.Load(values), Vector512.Load(values + 8));
}
