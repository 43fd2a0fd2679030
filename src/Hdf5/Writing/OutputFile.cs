namespace Ronchi.Hdf5.Writing;

/// <summary>The bytes of a file that is being written: they are appended, and few are written over.</summary>
internal sealed class OutputFile
{
    private readonly FileStream _stream;

    /// <param name="stream">Where they go.</param>
    public OutputFile(FileStream stream) => (_stream, Texts) = (stream, new(this));

    /// <summary>Where texts of variable length lie.</summary>
    public TextHeap Texts { get; }

    /// <summary>Bytes written so far; the address of what is appended next.</summary>
    public long Length { get; private set; }

    /// <summary>Appends bytes and tells where they are.</summary>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        long address = Length;
        _stream.Write(bytes);
        Length += bytes.Length;
        return address;
    }

    /// <summary>Fills up to a multiple of 8 bytes, which metadata are read fastest from.</summary>
    public void Align()
    {
        Span<byte> zeros = stackalloc byte[8];
        zeros.Clear();
        Append(zeros[..(int)((8 - (Length % 8)) % 8)]);
    }

    /// <summary>Writes over bytes that were appended before.</summary>
    public void Overwrite(long address, ReadOnlySpan<byte> bytes)
    {
        _stream.Position = address;
        _stream.Write(bytes);
        _stream.Position = Length;
    }

    /// <summary>Goes on behind bytes that are there already.</summary>
    /// <param name="length">Where what is appended next lies.</param>
    public void GoOnAt(long length) => _stream.Position = Length = Math.Max(Length, length);

    /// <summary>Writes out what was written so far, so that it is there whatever happens.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>Writes out what is buffered, and ends the file behind it: what lay there before may have been longer.</summary>
    public void End()
    {
        _stream.Flush();
        _stream.SetLength(Length);
    }
}
