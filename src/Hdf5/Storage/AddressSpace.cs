namespace Ronchi.Hdf5.Storage;

/// <summary>
/// A file as its own addresses see it: they start at the superblock (behind a user block, if any) and have a declared width.
/// </summary>
/// <param name="source">The bytes.</param>
/// <param name="baseOffset">Bytes from the start of the file to address 0.</param>
/// <param name="offsetSize">Width of an address in bytes: 2, 4 or 8.</param>
/// <param name="lengthSize">Width of a length in bytes: 2, 4 or 8.</param>
/// <param name="verifyChecksums">False only where damaged metadata must be looked at nevertheless.</param>
internal sealed class AddressSpace(ByteSource source, long baseOffset, int offsetSize, int lengthSize, bool verifyChecksums)
{
    /// <summary>The address that stands for "not allocated".</summary>
    public const long Undefined = -1;

    private readonly MetadataBlocks? _blocks = source.Handle is null ? null : new(source);

    public ByteSource Source => source;

    public long BaseOffset => baseOffset;

    public int OffsetSize => offsetSize;

    public int LengthSize => lengthSize;

    public bool VerifyChecksums => verifyChecksums;

    /// <summary>What is known to be wrong with a file that was cut off and is read all the same; else null.</summary>
    public string? Truncation { get; set; }

    /// <summary>Bytes that can be addressed.</summary>
    public long Length => source.Length - baseOffset;

    /// <summary>
    /// Reads a block whose length the file declares; the length is checked against the file before anything is allocated.
    /// </summary>
    public byte[] ReadBlock(long address, long length, string what)
    {
        CheckRange(address, length, what);
        if (length > Array.MaxLength)
            throw Fault(address, $"{what} of {length} bytes is larger than any that can be read at once");
        var block = new byte[length];
        Read(address, block, what);
        return block;
    }

    /// <summary>Reads metadata or a small value; pixels are read from <see cref="Source"/>.</summary>
    /// <param name="address">Where it begins.</param>
    /// <param name="piece">Filled completely.</param>
    /// <param name="what">What is being read, for the message.</param>
    public void Read(long address, Span<byte> piece, string what)
    {
        var offset = baseOffset + address;
        if (_blocks is null || piece.Length > MetadataBlocks.LargestPiece || offset < 0 || offset > source.Length - piece.Length)
            source.ReadExactly(offset, piece, what);
        else
            _blocks.Read(offset, piece, what);
    }

    /// <summary>
    /// Reads a block of at least <paramref name="least"/> bytes, and up to <paramref name="likely"/> if the file goes on.
    /// </summary>
    public byte[] ReadAhead(long address, int least, int likely, string what)
    {
        CheckRange(address, least, what);
        var block = new byte[Math.Max(least, Math.Min(likely, Length - address))];
        Read(address, block, what);
        return block;
    }

    public void CheckRange(long address, long length, string what)
    {
        if (address == Undefined)
            throw Fault(-1, $"{what} has no address");
        if (address < 0 || length < 0 || address > Length - length)
            throw Fault(address, $"{what} of {length} bytes lies outside the file, which has {source.Length} bytes");
    }

    public Hdf5Exception Fault(long address, string problem) =>
        new(source.Name, address < 0 ? -1 : baseOffset + address, problem);

    /// <summary>Checks the last four bytes of <paramref name="block"/> against the rest.</summary>
    public void CheckChecksum(ReadOnlySpan<byte> block, long address, string what)
    {
        if (!verifyChecksums)
            return;
        uint stored = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(block[^4..]);
        if (stored != Lookup3.Hash(block[..^4]))
            throw Fault(address, $"{what} is damaged: its checksum does not match");
    }
}
