using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.SparseCsr;

/// <summary>A file of numbers of one type without a header, read by position.</summary>
internal sealed class NumberFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly bool _isBigEndian;

    /// <exception cref="SourceException">The file cannot be read, or does not hold whole numbers.</exception>
    public NumberFile(string path, ElementType type, bool isBigEndian)
    {
        RegularFile.Require(path);
        Path = path;
        Type = type;
        _isBigEndian = isBigEndian;
        try
        {
            _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", innerException: e);
        }

        var length = RandomAccess.GetLength(_file);
        if (length % type.Size() != 0)
        {
            _file.Dispose();
            throw new SourceException(path, $"{length} bytes do not make a whole number of {type.Name()} values.");
        }

        Count = length / type.Size();
    }

    public string Path { get; }

    public ElementType Type { get; }

    public long Count { get; }

    /// <summary>Reads values as they are, in native byte order.</summary>
    /// <exception cref="SourceException">The file cannot be read or has become shorter.</exception>
    public void Read(long first, Span<byte> values)
    {
        var offset = first * Type.Size();
        for (var rest = values; !rest.IsEmpty;)
        {
            int read;
            try
            {
                read = RandomAccess.Read(_file, rest, offset);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceException(Path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset, e);
            }

            if (read == 0)
                throw new SourceException(Path, $"the file ends here, {rest.Length} bytes short.", offset);
            rest = rest[read..];
            offset += read;
        }

        if (!_isBigEndian)
            return;
        switch (Type.Size())
        {
            case 2: BinaryPrimitives.ReverseEndianness(
                MemoryMarshal.Cast<byte, ushort>(values), MemoryMarshal.Cast<byte, ushort>(values)); break;
            case 4: BinaryPrimitives.ReverseEndianness(
                MemoryMarshal.Cast<byte, uint>(values), MemoryMarshal.Cast<byte, uint>(values)); break;
            case 8: BinaryPrimitives.ReverseEndianness(
                MemoryMarshal.Cast<byte, ulong>(values), MemoryMarshal.Cast<byte, ulong>(values)); break;
        }
    }

    /// <summary>Reads whole numbers as another type; what does not fit becomes its largest or smallest value.</summary>
    public void ReadAs<T>(long first, Span<T> numbers)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var size = Type.Size();
        Span<byte> buffer = stackalloc byte[4096];
        for (var done = 0; done < numbers.Length;)
        {
            var count = Math.Min(numbers.Length - done, buffer.Length / size);
            Read(first + done, buffer[..(count * size)]);
            Type.Dispatch<Conversion<T>, bool>(new(buffer[..(count * size)], numbers.Slice(done, count)));
            done += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private readonly ref struct Conversion<TTo>(ReadOnlySpan<byte> from, Span<TTo> to) : IElementTypeAction<bool>
        where TTo : unmanaged, IBinaryInteger<TTo>, IMinMaxValue<TTo>
    {
        private readonly ReadOnlySpan<byte> _from = from;
        private readonly Span<TTo> _to = to;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = MemoryMarshal.Cast<byte, T>(_from);
            for (var i = 0; i < values.Length; i++)
                _to[i] = TTo.CreateSaturating(values[i]);
            return true;
        }
    }
}
