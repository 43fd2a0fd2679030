using System.Runtime.InteropServices;

namespace Ronchi.Hdf5.Writing;

/// <summary>A dataset in one block.</summary>
public sealed class ContiguousWriter : ObjectWriter
{
    private readonly byte[] _type;
    private readonly long[] _shape;
    private readonly long _bytes;
    private readonly long _address;
    private long _written;

    internal ContiguousWriter(OutputFile file, byte[] type, long[] shape, long bytes)
        : base(file)
    {
        _type = type;
        _shape = shape;
        _bytes = bytes;
        file.Align();
        _address = file.Length;
    }

    /// <summary>Appends elements in row-major order.</summary>
    /// <typeparam name="T">The dataset's element type.</typeparam>
    /// <param name="values">No more than are left.</param>
    /// <exception cref="ArgumentException">They are of another type or too many.</exception>
    /// <exception cref="InvalidOperationException">Something else was written since the last piece.</exception>
    public void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!WrittenType.Of<T>().AsSpan().SequenceEqual(_type))
            throw new ArgumentException($"The dataset does not hold elements of type {typeof(T).Name}.", nameof(values));
        AppendBytes(MemoryMarshal.AsBytes(values));
    }

    internal void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes - _written)
            throw new ArgumentException($"{bytes.Length} bytes do not fit into the {_bytes - _written} that are left.", nameof(bytes));
        if (File.Length != _address + _written)
            throw new InvalidOperationException("Something else was written before this dataset was full.");
        File.Append(bytes);
        _written += bytes.Length;
    }

    internal override long Finish()
    {
        if (_written != _bytes)
            throw new InvalidOperationException($"A dataset of {_bytes} bytes got only {_written}.");
        var layout = new LittleEndianBuffer().U8(4).U8(1).I64(_bytes == 0 ? LittleEndianBuffer.Undefined : _address).I64(_bytes);
        return WriteHeader([(0x01, Dataspace(_shape)), (0x03, _type), (0x05, [3, 0x0A]), (0x08, layout.Written.ToArray())]);
    }
}
