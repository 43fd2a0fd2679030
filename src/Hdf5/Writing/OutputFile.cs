namespace Ronchi.Hdf5.Writing;

/// <summary>A file that appears under its name only when it is complete.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private readonly bool _stays;
    private readonly FileStream _stream;
    private bool _isComplete;

    /// <param name="path">Its name.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="unfinished">The file while it is not complete: what lies there is written over, and it stays when it is not completed.
    /// Null: one that goes.</param>
    public OutputFile(string path, bool overwrite, string? unfinished = null)
    {
        Texts = new(this);
        _path = System.IO.Path.GetFullPath(path);
        _overwrite = overwrite;
        if (!overwrite && File.Exists(_path))
            throw new IOException($"{path} already exists.");
        string folder = System.IO.Path.GetDirectoryName(_path)
            ?? throw new ArgumentException($"'{path}' is not the path of a file.", nameof(path));
        _stays = unfinished is not null;
        _temporary = unfinished ?? System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(_path)}.{Guid.NewGuid():N}.part");
        try
        {
            _stream = _stays   // by one alone: another would write over it
                ? new FileStream(_temporary, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 20)
                : new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 20);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException(
                $"{path}: cannot create a file in its folder; choose another folder, or ask for permission to write there.", e);
        }
        catch (PathTooLongException e)
        {
            throw new IOException($"{path}: the name is too long for its folder; choose a shorter one.", e);
        }
    }

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

    /// <summary>Writes out what is buffered and closes the file.</summary>
    public void Close()
    {
        if (_stays && _stream.CanWrite)
            _stream.SetLength(Length);   // what was written and not saved
        _stream.Dispose();
    }

    /// <summary>Closes the file and gives it its name.</summary>
    public void Complete()
    {
        _stream.Dispose();
        File.Move(_temporary, _path, _overwrite);
        _isComplete = true;
    }

    public void Dispose()
    {
        if (_isComplete)
            return;
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // Closing flushes, and a full disk makes that fail again; what went wrong was said by the write that failed.
        }
        finally
        {
            if (!_stays)
                File.Delete(_temporary);
        }
    }
}
