namespace Ronchi.Engine;

/// <summary>Memory for the rows that the workers of a run append, and a temporary file for those beyond.</summary>
/// <param name="mostBytes">Bytes that are kept in memory, those apart that are being written: a chunk for each worker and result.</param>
/// <param name="folder">Where the temporary file goes; null: where the system puts such files.</param>
internal sealed class RowStore(long mostBytes, string? folder)
{
    private const int LargestChunk = 1 << 20;
    private const int SmallestChunk = 1 << 12;

    private readonly Lock _gate = new();
    private long _held;
    private TemporaryRows? _file;

    /// <summary>Room for the rows that a worker appends next.</summary>
    /// <param name="before">The chunk before; chunks grow, for many UDFs find little.</param>
    /// <param name="least">Bytes that must fit.</param>
    public static byte[] Next(int before, int least) =>
        new byte[Math.Max(Math.Clamp(before * 2L, SmallestChunk, LargestChunk), Math.Min(least * 2L, Array.MaxLength))];

    /// <summary>A chunk is full: it stays in memory, or goes into the file.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="used">Bytes that hold rows.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Seal(RowChunk chunk, int used)
    {
        TemporaryRows file;
        lock (_gate)
        {
            if (_held + chunk.HeldBytes <= mostBytes)
            {
                _held += chunk.HeldBytes;
                return;
            }

            file = _file ??= new(folder);
        }

        chunk.MoveTo(file, used);
    }

    /// <summary>What was kept belongs to results that are of no use any more.</summary>
    public void Restart()
    {
        lock (_gate)
            (_held, _file) = (0, null);
    }
}
