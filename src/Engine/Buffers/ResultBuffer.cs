using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Memory for one declared result: flat, row-major, of the declared type.</summary>
public sealed class ResultBuffer
{
    private readonly Array _values;
    private Dictionary<DetectorRegion, RegionCopy>? _regions;

    private ResultBuffer(BufferDeclaration declaration, Array values, RowSpool? rows = null)
    {
        Declaration = declaration;
        _values = values;
        Rows = rows;
    }

    /// <summary>The rows of a vectors result, whose numbers are the values; null: it is an array.</summary>
    internal RowSpool? Rows { get; }

    /// <summary>What the UDF declared.</summary>
    public BufferDeclaration Declaration { get; }

    /// <summary>Flat values as an array of the declared type.</summary>
    public Array Values => _values;

    /// <summary>All values.</summary>
    /// <typeparam name="T">The .NET type of the declared element type.</typeparam>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is another type.</exception>
    public Span<T> Span<T>()
        where T : unmanaged
        => Rows is null && _values is T[] values && _values.GetType() == typeof(T[])
            ? values.AsSpan()
            : throw Holding(typeof(T));

    /// <summary>The entries of some frames in a scan buffer, each with its extra axes.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is another type.</exception>
    public Span<T> Span<T>(FrameRange frames)
        where T : unmanaged
    {
        var width = (int)Declaration.Extra.Count;
        return Span<T>().Slice(checked((int)(frames.Start * width)), frames.Count * width);
    }

    /// <summary>The objects of a buffer of <see cref="ElementType.Object"/>, by flat index.</summary>
    /// <exception cref="InvalidCastException">The buffer holds numbers.</exception>
    public Span<object?> Objects() => _values as object?[] ?? throw Holding(typeof(object));

    /// <summary>
    /// What belongs to the portion of data that <paramref name="task"/> is at: entries of its frames, of its detector region (contiguous,
    /// kept between tiles and written back at the end of the partition), or all of a single buffer.
    /// </summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is another type.</exception>
    public Span<T> View<T>(UdfTask task)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(task);
        switch (Declaration.Kind)
        {
            case ResultKind.Scan when task.HasGaps:
                return task.EntriesOf<T>(this);
            case ResultKind.Scan:
                return Span<T>(task.Frames);
            case ResultKind.Detector when !task.Region.IsWhole:
                _regions ??= [];
                if (!_regions.TryGetValue(task.Region, out var copy))
                    _regions[task.Region] = copy = new RegionCopy<T>(this, task.Region);
                return copy is RegionCopy<T> typed ? typed.Values : throw Holding(typeof(T));
            default:
                return Span<T>();
        }
    }

    /// <summary>
    /// Adds values of any real type and shape to what belongs to the portion at hand (<see cref="View{T}"/>), as the buffer's own type:
    /// LiberTEM's <c>forbuf</c>.
    /// </summary>
    /// <param name="task">The task that the buffer belongs to.</param>
    /// <param name="values">As many values as the view has, in its order.</param>
    /// <exception cref="ArgumentException">There are not as many values, or a type is not a real number.</exception>
    public void Accumulate<T>(UdfTask task, ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
        => Declaration.ElementType.Dispatch<AccumulateAction<T>, bool>(new(this, task, values));

    /// <summary>
    /// Sets the entries of some frames in a scan buffer to values that were computed in f64, rounded once where the buffer is f32.
    /// </summary>
    /// <param name="frames">The frames.</param>
    /// <param name="values">As many values as their entries have.</param>
    /// <exception cref="ArgumentException">There are not as many values.</exception>
    /// <exception cref="InvalidCastException">The buffer is neither f32 nor f64.</exception>
    public void SetReals(FrameRange frames, ReadOnlySpan<double> values)
    {
        var width = (int)Declaration.Extra.Count;
        if (values.Length != frames.Count * width)
            throw new ArgumentException(
                $"{values.Length} values do not fill {frames.Count} frames of '{Declaration.Name}'.", nameof(values));
        if (_values is double[])
        {
            values.CopyTo(Span<double>(frames));
            return;
        }

        var singles = Span<float>(frames);
        for (var i = 0; i < singles.Length; i++)
            singles[i] = (float)values[i];
    }

    /// <summary>Allocates what was declared; a <see cref="BufferUse.ResultOnly"/> one stays empty.</summary>
    internal static ResultBuffer For(BufferDeclaration declaration, DataShape data, RowStore store)
    {
        if (declaration.Use == BufferUse.ResultOnly)
            return new(declaration, Array.Empty<byte>());
        var shape = declaration.Shape(data);
        if (shape.Count > Array.MaxLength)
            throw new ArgumentException(
                $"Result '{declaration.Name}' of {shape} values is larger than one array can be: choose a region of interest.");
        var values = Allocate(declaration.ElementType, (int)shape.Count);
        var buffer = new ResultBuffer(
            declaration, values, declaration.Rows is { } layout ? new RowSpool(layout, store, (uint[])values) : null);
        buffer.Restart();
        return buffer;
    }

    /// <summary>Allocates a flat array of the .NET type of an element type.</summary>
    internal static Array Allocate(ElementType type, int count) => type switch
    {
        ElementType.C64 => new Complex64[count],
        ElementType.C128 => new Complex[count],
        ElementType.Bool => new bool[count],
        ElementType.Object => new object?[count],
        _ => type.Dispatch<AllocateAction, Array>(new(count)),
    };

    /// <summary>Some of the values as bytes.</summary>
    internal Span<byte> Bytes(long start, int count)
    {
        var all = _values switch
        {
            byte[] values => values.AsSpan(),
            sbyte[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            short[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            int[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            long[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            ushort[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            uint[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            ulong[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            float[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            double[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            Complex64[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            Complex[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            bool[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            _ => throw new InvalidOperationException($"'{Declaration.Name}' of {Declaration.ElementType.Name()} has no bytes."),
        };
        return all.Slice(checked((int)start), count);
    }

    /// <summary>A shared buffer as one worker has it: the same values, and rows of its own.</summary>
    internal ResultBuffer ForWorker(RowStore store) =>
        Rows is null ? this : new(Declaration, _values, new(Rows.Layout, store, (uint[])_values));

    /// <summary>Gives all values their start value again.</summary>
    internal void Restart()
    {
        _regions?.Clear();
        Rows?.Clear();
        if (_values.Length == 0)
            return;
        Array.Clear(_values);
        if (Declaration.Kind == ResultKind.Scan || Declaration.Merge is not (MergeRule.Maximum or MergeRule.Minimum))
            return;
        if (_values is bool[] bits)
            Array.Fill(bits, Declaration.Merge == MergeRule.Minimum);
        else
            Declaration.ElementType.Dispatch<ExtremesAction, bool>(new(this));
    }

    /// <summary>Writes region views back.</summary>
    internal void Flush()
    {
        if (_regions is null)
            return;
        foreach (var copy in _regions.Values)
            copy.Flush();
        _regions.Clear();
    }

    internal void MergeFrom(ResultBuffer other)
    {
        switch (_values)
        {
            case bool[] bits:
                var theirs = (bool[])other._values;
                for (var i = 0; i < bits.Length; i++)
                    bits[i] = Declaration.Merge == MergeRule.Minimum ? bits[i] & theirs[i] : bits[i] | theirs[i];
                break;
            case Complex64[] singles:
                Add<float>(
                    MemoryMarshal.Cast<Complex64, float>(singles.AsSpan()),
                    MemoryMarshal.Cast<Complex64, float>((Complex64[])other._values));
                break;
            case Complex[] doubles:
                Add<double>(
                    MemoryMarshal.Cast<Complex, double>(doubles.AsSpan()), MemoryMarshal.Cast<Complex, double>((Complex[])other._values));
                break;
            default:
                Declaration.ElementType.Dispatch<MergeAction, bool>(new(this, other));
                break;
        }
    }

    /// <summary>A copy that later runs do not change.</summary>
    internal ResultBuffer Copy()
    {
        var copy = (Array)_values.Clone();
        return new(Declaration, copy, Rows?.Snapshot((uint[])copy));
    }

    /// <summary>Without the entries of positions behind the end of a shorter scan.</summary>
    /// <param name="room">The scan that it was allocated for.</param>
    /// <param name="scan">The same, with a shorter first axis.</param>
    internal ResultBuffer EndingWith(Extent room, Extent scan)
    {
        if (Declaration.Kind != ResultKind.Scan || _values.Length == 0)
            return this;
        var kept = First(_values, Declaration.ElementType, (int)(_values.Length / room.Count * scan.Count));
        return new(Declaration, kept, Rows?.Snapshot((uint[])kept));
    }

    /// <summary>The first values of a flat array of the .NET type of an element type.</summary>
    internal static Array First(Array values, ElementType type, int count)
    {
        var first = Allocate(type, count);
        Array.Copy(values, first, count);
        return first;
    }

    private InvalidCastException Holding(Type wanted) => new(Rows is null
        ? $"Buffer '{Declaration.Name}' holds {Declaration.ElementType.Name()}, not {ElementTypes.NameOf(wanted)}."
        : $"Buffer '{Declaration.Name}' holds rows: append them with {nameof(UdfTask.Rows)}, read them with {nameof(UdfTask.Vectors)}.");

    private static void Add<T>(Span<T> into, ReadOnlySpan<T> from)
        where T : INumber<T>
    {
        for (var i = 0; i < into.Length; i++)
            into[i] += from[i];
    }

    private readonly ref struct AccumulateAction<TFrom>(ResultBuffer buffer, UdfTask task, ReadOnlySpan<TFrom> values)
        : IElementTypeAction<bool>
        where TFrom : unmanaged, INumber<TFrom>
    {
        private readonly ReadOnlySpan<TFrom> _values = values;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var view = buffer.View<T>(task);
            if (view.Length != _values.Length)
                throw new ArgumentException($"{_values.Length} values do not fit the {view.Length} of '{buffer.Declaration.Name}' here.");
            for (var i = 0; i < view.Length; i++)
                view[i] += T.CreateTruncating(_values[i]);
            return true;
        }
    }

    private readonly struct AllocateAction(int count) : IElementTypeAction<Array>
    {
        public Array Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new T[count];
    }

    private readonly struct ExtremesAction(ResultBuffer buffer) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            buffer.Span<T>().Fill(buffer.Declaration.Merge == MergeRule.Maximum ? T.MinValue : T.MaxValue);
            return true;
        }
    }

    private readonly struct MergeAction(ResultBuffer into, ResultBuffer from) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var target = into.Span<T>();
            var source = from.Span<T>();
            switch (into.Declaration.Merge)
            {
                case MergeRule.Maximum:
                    for (var i = 0; i < target.Length; i++)
                        target[i] = T.Max(target[i], source[i]);
                    break;
                case MergeRule.Minimum:
                    for (var i = 0; i < target.Length; i++)
                        target[i] = T.Min(target[i], source[i]);
                    break;
                default:
                    Add(target, (ReadOnlySpan<T>)source);
                    break;
            }

            return true;
        }
    }

    private abstract class RegionCopy
    {
        public abstract void Flush();
    }

    private sealed class RegionCopy<T> : RegionCopy
        where T : unmanaged
    {
        private readonly ResultBuffer _buffer;
        private readonly DetectorRegion _region;
        private readonly int _item;

        public RegionCopy(ResultBuffer buffer, DetectorRegion region)
        {
            _buffer = buffer;
            _region = region;
            _item = (int)buffer.Declaration.Extra.Count;
            Values = new T[region.Pixels * _item];
            region.Gather<T>(buffer.Span<T>(), _item, Values);
        }

        public T[] Values { get; }

        public override void Flush() => _region.Scatter<T>(Values, _item, _buffer.Span<T>());
    }
}
