using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;

namespace Ronchi.Pictures;

/// <summary>Reads an array from an NPY file of version 1, 2 or 3, of either byte order and either memory order.</summary>
/// <remarks>
/// Source: NumPy Enhancement Proposal 1. The bytes are not trusted: nothing is allocated for values that the file does not hold.
/// </remarks>
public static class NpyReader
{
    private const int SliceBytes = 1 << 20;

    /// <summary>Reads a file; the array is named after it.</summary>
    /// <exception cref="SourceException">It is not an NPY file, is cut off, or holds values of a type that is not an
    /// <see cref="ElementType"/>.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NamedArray Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return Read(stream, Path.GetFileNameWithoutExtension(path));
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(path, e.Message, offset: null, e);
        }
    }

    /// <summary>Reads an array from where the stream stands.</summary>
    /// <param name="stream">A stream that can tell its length.</param>
    /// <param name="name">Name to give the array.</param>
    /// <returns>The values in row-major order.</returns>
    /// <exception cref="InvalidDataException">The stream holds no NPY data, or not all of it, or values of a type that is not an
    /// <see cref="ElementType"/>.</exception>
    public static NamedArray Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var begin = stream.Position;
        var header = NpyHeader.Read(stream);
        var bytes = header.Count * header.Type.Size();
        var available = stream.Length - begin - header.DataOffset;
        if (bytes > available)
            throw new InvalidDataException(
                $"truncated: the header declares {bytes} bytes of values, but the file holds {Math.Max(available, 0)}.");
        if (bytes > Array.MaxLength)
            throw new InvalidDataException($"{bytes} bytes of values are more than one array can hold.");

        var values = NpyType.NewArray(header.Type, (int)header.Count);
        Fill(stream, values, header);
        if (header.FortranOrder && header.Shape.Length > 1)
            values = RowMajor(header, values);
        return new(name, header.Type, header.Shape, values);
    }

    private static void Fill(Stream stream, Array values, NpyHeader header)
    {
        switch (header.Type)
        {
            case ElementType.Bool:
                Fill<bool>(stream, values);
                var flags = MemoryMarshal.AsBytes(((bool[])values).AsSpan());
                foreach (ref var flag in flags)
                    flag = flag == 0 ? (byte)0 : (byte)1;   // any other byte would be a bool that equals neither true nor false
                break;
            case ElementType.U8: Fill<byte>(stream, values); break;
            case ElementType.I8: Fill<sbyte>(stream, values); break;
            case ElementType.U16: Swap16(Fill<ushort>(stream, values), header); break;
            case ElementType.I16: Swap16(Fill<short>(stream, values), header); break;
            case ElementType.U32: Swap32(Fill<uint>(stream, values), header); break;
            case ElementType.I32: Swap32(Fill<int>(stream, values), header); break;
            case ElementType.F32 or ElementType.C64: Swap32(Fill<float>(stream, values), header); break;
            case ElementType.U64: Swap64(Fill<ulong>(stream, values), header); break;
            case ElementType.I64: Swap64(Fill<long>(stream, values), header); break;
            case ElementType.F64: Swap64(Fill<double>(stream, values), header); break;
            default: Swap64(Fill<Complex>(stream, values), header); break;
        }
    }

    private static Span<byte> Fill<T>(Stream stream, Array values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(((T[])values).AsSpan());
        for (var done = 0; done < bytes.Length;)
        {
            var slice = bytes.Slice(done, Math.Min(SliceBytes, bytes.Length - done));
            if (stream.ReadAtLeast(slice, slice.Length, throwOnEndOfStream: false) < slice.Length)
                throw new InvalidDataException("the file was shortened while it was read.");
            done += slice.Length;
        }

        return bytes;
    }

    private static void Swap16(Span<byte> bytes, NpyHeader header)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(bytes);
        if (header.BigEndian)
            BinaryPrimitives.ReverseEndianness(words, words);
    }

    private static void Swap32(Span<byte> bytes, NpyHeader header)
    {
        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        if (header.BigEndian)
            BinaryPrimitives.ReverseEndianness(words, words);
    }

    private static void Swap64(Span<byte> bytes, NpyHeader header)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        if (header.BigEndian)
            BinaryPrimitives.ReverseEndianness(words, words);
    }

    private static Array RowMajor(NpyHeader header, Array values) => header.Type switch
    {
        ElementType.U8 => RowMajor((byte[])values, header.Shape),
        ElementType.I8 => RowMajor((sbyte[])values, header.Shape),
        ElementType.Bool => RowMajor((bool[])values, header.Shape),
        ElementType.U16 => RowMajor((ushort[])values, header.Shape),
        ElementType.I16 => RowMajor((short[])values, header.Shape),
        ElementType.U32 => RowMajor((uint[])values, header.Shape),
        ElementType.I32 => RowMajor((int[])values, header.Shape),
        ElementType.F32 => RowMajor((float[])values, header.Shape),
        ElementType.U64 => RowMajor((ulong[])values, header.Shape),
        ElementType.I64 => RowMajor((long[])values, header.Shape),
        ElementType.F64 => RowMajor((double[])values, header.Shape),
        ElementType.C128 => RowMajor((Complex[])values, header.Shape),
        _ => MemoryMarshal.Cast<long, float>(RowMajor(MemoryMarshal.Cast<float, long>((float[])values).ToArray(), header.Shape)).ToArray(),
    };

    private static T[] RowMajor<T>(T[] columnMajor, ImmutableArray<long> shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        var rowMajor = new T[columnMajor.Length];
        var position = new long[shape.Length];
        var from = 0L;
        for (var to = 0; to < rowMajor.Length; to++)
        {
            rowMajor[to] = columnMajor[from];
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++position[axis] < shape[axis])
                    break;
                from -= strides[axis] * shape[axis];
                position[axis] = 0;
            }
        }

        return rowMajor;
    }
}
