using System.Collections.Immutable;
using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>One result of a run: values with their shape.</summary>
/// <param name="Name">Name of the result.</param>
/// <param name="Kind">Which axes it follows first.</param>
/// <param name="ElementType">Type of the values.</param>
/// <param name="Shape">Shape, row-major; scan results have that of the whole scan, whatever the region of interest.</param>
/// <param name="Values">Flat array of the .NET type of <paramref name="ElementType"/>. Scan positions and pixels without a measurement hold
/// NaN, 0, false or null; see <see cref="Valid"/>.</param>
public sealed record ResultArray(string Name, ResultKind Kind, ElementType ElementType, Extent Shape, Array Values)
{
    /// <summary>Whether it is a result of its own or is reported beside the results.</summary>
    public BufferUse Use { get; init; }

    /// <summary>
    /// Unit of the values: <c>counts</c>, <c>px</c>, <c>rad</c>, …; null: a number without unit, or none is known. What the UDF declared,
    /// unless the result says otherwise.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>What runs along the axes behind those of the scan or detector; may be shorter than these.</summary>
    public ImmutableArray<string> ExtraNames { get; init; } = [];

    /// <summary>
    /// Which entries hold a measurement: of scan results the positions that were computed, of detector results the pixels that are neither
    /// masked nor "no data" in every frame, of single results with <see cref="Positions"/> these. Null: all.
    /// </summary>
    public bool[]? Valid { get; init; }

    /// <summary>
    /// A mask over <see cref="Shape"/>: the UDF's own, made by <see cref="WithMask"/>, and what single entries lack
    /// (<see cref="BufferDeclaration.EntrySupports"/>); wins over <see cref="Valid"/>. Null: none.
    /// </summary>
    public bool[]? OwnMask { get; private init; }

    /// <summary>
    /// The rows of a vectors result (<see cref="BufferDeclaration.OfVectors"/>), whose numbers are the <see cref="Values"/>; null: it is an
    /// array.
    /// </summary>
    public Vectors? Vectors { get; private init; }

    /// <summary>Selected positions; null: all. Tells what <see cref="Raw"/> holds.</summary>
    public ScanSelection? Roi { get; init; }

    /// <summary>The scan positions of which a single result holds an entry each (<see cref="BufferDeclaration.Positions"/>); null: of
    /// none.</summary>
    public ScanSelection? Positions { get; init; }

    /// <summary>Versions of the parameters that made each scan position, flat; null: parameters never changed.</summary>
    public int[]? Versions { get; init; }

    /// <summary>First and last version of the parameters that went in.</summary>
    public (int First, int Last) VersionRange { get; init; }

    /// <summary>The flat values.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is not the type of the values.</exception>
    public ReadOnlySpan<T> Span<T>()
        where T : unmanaged
        => Typed<T>();

    // Arrays of int and uint are one to a cast, but not here.
    private T[] Typed<T>() => Values.GetType() == typeof(T[])
        ? (T[])Values
        : throw new InvalidCastException($"Result '{Name}' holds {ElementType.Name()}, not {ElementTypes.NameOf(typeof(T))}.");

    /// <summary>The flat values as f64, of any real type; integers above 2⁵³ lose their last digits.</summary>
    public double[] ToDoubles() => ElementType.Dispatch<ConvertAction, double[]>(new(Values));

    private readonly struct ConvertAction(Array values) : IElementTypeAction<double[]>
    {
        public double[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll((T[])values, double.CreateTruncating);
    }

    /// <summary>A result from values that were computed in f64, rounded once.</summary>
    /// <param name="name">Name of the result.</param>
    /// <param name="kind">Which axes it follows first.</param>
    /// <param name="type">f32, or f64: <see cref="Promotion.ForResults"/>.</param>
    /// <param name="shape">Shape, row-major.</param>
    /// <param name="values">Flat values; kept for f64.</param>
    /// <exception cref="ArgumentException">The type is another.</exception>
    public static ResultArray OfReals(string name, ResultKind kind, ElementType type, Extent shape, double[] values) => type switch
    {
        ElementType.F32 => new(name, kind, type, shape, Array.ConvertAll(values, static value => (float)value)),
        ElementType.F64 => new(name, kind, type, shape, values),
        _ => throw new ArgumentException($"Real numbers are float32 or float64, not {type.Name()}.", nameof(type)),
    };

    /// <summary>A vectors result: as an array, the number of rows of each scan position.</summary>
    /// <param name="name">Name of the result.</param>
    /// <param name="vectors">The rows.</param>
    public static ResultArray Of(string name, Vectors vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        return new ResultArray(name, ResultKind.Scan, ElementType.U32, vectors.Scan, Array.Empty<uint>())
        {
            Unit = BufferDeclaration.RowUnit,
            Valid = vectors.Recorded,
        }.Holding(vectors);
    }

    /// <summary>The same result with other rows.</summary>
    internal ResultArray Holding(Vectors vectors) => this with { Values = vectors.Counts(), Vectors = vectors };

    /// <summary>Wraps a buffer as it is.</summary>
    public static ResultArray Of(ResultBuffer buffer, DataShape data)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var declaration = buffer.Declaration;
        if (buffer.Rows is { } rows)
            return Of(declaration.Name, rows.Assemble(data.Scan, isRecorded: null)) with { Use = declaration.Use };
        return new(declaration.Name, declaration.Kind, declaration.ElementType, declaration.Shape(data), buffer.Values)
        {
            Use = declaration.Use,
            Unit = declaration.Unit,
            ExtraNames = declaration.ExtraNames,
            Positions = declaration.Positions,
        };
    }

    /// <summary>The values of the selected positions only, without gaps; of other kinds, all values.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is not the type of the values.</exception>
    public T[] Raw<T>()
    {
        var values = Typed<T>();
        if (Kind != ResultKind.Scan || Roi is null)
            return values;
        var width = Roi.Scan.Count == 0 ? 0 : (int)(values.Length / Roi.Scan.Count);
        var raw = new T[Roi.FrameCount * width];
        var to = 0;
        foreach (var run in Roi.Runs)
        {
            values.AsSpan((int)(run.Start * width), run.Count * width).CopyTo(raw.AsSpan(to));
            to += run.Count * width;
        }

        return raw;
    }

    /// <summary>The result with a valid mask of its own.</summary>
    /// <param name="mask">Flat mask; its axes are those of <see cref="Shape"/>, or 1, or missing at the front: it is repeated along
    /// those.</param>
    /// <param name="shape">Axes of the mask.</param>
    /// <exception cref="ArgumentException">The mask cannot be repeated to the result's shape.</exception>
    public ResultArray WithMask(ReadOnlySpan<bool> mask, Extent shape)
    {
        if (mask.Length != shape.Count || shape.Rank > Shape.Rank)
            throw new ArgumentException($"A mask of {mask.Length} values in {shape} does not fit '{Name}' of {Shape}.", nameof(mask));
        var skip = Shape.Rank - shape.Rank;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] != 1 && shape[axis] != Shape[axis + skip])
                throw new ArgumentException($"A mask of {shape} cannot be repeated to '{Name}' of {Shape}.", nameof(shape));
        }

        if (shape == Shape)
            return this with { OwnMask = [.. mask] };
        var full = new bool[Shape.Count];
        for (var i = 0; i < full.Length; i++)
        {
            long rest = i, stride = 1, at = 0;
            for (var axis = Shape.Rank - 1; axis >= skip; axis--)
            {
                var index = rest % Shape[axis];
                rest /= Shape[axis];
                var length = shape[axis - skip];
                at += (length == 1 ? 0 : index) * stride;
                stride *= length;
            }

            full[i] = mask[(int)at];
        }

        return this with { OwnMask = full };
    }

    /// <summary>
    /// Whether an entry holds a measurement, which tells a masked pixel or a missing position from a true zero; see <see cref="Valid"/>.
    /// </summary>
    /// <param name="entry">Flat scan position of a scan result, flat pixel of a detector result, number of the position in a single
    /// one.</param>
    public bool IsMeasured(long entry) => Valid is null || Valid[entry];

    /// <summary>For each value, whether it is valid: the UDF's own mask, else entries with a measurement, else all.</summary>
    public bool[] ValidMask()
    {
        if (OwnMask is not null)
            return (bool[])OwnMask.Clone();
        var mask = new bool[Values.Length];
        if (Valid is null)
        {
            Array.Fill(mask, true);
            return mask;
        }

        var width = Valid.Length == 0 ? 0 : mask.Length / Valid.Length;
        for (var position = 0; position < Valid.Length; position++)
            mask.AsSpan(position * width, width).Fill(Valid[position]);
        return mask;
    }

    /// <summary>
    /// The smallest box that holds all valid values: first index and length along each axis; lengths 0 when nothing is valid.
    /// </summary>
    public (ImmutableArray<long> Origin, Extent Shape) ValidBounds()
    {
        var mask = ValidMask();
        var first = Shape.Lengths.ToArray();
        var last = new long[Shape.Rank];
        Array.Fill(last, -1);
        for (var i = 0; i < mask.Length; i++)
        {
            if (!mask[i])
                continue;
            long rest = i;
            for (var axis = Shape.Rank - 1; axis >= 0; axis--)
            {
                var index = rest % Shape[axis];
                rest /= Shape[axis];
                first[axis] = Math.Min(first[axis], index);
                last[axis] = Math.Max(last[axis], index);
            }
        }

        return Array.Exists(last, static index => index < 0)
            ? ([.. new long[Shape.Rank]], new Extent(new long[Shape.Rank]))
            : ([.. first], new Extent([.. first.Zip(last, static (from, to) => to - from + 1)]));
    }

    /// <summary>
    /// The result without a measurement in some entries along its first axis behind the scan's: NaN or 0 there, and not valid
    /// (<see cref="OwnMask"/>).
    /// </summary>
    /// <param name="entries">Entries, each with the flat scan positions at which it lacks one.</param>
    internal ResultArray WithoutEntries(IReadOnlyCollection<(int Entry, bool[] Unmeasured)> entries) =>
        entries.Count == 0 || Values.Length == 0 ? this : Values switch
        {
            float[] values => WithoutEntries(entries, values, float.NaN),
            double[] values => WithoutEntries(entries, values, double.NaN),
            Complex64[] values => WithoutEntries(entries, values, new(float.NaN, float.NaN)),
            Complex[] values => WithoutEntries(entries, values, new(double.NaN, double.NaN)),
            _ when ElementType is ElementType.Bool => WithoutEntries(entries, (bool[])Values, false),
            _ when ElementType is ElementType.Object => WithoutEntries(entries, (object?[])Values, null),
            _ => ElementType.Dispatch<ZeroAction, ResultArray>(new(this, entries)),
        };

    private ResultArray WithoutEntries<T>(IReadOnlyCollection<(int Entry, bool[] Unmeasured)> entries, T[] values, T blank)
    {
        // Copied: a later pass may go on with the buffer.
        (var mask, values) = (ValidMask(), (T[])values.Clone());
        var positions = (int)Roi!.Scan.Count;
        var (width, length) = (values.Length / positions, values.Length / positions / (int)Shape[Roi.Scan.Rank]);
        foreach (var (entry, unmeasured) in entries)
        {
            for (var position = 0; position < positions; position++)
            {
                if (!unmeasured[position])
                    continue;
                mask.AsSpan((position * width) + (entry * length), length).Clear();
                values.AsSpan((position * width) + (entry * length), length).Fill(blank);
            }
        }

        return this with { OwnMask = mask, Values = values };
    }

    private readonly struct ZeroAction(ResultArray result, IReadOnlyCollection<(int Entry, bool[] Unmeasured)> entries)
        : IElementTypeAction<ResultArray>
    {
        public ResultArray Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => result.WithoutEntries(entries, (T[])result.Values, T.Zero);
    }

    /// <summary>The result without positions behind the end of a shorter scan; one that does not follow the scan as it is.</summary>
    /// <param name="scan">The scan, with a shorter first axis.</param>
    public ResultArray EndingWith(Extent scan)
    {
        if (Positions is { } some)
            return some.Scan == scan ? this : EndingWith(some, some.EndingWith(scan));
        if (Kind != ResultKind.Scan || Roi is null || Roi.Scan == scan)
            return this;
        var (positions, width) = ((int)scan.Count, (int)(Values.Length / Math.Max(Roi.Scan.Count, 1)));
        var valid = Valid?[..positions];
        return this with
        {
            Shape = scan.Append(new Extent(Shape.Lengths.AsSpan()[Roi.Scan.Rank..])),
            Values = ResultBuffer.First(Values, ElementType, positions * width),
            Vectors = Vectors?.EndingWith(scan),
            Valid = valid is not null && Array.TrueForAll(valid, static isValid => isValid) ? null : valid,
            OwnMask = OwnMask?[..(positions * width)],
            Versions = Versions?[..positions],
            Roi = Roi.EndingWith(scan),
        };
    }

    private ResultArray EndingWith(ScanSelection before, ScanSelection positions)
    {
        var (count, values) = ((int)positions.FrameCount, (int)(Values.Length / Math.Max(before.FrameCount, 1) * positions.FrameCount));
        return this with
        {
            Shape = positions.Shape.Append(new Extent(Shape.Lengths.AsSpan()[before.Shape.Rank..])),
            Values = ResultBuffer.First(Values, ElementType, values),
            Valid = Valid is null || Valid.AsSpan(0, count).Contains(false) ? Valid?[..count] : null,
            OwnMask = OwnMask?[..values],
            Positions = positions,
        };
    }

    /// <summary>The result with what is known of its <see cref="Positions"/>.</summary>
    /// <param name="measured">Scan positions with a measurement, flat.</param>
    internal ResultArray MeasuredAt(ReadOnlySpan<bool> measured)
    {
        var (valid, next) = (new bool[Positions!.FrameCount], 0);
        foreach (var run in Positions.Runs)
        {
            measured.Slice((int)run.Start, run.Count).CopyTo(valid.AsSpan(next));
            next += run.Count;
        }

        if (!valid.AsSpan().Contains(false))
            return this;
        var (own, width) = ((bool[]?)OwnMask?.Clone(), Values.Length / Math.Max(valid.Length, 1));
        for (var entry = 0; entry < valid.Length && own is not null; entry++)
        {
            if (!valid[entry])
                own.AsSpan(entry * width, width).Clear();
        }

        return this with { Valid = valid, OwnMask = own };
    }

    /// <summary>The result as a face shows it: entries without a measurement hold NaN, 0, false or null.</summary>
    internal ResultArray Blanked()
    {
        if (Valid is null || !Array.Exists(Valid, static isValid => !isValid))
            return this;
        // Patterns are copied: a later pass may go on with the buffer.
        return Values switch
        {
            float[] values => this with { Values = Blanked(values, float.NaN) },
            double[] values => this with { Values = Blanked(values, double.NaN) },
            Complex64[] values => this with { Values = Blanked(values, new Complex64(float.NaN, float.NaN)) },
            System.Numerics.Complex[] values => this with { Values = Blanked(values, new System.Numerics.Complex(double.NaN, double.NaN)) },
            _ => this,
        };
    }

    private T[] Blanked<T>(T[] values, T blank)
    {
        var blanked = Kind == ResultKind.Detector ? (T[])values.Clone() : values;
        var width = blanked.Length / Valid!.Length;
        for (var entry = 0; entry < Valid.Length; entry++)
        {
            if (!Valid[entry])
                blanked.AsSpan(entry * width, width).Fill(blank);
        }

        return blanked;
    }
}
