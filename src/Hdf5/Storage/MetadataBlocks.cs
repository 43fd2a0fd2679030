namespace Ronchi.Hdf5.Storage;

/// <summary>
/// Parts of a file that were read a short while ago. Object headers, links and small values lie close together and are read in small
/// pieces: over a network each piece would cost a round trip.
/// </summary>
/// <param name="source">The file. What another program changes in it later is not seen: open it anew.</param>
internal sealed class MetadataBlocks(ByteSource source)
{
    /// <summary>What is larger is read as it is.</summary>
    public const int LargestPiece = 8 << 10;

    private const int BlockBytes = 16 << 10;
    private const int MostBlocks = 32;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, byte[]> _blocks = [];
    private readonly Queue<long> _order = [];

    /// <summary>Reads a piece that lies inside the file.</summary>
    /// <param name="offset">Bytes from the start of the file.</param>
    /// <param name="piece">Filled completely.</param>
    /// <param name="what">What is being read, for the message.</param>
    /// <exception cref="Hdf5Exception">The file was shortened while it was open.</exception>
    public void Read(long offset, Span<byte> piece, string what)
    {
        lock (_lock)
        {
            while (!piece.IsEmpty)
            {
                var start = offset / BlockBytes * BlockBytes;
                var part = Block(start, what).AsSpan((int)(offset - start));
                part = part[..Math.Min(part.Length, piece.Length)];
                part.CopyTo(piece);
                piece = piece[part.Length..];
                offset += part.Length;
            }
        }
    }

    private byte[] Block(long start, string what)
    {
        if (_blocks.TryGetValue(start, out var known))
            return known;
        var block = new byte[Math.Min(BlockBytes, source.Length - start)];
        source.ReadExactly(start, block, what);
        if (_order.Count == MostBlocks)
            _blocks.Remove(_order.Dequeue());
        _order.Enqueue(start);
        return _blocks[start] = block;
    }
}
