using System.Numerics;

namespace Ronchi.Kernels.Pixels;

/// <summary>The type in which values are summed: u64 for unsigned, i64 for signed integers (exact modulo 2⁶⁴), f64 for floats.</summary>
internal static class SumType
{
    /// <summary>Refuses a pair of types that do not belong together.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="TSum"/> is not the type for <typeparamref name="T"/>.</exception>
    public static void Check<T, TSum>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        bool fits = typeof(T) == typeof(float) || typeof(T) == typeof(double) ? typeof(TSum) == typeof(double)
            : T.IsZero(T.MinValue) ? typeof(TSum) == typeof(ulong)
            : typeof(TSum) == typeof(long);
        if (!fits)
            throw new ArgumentException(
                $"Sums of {typeof(T).Name} are not kept in {typeof(TSum).Name}: unsigned integers take "
                + "ulong, signed ones long, floats double.");
    }
}
