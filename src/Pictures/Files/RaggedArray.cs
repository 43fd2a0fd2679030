using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>
/// Results of objects as arrays of numbers: how an <c>.npz</c> keeps entries of different lengths, such as lists of peaks.
/// </summary>
/// <remarks>
/// <c>NAME_values</c> holds the rows of all entries one after the other; <c>NAME_offsets</c>, i64, one more than there are entries, flat:
/// entry <i>i</i> is
/// <c>NAME_values[NAME_offsets[i]:NAME_offsets[i + 1]]</c>. Each entry is an array of numbers of one type, whose axes behind the first are
/// the same for all; null has no rows.
/// </remarks>
public static class RaggedArray
{
    /// <summary>The two arrays.</summary>
    /// <param name="result">A result of <see cref="ElementType.Object"/>.</param>
    /// <exception cref="ArgumentException">An entry is no array of numbers, or its type or its further axes differ from those of the
    /// others.</exception>
    public static IReadOnlyList<NamedArray> Of(ResultArray result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var entries = (object?[])result.Values;
        var first = Array.Find(entries, static entry => entry is not null);
        var (type, inner) = first is null ? (ElementType.F64, []) : Describe(result.Name, first);
        var offsets = new long[entries.Length + 1];
        for (var i = 0; i < entries.Length; i++)
            offsets[i + 1] = offsets[i] + Rows(result.Name, entries[i], type, inner);
        var width = inner.Aggregate(1L, static (count, length) => count * length);
        var values = Allocate(type, checked((int)(offsets[^1] * width)));
        for (var i = 0; i < entries.Length; i++)
            Put(entries[i] as Array, values, offsets[i] * width);
        return
        [
            new(
                $"{result.Name}_values",
                type,
                [offsets[^1], .. inner],
                values is Complex64[] pairs ? MemoryMarshal.Cast<Complex64, float>(pairs).ToArray() : values)
            {
                Unit = result.Unit,
            },
            new($"{result.Name}_offsets", ElementType.I64, [offsets.Length], offsets),
        ];
    }

    private static Array Allocate(ElementType type, int count) => type switch
    {
        ElementType.Bool => new bool[count],
        ElementType.C64 => new Complex64[count],
        ElementType.C128 => new Complex[count],
        _ => type.Dispatch<AllocateAction, Array>(new(count)),
    };

    private static (ElementType Type, ImmutableArray<long> Inner) Describe(string name, object entry)
    {
        if (entry is not Array { Rank: > 0 } array
            || array.GetType().GetElementType() is not { IsPrimitive: true }
                and not { IsValueType: true, Name: nameof(Complex) or nameof(Complex64) })
            throw new ArgumentException(
                $"'{name}' holds a {entry.GetType().Name}, and an .npz keeps arrays of numbers: let each entry "
                + "be one, as in double[] or float[,].");
        return (
            ElementTypes.Of(array.GetType().GetElementType()!),
            [.. Enumerable.Range(1, array.Rank - 1).Select(axis => (long)array.GetLength(axis))]);
    }

    private static long Rows(string name, object? entry, ElementType type, ImmutableArray<long> inner)
    {
        if (entry is null)
            return 0;
        var (own, axes) = Describe(name, entry);
        return own == type && axes.AsSpan().SequenceEqual(inner.AsSpan())
            ? ((Array)entry).GetLength(0)
            : throw new ArgumentException(
                $"'{name}' holds entries of {type.Name()} with rows of {new Extent(inner.AsSpan())}, and one of {own.Name()} with rows of "
                + $"{new Extent(axes.AsSpan())}: an .npz keeps entries that differ in their length only.");
    }

    // Row-major, whatever the number of axes.
    private static void Put(Array? from, Array into, long at)
    {
        foreach (var value in from ?? Array.Empty<double>())
            into.SetValue(value, at++);
    }

    private readonly struct AllocateAction(int count) : IElementTypeAction<Array>
    {
        public Array Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new T[count];
    }
}
