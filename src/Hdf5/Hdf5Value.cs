using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Ronchi.Hdf5.Heaps;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Hdf5;

/// <summary>The decoded value of an attribute or of a small dataset.</summary>
public sealed class Hdf5Value
{
    private readonly AddressSpace _space;
    private readonly string _what;
    private readonly byte[] _bytes;
    private readonly long _address;
    private readonly int _count;

    internal Hdf5Value(
        AddressSpace space,
        string what, Hdf5Type type, ImmutableArray<long> shape, long count, ReadOnlyMemory<byte> stored, long address, bool isRead = false)
    {
        _space = space;
        _what = what;
        _address = address;
        Type = type;
        Shape = shape;
        if (count > stored.Length / type.Size)
            throw space.Fault(address, $"{what} has {count} elements of {type.Size} bytes, only {stored.Length} bytes follow");
        _count = (int)count;
        if (!type.IsText && !type.IsNumeric)
            throw space.Fault(address, $"{what} is {type}, which is not supported");
        _bytes = stored.Span[..(_count * type.Size)].ToArray();
        if (!isRead && type.IsNumeric)
            StoredNumbers.ToValues(_bytes, type);
    }

    /// <summary>Type of the stored elements.</summary>
    public Hdf5Type Type { get; }

    /// <summary>Lengths of the axes; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => _count;

    /// <summary>The elements in row-major order, numbers little-endian.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>True when the elements are numbers.</summary>
    public bool IsNumeric => Type.IsNumeric;

    /// <summary>True when the elements are texts.</summary>
    public bool IsText => Type.IsText;

    /// <summary>The only element as a number.</summary>
    /// <exception cref="Hdf5Exception">There is not exactly one, or it is no number.</exception>
    public double ToDouble() => One(ToDoubles());

    /// <summary>The only element as an integer.</summary>
    /// <exception cref="Hdf5Exception">There is not exactly one, or it is no integer of 64 bits.</exception>
    public long ToInt64() => One(ToInt64s());

    /// <summary>The only element as a text.</summary>
    /// <exception cref="Hdf5Exception">There is not exactly one, or it is no text.</exception>
    public string ToText() => One(ToTexts());

    /// <summary>The elements as numbers, in row-major order; integers beyond 2⁵³ are rounded.</summary>
    /// <exception cref="Hdf5Exception">They are no numbers.</exception>
    public double[] ToDoubles()
    {
        if (Type.Class != Hdf5TypeClass.Float)
            return Type is { Size: 8, IsSigned: false }
                ? Array.ConvertAll(As<ulong>(), value => (double)value)
                : Array.ConvertAll(ToInt64s(), value => (double)value);
        return Type.Size switch
        {
            2 => Array.ConvertAll(As<Half>(), value => (double)value),
            4 => Array.ConvertAll(As<float>(), value => (double)value),
            _ => As<double>(),
        };
    }

    /// <summary>The elements as integers, in row-major order.</summary>
    /// <exception cref="Hdf5Exception">They are no integers of 64 bits.</exception>
    public long[] ToInt64s()
    {
        if (!Type.IsNumeric)
            throw NotA("a number");
        if (Type.Class == Hdf5TypeClass.Float)
            return Array.ConvertAll(ToDoubles(), ToWhole);
        return (Type.Size, Type.IsSigned) switch
        {
            (1, false) => Array.ConvertAll(As<byte>(), value => (long)value),
            (1, true) => Array.ConvertAll(As<sbyte>(), value => (long)value),
            (2, false) => Array.ConvertAll(As<ushort>(), value => (long)value),
            (2, true) => Array.ConvertAll(As<short>(), value => (long)value),
            (4, false) => Array.ConvertAll(As<uint>(), value => (long)value),
            (4, true) => Array.ConvertAll(As<int>(), value => (long)value),
            (_, true) => As<long>(),
            _ =>
                Array.ConvertAll(
                    As<ulong>(), value => value <= long.MaxValue ? (long)value : throw NotA($"a signed integer: it holds {value}")),
        };
    }

    /// <summary>The elements as texts, in row-major order, without their padding.</summary>
    /// <exception cref="Hdf5Exception">They are no texts.</exception>
    public string[] ToTexts()
    {
        if (!Type.IsText)
            throw NotA("a text");
        var texts = new string[_count];
        if (Type.IsVariableText)
        {
            ReadVariable(texts);
            return texts;
        }
        for (int i = 0; i < _count; i++)
        {
            var text = _bytes.AsSpan(i * Type.Size, Type.Size);
            int end = text.IndexOf((byte)0);
            if (end >= 0)
                text = text[..end];
            texts[i] = Encoding.UTF8.GetString(Type.IsSpacePadded ? text.TrimEnd((byte)' ') : text);
        }
        return texts;
    }

    /// <summary>A short form for people: numbers with points, lists in brackets, no more than eight elements.</summary>
    public override string ToString()
    {
        IEnumerable<string> items = Type.IsText ? ToTexts()
            : Type.Class == Hdf5TypeClass.Float || Type is { Size: 8, IsSigned: false }
            ? ToDoubles().Select(value => value.ToString(CultureInfo.InvariantCulture))
            : ToInt64s().Select(value => value.ToString(CultureInfo.InvariantCulture));
        string list = string.Join(", ", items.Take(8)) + (_count > 8 ? ", …" : "");
        return Shape.Length == 0 ? list : $"[{list}]";
    }

    private void ReadVariable(string[] texts)
    {
        int need = 4 + _space.OffsetSize + 4;
        if (Type.Size < need)
            throw _space.Fault(_address, $"{_what} refers to texts in {Type.Size} bytes, {need} were expected");
        var heap = new GlobalHeap(_space);
        // Many elements may name the same text: it is decoded once, so that a small file cannot fill the memory.
        var known = new Dictionary<(long Address, int Index, long Length), string>();
        for (int i = 0; i < _count; i++)
        {
            var cursor = new Cursor(_space, _address, _bytes.AsSpan(i * Type.Size, Type.Size), _what);
            long length = cursor.U32();
            long address = cursor.Offset();
            int index = (int)Math.Min(cursor.U32(), int.MaxValue);
            if (length == 0 || address is 0 or AddressSpace.Undefined)
            {
                texts[i] = "";
                continue;
            }
            if (!known.TryGetValue((address, index, length), out string? text))
            {
                var bytes = heap.Read(address, index).Span;
                if (length > bytes.Length)
                    throw _space.Fault(address, $"{_what} names a text of {length} bytes, the heap holds {bytes.Length}");
                text = Encoding.UTF8.GetString(bytes[..(int)length].TrimEnd((byte)0));
                known.Add((address, index, length), text);
            }
            texts[i] = text;
        }
    }

    private T[] As<T>()
        where T : unmanaged
    {
        if (!Type.IsNumeric)
            throw NotA("a number");
        return MemoryMarshal.Cast<byte, T>(_bytes).ToArray();
    }

    private long ToWhole(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 9.2e18
            ? (long)value
            : throw NotA($"an integer: it holds {value.ToString(CultureInfo.InvariantCulture)}");

    private T One<T>(T[] values) =>
        values.Length == 1 ? values[0] : throw _space.Fault(_address, $"{_what} has {values.Length} elements, one was expected");

    private Hdf5Exception NotA(string wanted) => _space.Fault(_address, $"{_what} is {Type}, not {wanted}");
}
