namespace Ronchi.Engine;

/// <summary>Rows that a worker appended, in memory as long as there is room for them; what was appended never changes.</summary>
/// <param name="bytes">Room for rows.</param>
internal sealed class RowChunk(byte[] bytes) : IRowStorage
{
    private byte[]? _memory = bytes;
    private TemporaryRows? _file;
    private long _at;

    /// <inheritdoc/>
    public long HeldBytes => Volatile.Read(ref _memory)?.Length ?? 0;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(long offset, int count) => Volatile.Read(ref _memory) is { } memory
        ? memory.AsSpan(checked((int)offset), count)
        : _file!.Read(_at + offset, count);

    /// <summary>Moves the rows into a file. Who reads meanwhile is not disturbed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="used">Bytes that hold rows.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void MoveTo(TemporaryRows file, int used)
    {
        _at = file.Write(_memory.AsSpan(0, used));
        _file = file;
        Volatile.Write(ref _memory, null);
    }
}
