namespace Ronchi.Hdf5.Writing;

/// <summary>
/// Writes an HDF5 file in the format of library version 1.10: superblock 3, version 2 object headers, compact links and
/// attributes, contiguous datasets and chunked ones with a fixed array. Elements go to the file at once, metadata at
/// <see cref="Complete"/>: before it, the file is none that can be read. Not safe for several threads at once.
/// </summary>
public sealed class Hdf5Writer : IDisposable
{
    private const int SuperblockSize = 48;
    private const int BufferBytes = 1 << 20;
    private readonly FileStream _stream;
    private readonly FileStream? _own;
    private readonly OutputFile _file;
    private bool _isComplete;

    /// <summary>Begins a file under its name, which goes again unless it is completed.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="overwrite">True to replace a file of that name, at once.</param>
    /// <exception cref="IOException">There is such a file already, or the folder cannot be written to.</exception>
    public Hdf5Writer(string path, bool overwrite = false)
        : this(new FileStream(
            path, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, BufferBytes)) =>
        _own = _stream;

    /// <summary>Begins a file in a stream.</summary>
    /// <param name="stream">Stands at its beginning; stays open. What lies there is written over: who begins the same file again goes on
    /// behind what was written (<see cref="GoOnAt"/>).</param>
    public Hdf5Writer(FileStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _file = new OutputFile(stream);
        _file.Append(new byte[SuperblockSize]);
        Root = new GroupWriter(_file);
    }

    /// <summary>The root group.</summary>
    public GroupWriter Root { get; }

    /// <summary>Bytes written so far.</summary>
    public long Length => _file.Length;

    /// <summary>Goes on behind bytes that an unfinished file holds already.</summary>
    /// <param name="length">Where what is written next lies, unless more has been written.</param>
    public void GoOnAt(long length) => _file.GoOnAt(length);

    /// <summary>Writes out the elements written so far, so that they are there whatever happens.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Flush() => _file.Flush();

    /// <summary>Writes the metadata, and all that is buffered.</summary>
    /// <exception cref="InvalidOperationException">A contiguous dataset is not full, or the file is complete already.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Complete()
    {
        if (_isComplete)
            throw new InvalidOperationException("The file is complete already.");
        long root = Root.Finish();
        var superblock = new LittleEndianBuffer()
            .Raw([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A])
            .U8(3).U8(8).U8(8).U8(0)
            .I64(0).I64(LittleEndianBuffer.Undefined).I64(_file.Length).I64(root)
            .Checksum();
        _file.Overwrite(0, superblock.Written);
        _file.End();
        _isComplete = true;
        _own?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_own is null || _isComplete)
            return;
        try
        {
            _own.Dispose();
        }
        catch (IOException)
        {
            // Closing flushes, and a full disk makes that fail again; what went wrong was said by the write that failed.
        }
        finally
        {
            File.Delete(_own.Name);
        }
    }
}
