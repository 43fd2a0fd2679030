namespace Ronchi.Hdf5.Writing;

/// <summary>
/// Writes an HDF5 file in the format of library version 1.10: superblock 3, version 2 object headers, compact links and
/// attributes, contiguous datasets and chunked ones with a fixed array. Elements go to the file at once, metadata at
/// <see cref="Complete"/>. The file gets its name only then; disposing without it leaves nothing behind. Not safe for
/// several threads at once.
/// </summary>
public sealed class Hdf5Writer : IDisposable
{
    private const int SuperblockSize = 48;
    private readonly OutputFile _file;
    private bool _isClosed;
    private bool _isComplete;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="overwrite">True to replace a file of that name, when complete.</param>
    /// <param name="unfinished">Path of the file while it is not complete. What lies there is written over: who begins the same file again
    /// goes on behind what was written (<see cref="GoOnAt"/>). It stays when it is not completed. Null: it goes.</param>
    /// <exception cref="IOException">There is such a file already, or the folder cannot be written to.</exception>
    public Hdf5Writer(string path, bool overwrite = false, string? unfinished = null)
    {
        _file = new OutputFile(path, overwrite, unfinished);
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

    /// <summary>
    /// Writes the metadata and closes the file, which has no name yet: of several files that belong together, all are closed before the
    /// first gets its name.
    /// </summary>
    /// <exception cref="InvalidOperationException">A contiguous dataset is not full.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Close()
    {
        if (_isClosed)
            return;
        long root = Root.Finish();
        var superblock = new LittleEndianBuffer()
            .Raw([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A])
            .U8(3).U8(8).U8(8).U8(0)
            .I64(0).I64(LittleEndianBuffer.Undefined).I64(_file.Length).I64(root)
            .Checksum();
        _file.Overwrite(0, superblock.Written);
        _file.Close();
        _isClosed = true;
    }

    /// <summary>Writes the metadata, closes the file and gives it its name.</summary>
    /// <exception cref="InvalidOperationException">A contiguous dataset is not full, or the file is complete already.</exception>
    /// <exception cref="IOException">The disk is full, or a file of that name appeared meanwhile.</exception>
    public void Complete()
    {
        if (_isComplete)
            throw new InvalidOperationException("The file is complete already.");
        Close();
        _file.Complete();
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
