using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>An array that is computed once, when somebody awaits it: <c>await array</c> gives its values, row-major.</summary>
/// <remarks>
/// Its shape is known before. Arithmetic is by element; shapes must be equal, or those of a single value. Integers that would leave their
/// type end the computation with an <see cref="OverflowException"/>, they do not wrap: take arrays of long or double then.
/// </remarks>
/// <typeparam name="T">Type of the values.</typeparam>
public sealed class SignalArray<T> : SignalValue<T[]>
    where T : unmanaged, INumberBase<T>
{
    internal SignalArray(Extent shape, Func<T[]> compute, IReadOnlyList<SignalNode> inputs)
        : base(After(inputs, compute), inputs) => Shape = shape;

    /// <summary>Its axes, slowest first.</summary>
    public Extent Shape { get; }

    /// <summary>An array of a single value, to calculate with others.</summary>
    public static SignalArray<T> Of(SignalValue<T> value) => new(default, () => [value.Value], [value]);

    /// <summary>An array that is known already.</summary>
    /// <exception cref="ArgumentException">There are not as many values as the shape has.</exception>
    public static SignalArray<T> Of(T[] values, Extent shape) => values.Length == shape.Count
        ? new(shape, () => values, [])
        : throw new ArgumentException($"{values.Length} values do not fill {shape}.", nameof(values));

    /// <summary>The sum of two arrays.</summary>
    public static SignalArray<T> operator +(SignalArray<T> left, SignalArray<T> right) => left.Zip(right, static (a, b) => checked(a + b));

    /// <summary>The difference of two arrays.</summary>
    public static SignalArray<T> operator -(SignalArray<T> left, SignalArray<T> right) => left.Zip(right, static (a, b) => checked(a - b));

    /// <summary>The product of two arrays.</summary>
    public static SignalArray<T> operator *(SignalArray<T> left, SignalArray<T> right) => left.Zip(right, static (a, b) => checked(a * b));

    /// <summary>The ratio of two arrays.</summary>
    public static SignalArray<T> operator /(SignalArray<T> left, SignalArray<T> right) => left.Zip(right, static (a, b) => checked(a / b));

    /// <summary>Adds a number to all values.</summary>
    public static SignalArray<T> operator +(SignalArray<T> left, T right) => left.Map(a => checked(a + right));

    /// <summary>Subtracts a number from all values.</summary>
    public static SignalArray<T> operator -(SignalArray<T> left, T right) => left.Map(a => checked(a - right));

    /// <summary>Multiplies all values by a number.</summary>
    public static SignalArray<T> operator *(SignalArray<T> left, T right) => left.Map(a => checked(a * right));

    /// <summary>Divides all values by a number.</summary>
    public static SignalArray<T> operator /(SignalArray<T> left, T right) => left.Map(a => checked(a / right));

    /// <summary>What a function makes of each value.</summary>
    public SignalArray<TResult> Map<TResult>(Func<T, TResult> function)
        where TResult : unmanaged, INumberBase<TResult>
        => new(Shape, () => Array.ConvertAll(Value, value => function(value)), [this]);

    /// <summary>What a function makes of each value and its counterpart; an array of a single value is the counterpart of all.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public SignalArray<TResult> Zip<TOther, TResult>(SignalArray<TOther> other, Func<T, TOther, TResult> function)
        where TOther : unmanaged, INumberBase<TOther>
        where TResult : unmanaged, INumberBase<TResult>
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Shape != other.Shape && Shape.Count != 1 && other.Shape.Count != 1)
            throw new ArgumentException($"An array of {Shape} does not match one of {other.Shape}.", nameof(other));
        var shape = Shape.Count == 1 ? other.Shape : Shape;
        return new(
            shape,
            () =>
            {
                T[] first = Value;
                TOther[] second = other.Value;
                var result = new TResult[shape.Count];
                for (var i = 0; i < result.Length; i++)
                    result[i] = function(first[first.Length == 1 ? 0 : i], second[second.Length == 1 ? 0 : i]);
                return result;
            },
            [this, other]);
    }

    /// <summary>A part of the array: a range of each axis, of the first ones if there are fewer.</summary>
    /// <exception cref="ArgumentException">There are more ranges than axes, or one leaves its axis.</exception>
    public SignalArray<T> this[params ReadOnlySpan<Range> ranges]
    {
        get
        {
            if (ranges.Length > Shape.Rank)
                throw new ArgumentException($"{ranges.Length} ranges do not slice an array of {Shape}.", nameof(ranges));
            var slice = new SignalSlice(Shape, ranges);
            return new(slice.Shape, () => slice.Of<T>(Value), [this]);
        }
    }

    /// <summary>One entry along the first axis, which is gone then: a row of an image, an image of a stack.</summary>
    /// <exception cref="ArgumentException">There is no such entry.</exception>
    public SignalArray<T> At(Index index)
    {
        if (Shape.Rank == 0 || index.GetOffset((int)Shape[0]) is var at && (at < 0 || at >= Shape[0]))
            throw new ArgumentException($"An array of {Shape} has no entry {index}.", nameof(index));
        var entry = this[at..(at + 1)];
        return entry.Reshape(new Extent(Shape.Lengths.AsSpan()[1..]));
    }

    /// <summary>The same values along other axes.</summary>
    /// <exception cref="ArgumentException">There is another number of values.</exception>
    public SignalArray<T> Reshape(Extent shape) => shape.Count == Shape.Count
        ? new(shape, () => Value, [this])
        : throw new ArgumentException($"{Shape.Count} values of {Shape} do not fill {shape}.", nameof(shape));

    /// <summary>All values folded into one, in their order.</summary>
    public SignalValue<TResult> Reduce<TResult>(TResult start, Func<TResult, T, TResult> add) =>
        Map(values => values.Aggregate(start, add));

    /// <summary>Values along one axis folded into one, in their order; the axis is gone then.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public SignalArray<TResult> Reduce<TResult>(int axis, TResult start, Func<TResult, T, TResult> add)
        where TResult : unmanaged, INumberBase<TResult>
    {
        if ((uint)axis >= (uint)Shape.Rank)
            throw new ArgumentException($"An array of {Shape} has no axis {axis}.", nameof(axis));
        var lengths = Shape.Lengths.RemoveAt(axis);
        var inner = new Extent(Shape.Lengths.AsSpan()[(axis + 1)..]).Count;
        var length = Shape[axis];
        var shape = new Extent(lengths.AsSpan());
        return new(
            shape,
            () =>
            {
                T[] values = Value;
                var result = new TResult[shape.Count];
                for (var i = 0; i < result.Length; i++)
                {
                    var at = ((i / inner) * length * inner) + (i % inner);
                    var folded = start;
                    for (var entry = 0; entry < length; entry++, at += inner)
                        folded = add(folded, values[at]);
                    result[i] = folded;
                }

                return result;
            },
            [this]);
    }

    /// <summary>
    /// The sum of all values that are numbers: NaN, as of positions that are not valid, is left out. Integers are added in 128 bits, floats
    /// in f64.
    /// </summary>
    /// <exception cref="OverflowException">When it is computed: the sum of integers leaves their type.</exception>
    public SignalValue<T> Sum() => Map(static values => SignalSum<T>.Of(values));

    /// <summary>Sums along an axis, without NaN.</summary>
    /// <inheritdoc cref="Reduce{TResult}(int, TResult, Func{TResult, T, TResult})" path="/exception"/>
    public SignalArray<T> Sum(int axis) => SignalSum<T>.Along(this, axis);

    /// <summary>
    /// The mean of all values that are numbers; of none, 0 / 0. That of integers is a whole number, cut off: take an array of double for
    /// another.
    /// </summary>
    public SignalValue<T> Mean() => Map(static values => SignalSum<T>.Mean(values));

    /// <summary>The largest of all values that are numbers.</summary>
    /// <exception cref="InvalidOperationException">When it is computed: no value is a number. Complex numbers have no order.</exception>
    public SignalValue<T> Max() => Map(static values => Numbers(values).Max()!);

    /// <summary>The smallest of all values that are numbers.</summary>
    /// <inheritdoc cref="Max" path="/exception"/>
    public SignalValue<T> Min() => Map(static values => Numbers(values).Min()!);

    private static T[] Numbers(T[] values) => Array.FindAll(values, static value => !T.IsNaN(value)) is { Length: > 0 } numbers
        ? numbers
        : throw new InvalidOperationException("All values are NaN.");
}
