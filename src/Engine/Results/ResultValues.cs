using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Results of any type as arrays of one type.</summary>
public static class ResultValues
{
    /// <summary>Refuses a type that does not hold the values of a result.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="name">Name of the result.</param>
    /// <param name="type">Type of its values.</param>
    /// <exception cref="ArgumentException">It does not hold them.</exception>
    public static void Check<T>(string name, ElementType type)
    {
        if (type == ElementType.Object || (type.IsComplex() && typeof(T) != typeof(Complex)))
            throw new ArgumentException($"'{name}' of {type.Name()} does not fit an array of {ElementTypes.NameOf(typeof(T))}.");
    }

    /// <summary>The values, row-major; those that are not valid are NaN, or 0 where the type has no NaN.</summary>
    /// <typeparam name="T">A type that holds them: <see cref="double"/> holds all real ones, <see cref="Complex"/> all.</typeparam>
    /// <param name="result">The result.</param>
    /// <exception cref="ArgumentException">It holds objects, or complex numbers and the type does not.</exception>
    /// <exception cref="OverflowException">A value is out of the type's range.</exception>
    public static T[] Of<T>(ResultArray result)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(result);
        Check<T>(result.Name, result.ElementType);
        var values = result.Values switch
        {
            Complex[] complex => System.Array.ConvertAll(complex, static value => T.CreateChecked(value)),
            Complex64[] complex => System.Array.ConvertAll(complex, static value => T.CreateChecked((Complex)value)),
            bool[] bits => System.Array.ConvertAll(bits, static value => value ? T.One : T.Zero),
            _ => result.ElementType.Dispatch<From<T>, T[]>(new(result)),
        };
        if (result.Valid is null && result.OwnMask is null)
            return values;
        var mask = result.ValidMask();
        var blank = Blank<T>();
        for (var i = 0; i < values.Length; i++)
        {
            if (!mask[i])
                values[i] = blank;
        }

        return values;
    }

    private static T Blank<T>()
        where T : INumberBase<T>
        => typeof(T) == typeof(double) || typeof(T) == typeof(float) || typeof(T) == typeof(Half) || typeof(T) == typeof(Complex)
            ? T.CreateTruncating(double.NaN)
            : T.Zero;

    private readonly struct From<TTo>(ResultArray result) : IElementTypeAction<TTo[]>
        where TTo : unmanaged, INumberBase<TTo>
    {
        public TTo[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => System.Array.ConvertAll((T[])result.Values, static value => TTo.CreateChecked(value));
    }
}
