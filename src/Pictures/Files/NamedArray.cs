using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>An array to be written to a file, or read from one.</summary>
/// <param name="Name">Name of the array: the name of its entry in an <c>.npz</c>.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="Shape">Length of each axis, slowest first; no axis for a single value.</param>
/// <param name="Values">Flat, row-major array of the .NET type of <paramref name="Type"/>; complex64 as pairs of
/// <see cref="float"/>.</param>
public sealed record NamedArray(string Name, ElementType Type, ImmutableArray<long> Shape, Array Values)
{
    /// <summary>A result of a run, under its own name.</summary>
    public static NamedArray Of(ResultArray result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var values = result.Values switch
        {
            Complex64[] pairs => MemoryMarshal.Cast<Complex64, float>(pairs).ToArray(),
            object?[] =>
                throw new ArgumentException(
                    $"'{result.Name}' holds objects, which are no array of numbers: {nameof(RaggedArray)} makes two "
                    + "arrays of them, which an .npz keeps."),
            var numbers => numbers,
        };
        return new(result.Name, result.ElementType, result.Shape.Lengths, values) 
        {
            Valid = result.OwnMask ?? result.Valid,
            Unit = result.Unit,
            Vectors = result.Vectors,
        };
    }

    /// <summary>A result of a run over some data, with its axes.</summary>
    public static NamedArray Of(ResultArray result, DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var array = Of(result);
        var leading = result.Kind switch
        {
            ResultKind.Scan => ResultAxes.Scan(data),
            ResultKind.Detector => ResultAxes.Detector(data),
            _ => [],
        };
        var picture = PictureAxes.Of(
            result.Kind, new(array.Shape.AsSpan()[Math.Min(leading.Length, array.Shape.Length)..]), data.Shape.Detector);
        return array with
        {
            Axes = ResultAxes.Complete(
                result.Positions is { } positions ? ResultAxes.Frames(data, positions, result.Shape) : leading,
                result.ExtraNames, array.Shape.Length),
            IsSpectrum = result.Kind == ResultKind.Detector && data.Shape.Detector.Rank == 1,
            VectorAxes = picture.Vector,
            IsColor = picture.IsColor,
        };
    }

    /// <summary>Unit of the values; null: a number without unit, or none is known.</summary>
    public string? Unit { get; init; }

    /// <summary>One axis for each axis of <see cref="Shape"/>; empty: nothing is known.</summary>
    public ImmutableArray<Axis> Axes { get; init; } = [];

    /// <summary>See <see cref="PictureAxes.Vector"/>.</summary>
    public int VectorAxes { get; init; }

    /// <summary>See <see cref="PictureAxes.IsColor"/>.</summary>
    public bool IsColor { get; init; }

    /// <summary>Whether its one axis is that of a detector: pictures show it as a curve, not as a line of an image.</summary>
    public bool IsSpectrum { get; init; }

    /// <summary>Which entries hold a measurement: one mark for each value, or for as many values as there are to an entry. Pictures and
    /// tables show the others as missing. Null: all.</summary>
    public IReadOnlyList<bool>? Valid { get; init; }

    /// <summary>Whether a value is a measurement.</summary>
    /// <param name="place">Its flat index.</param>
    internal bool IsMeasured(long place) => Valid is not { Count: > 0 } valid || valid[(int)(place / (Values.Length / valid.Count))];

    /// <summary>The rows of a vectors result, whose numbers are the values; null: it is an array.</summary>
    public Vectors? Vectors { get; init; }

    /// <summary>The axes along which the rows and columns of the image run; null: not known, or there are not two.</summary>
    internal (Axis Row, Axis Column)? ImageAxes() =>
        Axes.Length - VectorAxes is var rank and >= 2 ? (Axes[rank - 2], Axes[rank - 1]) : null;

    /// <summary>Number of values.</summary>
    public long Count => ExportShape.Count(Shape.AsSpan());

    /// <summary>The values as double precision numbers, a bool as 0 or 1.</summary>
    /// <remarks>64-bit integers beyond 2^53 are rounded.</remarks>
    /// <exception cref="InvalidOperationException">The values are complex.</exception>
    public double[] ToDoubles() => Type switch
    {
        ElementType.U8 => Convert<byte>(),
        ElementType.U16 => Convert<ushort>(),
        ElementType.U32 => Convert<uint>(),
        ElementType.U64 => Convert<ulong>(),
        ElementType.I8 => Convert<sbyte>(),
        ElementType.I16 => Convert<short>(),
        ElementType.I32 => Convert<int>(),
        ElementType.I64 => Convert<long>(),
        ElementType.F32 => Convert<float>(),
        ElementType.F64 => Convert<double>(),
        ElementType.Bool => Array.ConvertAll((bool[])Values, static value => value ? 1.0 : 0.0),
        _ => throw new InvalidOperationException($"'{Name}' is complex: take its modulus or phase first."),
    };

    private double[] Convert<T>()
        where T : unmanaged, INumber<T>
        => Array.ConvertAll((T[])Values, double.CreateSaturating);
}
