using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;

namespace Ronchi.Pictures;

/// <summary>Writes one array in NumPy's NPY format: little-endian, C order, any shape, value after value as they come.</summary>
/// <remarks>Source: NumPy Enhancement Proposal 1. Version 1.0, or 2.0 when the header needs more than 65 535 bytes.</remarks>
public sealed class NpyWriter
{
    private const int Alignment = 64;
    private const int SliceBytes = 1 << 20;

    private readonly Stream _stream;
    private readonly ElementType _type;
    private readonly long _count;
    private long _written;

    /// <summary>Writes the header; the values follow with <see cref="Append{T}(ReadOnlySpan{T})"/>.</summary>
    /// <param name="stream">Where to write; need not be seekable; stays open.</param>
    /// <param name="type">Type of the values.</param>
    /// <param name="shape">Length of each axis, slowest first; no axis for a single value.</param>
    /// <exception cref="ArgumentException">A length is negative, or there are more than 2^63 - 1 values.</exception>
    public NpyWriter(Stream stream, ElementType type, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _type = type;
        _count = ExportShape.Count(shape);
        stream.Write(Header(NpyType.Descr(type), shape));
    }

    /// <summary>Writes a whole array.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">Length of each axis, slowest first.</param>
    /// <exception cref="ArgumentException">The shape has another number of values.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no element type.</exception>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var type = NpyType.Of<T>();
        ExportShape.Require(values.Length, shape);
        new NpyWriter(stream, type, shape).Append(values);
    }

    /// <summary>Writes a whole array.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="array">The array.</param>
    public static void Write(Stream stream, NamedArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        var writer = new NpyWriter(stream, array.Type, array.Shape.AsSpan());
        writer.Append(array.Values);
        writer.Complete();
    }

    /// <summary>
    /// Writes a text as NumPy stores it: a single value of type <c>&lt;U</c>, UTF-32. <c>str(numpy.load(…))</c> is the text.
    /// </summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="text">The text.</param>
    public static void WriteText(Stream stream, string text)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF32.GetBytes(text);
        stream.Write(Header($"<U{bytes.Length / 4}", []));
        stream.Write(bytes);
    }

    /// <summary>Writes the next values.</summary>
    /// <param name="values">Values of the array's type, or the alternating real and imaginary parts of complex ones.</param>
    /// <exception cref="ArgumentException">They are of another type, or more than the shape has.</exception>
    public void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!NpyType.Accepts(_type, NpyType.Of<T>()))
            throw new ArgumentException($"Values of type {typeof(T).Name} do not go into an array of {_type.Name()}.", nameof(values));

        var slice = SliceBytes / Unsafe.SizeOf<T>();
        for (; !values.IsEmpty; values = values[Math.Min(slice, values.Length)..])
            AppendBytes(MemoryMarshal.AsBytes(values[..Math.Min(slice, values.Length)]));
    }

    /// <summary>
    /// Writes the next values from a flat array of the .NET type of the array's element type (complex64: pairs of <see cref="float"/>).
    /// </summary>
    /// <exception cref="InvalidCastException">The array holds values of another type.</exception>
    /// <exception cref="ArgumentException">They are more than the shape has.</exception>
    public void Append(Array values)
    {
        switch (_type)
        {
            case ElementType.U8: Append<byte>((byte[])values); break;
            case ElementType.U16: Append<ushort>((ushort[])values); break;
            case ElementType.U32: Append<uint>((uint[])values); break;
            case ElementType.U64: Append<ulong>((ulong[])values); break;
            case ElementType.I8: Append<sbyte>((sbyte[])values); break;
            case ElementType.I16: Append<short>((short[])values); break;
            case ElementType.I32: Append<int>((int[])values); break;
            case ElementType.I64: Append<long>((long[])values); break;
            case ElementType.F32 or ElementType.C64: Append<float>((float[])values); break;
            case ElementType.F64: Append<double>((double[])values); break;
            case ElementType.C128 when values is double[] parts: Append<double>(parts); break;
            case ElementType.C128: Append<Complex>((Complex[])values); break;
            case ElementType.Bool: Append<bool>((bool[])values); break;
            default: throw new ArgumentException($"{_type} is not an element type.", nameof(values));
        }
    }

    /// <summary>Checks that every value was written.</summary>
    /// <exception cref="InvalidOperationException">Values are missing.</exception>
    public void Complete()
    {
        var expected = _count * _type.Size();
        if (_written != expected)
            throw new InvalidOperationException($"{_written} of {expected} bytes of the array were written.");
    }

    /// <summary>Writes the next values, little-endian.</summary>
    /// <exception cref="ArgumentException">They are more than the shape has.</exception>
    internal void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > (_count * _type.Size()) - _written)
            throw new ArgumentException($"The array holds {_count} values: these are more.", nameof(bytes));
        _stream.Write(bytes);
        _written += bytes.Length;
    }

    private static byte[] Header(string descr, ReadOnlySpan<long> shape)
    {
        var text = new StringBuilder($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (");
        foreach (var length in shape)
            text.Append(length.ToString(CultureInfo.InvariantCulture)).Append(shape.Length == 1 ? "," : ", ");
        if (shape.Length > 1)
            text.Length -= 2;
        text.Append("), }");

        var isLong = text.Length + 10 + Alignment > ushort.MaxValue;
        var prefix = isLong ? 12 : 10;
        var total = (prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        header[6] = isLong ? (byte)2 : (byte)1;
        header[7] = 0;
        if (isLong)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), total - prefix);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - prefix));
        Encoding.ASCII.GetBytes(text.ToString(), header.AsSpan(prefix));
        header[^1] = (byte)'\n';
        return header;
    }
}
