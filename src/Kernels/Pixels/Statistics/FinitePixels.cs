using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Looks for NaN and the infinities. Integers are always finite.</summary>
public static class FinitePixels
{
    /// <summary>Whether all values are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool All<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            return true;
        var largest = new Vector<T>(T.MaxValue);
        int i = 0;
        for (; i + Vector<T>.Count <= values.Length; i += Vector<T>.Count)
        {
            // A comparison with NaN is false.
            if (!Vector.LessThanOrEqualAll(Vector.Abs(new Vector<T>(values[i..])), largest))
                return false;
        }

        for (; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
                return false;
        }

        return true;
    }

    /// <summary>Copies values; those that are not finite become <paramref name="instead"/>.</summary>
    /// <param name="values">Values.</param>
    /// <param name="result">As many; filled.</param>
    /// <param name="instead">The value that is put in their place.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Replace<T>(ReadOnlySpan<T> values, Span<T> result, T instead)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (values.Length != result.Length)
            throw new ArgumentException($"{values.Length} values do not fill {result.Length}.", nameof(result));
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            values.CopyTo(result);
            return;
        }

        Vector<T> largest = new(T.MaxValue), other = new(instead);
        int i = 0;
        for (; i + Vector<T>.Count <= values.Length; i += Vector<T>.Count)
        {
            var value = new Vector<T>(values[i..]);
            Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(value), largest), value, other).CopyTo(result[i..]);
        }

        for (; i < values.Length; i++)
            result[i] = T.IsFinite(values[i]) ? values[i] : instead;
    }
}
