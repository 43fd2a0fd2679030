using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>Sums of arrays in a type that holds them: 128 bits for integers, f64 for smaller floats, else the type itself.</summary>
internal static class SignalSum<T>
    where T : unmanaged, INumberBase<T>
{
    private static bool IsInteger =>
        typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(short)
            || typeof(T) == typeof(uint) || typeof(T) == typeof(int) || typeof(T) == typeof(ulong) || typeof(T) == typeof(long);

    private static bool IsSmallFloat => typeof(T) == typeof(float) || typeof(T) == typeof(Half);

    /// <summary>Σ of the values that are numbers.</summary>
    /// <exception cref="OverflowException">It leaves the type.</exception>
    public static T Of(T[] values) =>
        IsInteger ? Fit(Total<Int128>(values).Sum) : IsSmallFloat ? Fit(Total<double>(values).Sum) : Total<T>(values).Sum;

    /// <summary>Mean of the values that are numbers.</summary>
    public static T Mean(T[] values)
    {
        return IsInteger ? Divided(Total<Int128>(values)) : IsSmallFloat ? Divided(Total<double>(values)) : Divided(Total<T>(values));

        static T Divided<TSum>((TSum Sum, TSum Count) total)
            where TSum : INumberBase<TSum>
            => T.CreateTruncating(total.Sum / total.Count);
    }

    /// <summary>Sums along an axis.</summary>
    public static SignalArray<T> Along(SignalArray<T> array, int axis) =>
        IsInteger ? Along<Int128>(array, axis) : IsSmallFloat ? Along<double>(array, axis) : Along<T>(array, axis);

    private static (TSum Sum, TSum Count) Total<TSum>(T[] values)
        where TSum : unmanaged, INumberBase<TSum>
    {
        var (sum, count) = (TSum.Zero, TSum.Zero);
        foreach (var value in values)
        {
            if (!T.IsNaN(value))
                (sum, count) = (sum + TSum.CreateTruncating(value), count + TSum.One);
        }

        return (sum, count);
    }

    private static SignalArray<T> Along<TSum>(SignalArray<T> array, int axis)
        where TSum : unmanaged, INumberBase<TSum>
        => array.Reduce(axis, TSum.Zero, static (sum, value) => T.IsNaN(value) ? sum : sum + TSum.CreateTruncating(value)).Map(Fit);

    private static T Fit<TSum>(TSum sum)
        where TSum : INumberBase<TSum>
    {
        try
        {
            return T.CreateChecked(sum);
        }
        catch (OverflowException e)
        {
            throw new OverflowException(
                $"The sum {sum} is beyond {ElementTypes.NameOf(typeof(T))}: take an array of a wider type, as in Array<double>.", e);
        }
    }
}
