using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>The superblock (format specification 3.0, II.A): where the root group is and how wide addresses are.</summary>
/// <param name="Space">The file, as its own addresses see it.</param>
/// <param name="Version">0 to 3.</param>
/// <param name="RootHeader">Address of the root group's object header.</param>
/// <param name="ChunkNodeRank">Half the largest number of children of a version 1 chunk B-tree node.</param>
/// <param name="IsBeingWritten">Whether a program says that it has the file open for writing; null: such files do not say it.</param>
internal sealed record Superblock(AddressSpace Space, int Version, long RootHeader, int ChunkNodeRank, bool? IsBeingWritten)
{
    private const int DefaultChunkNodeRank = 32;
    private const int OpenForWriting = 1 | 4;   // consistency flags: write access, single writer with many readers
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>True when a superblock stands at 0, 512, 1024, 2048 and so on.</summary>
    public static long Find(ByteSource source)
    {
        Span<byte> found = stackalloc byte[8];
        for (long offset = 0; offset <= source.Length - 8; offset = offset == 0 ? 512 : offset * 2)
        {
            source.ReadExactly(offset, found, "the signature");
            if (found.SequenceEqual(Signature))
                return offset;
        }
        return -1;
    }

    public static Superblock Read(ByteSource source, bool verifyChecksums, bool allowsTruncated)
    {
        long offset = Find(source);
        if (offset < 0)
            throw new Hdf5Exception(source.Name, 0, "this is not an HDF5 file: it has no HDF5 signature");
        Span<byte> start = stackalloc byte[16];
        source.ReadExactly(offset, start, "the superblock");
        int version = start[8];
        return version switch
        {
            0 or 1 => ReadOld(source, offset, start[13], start[14], version, verifyChecksums, allowsTruncated),
            2 or 3 => ReadNew(source, offset, start[9], start[10], version, verifyChecksums, allowsTruncated),
            _ => throw new Hdf5Exception(source.Name, offset + 8, $"the superblock has version {version}, only 0 to 3 are known"),
        };
    }

    private static AddressSpace SpaceOf(ByteSource source, long offset, int offsetSize, int lengthSize, bool verifyChecksums)
    {
        if (offsetSize is not (2 or 4 or 8) || lengthSize is not (2 or 4 or 8))
            throw new Hdf5Exception(
                source.Name,
                offset,
                $"the superblock declares addresses of {offsetSize} and lengths of {lengthSize} bytes; 2, 4 and 8 are known");
        return new AddressSpace(source, offset, offsetSize, lengthSize, verifyChecksums);
    }

    private static Superblock ReadOld(
        ByteSource source, long offset, int offsetSize, int lengthSize, int version, bool verifyChecksums, bool allowsTruncated)
    {
        var space = SpaceOf(source, offset, offsetSize, lengthSize, verifyChecksums);
        int fixedPart = version == 0 ? 24 : 28;
        var block = space.ReadBlock(0, fixedPart + (6 * offsetSize) + 24, "the superblock");
        var cursor = new Cursor(space, 0, block, "the superblock");
        cursor.Skip(20 + 4);
        int rank = DefaultChunkNodeRank;
        if (version == 1)
        {
            rank = Math.Max(1, (int)cursor.U16());
            cursor.Skip(2);
        }
        cursor.Offset();
        cursor.Offset();
        CheckEnd(space, cursor.Offset(), cursor.Address, allowsTruncated);
        cursor.Offset();
        cursor.Offset();
        return new Superblock(space, version, cursor.Offset(), rank, IsBeingWritten: null);
    }

    private static Superblock ReadNew(
        ByteSource source, long offset, int offsetSize, int lengthSize, int version, bool verifyChecksums, bool allowsTruncated)
    {
        var space = SpaceOf(source, offset, offsetSize, lengthSize, verifyChecksums);
        var block = space.ReadBlock(0, 12 + (4 * offsetSize) + 4, "the superblock");
        space.CheckChecksum(block, 0, "the superblock");
        var cursor = new Cursor(space, 0, block, "the superblock");
        cursor.Skip(12);
        cursor.Offset();
        long extension = cursor.Offset();
        CheckEnd(space, cursor.Offset(), cursor.Address, allowsTruncated);
        long root = cursor.Offset();
        return new Superblock(space, version, root, RankOf(space, extension), version >= 3 ? (block[11] & OpenForWriting) != 0 : null);
    }

    private static int RankOf(AddressSpace space, long extension)
    {
        if (extension == AddressSpace.Undefined)
            return DefaultChunkNodeRank;
        foreach (var message in ObjectHeader.Read(space, extension).All(MessageKind.BTreeRanks))
        {
            var cursor = message.Open(space, "the B-tree K message");
            cursor.ExpectVersion(0);
            return Math.Max(1, (int)cursor.U16());
        }
        return DefaultChunkNodeRank;
    }

    private static void CheckEnd(AddressSpace space, long end, long fieldAddress, bool allowsTruncated)
    {
        // The field counts from the superblock in files with a user block written by the library; tools that prepend one later leave it as
        // it was.
        if (end == AddressSpace.Undefined || end <= space.Length || end <= space.Source.Length)
            return;
        space.Truncation = $"the file is truncated: the superblock declares {end} bytes, but the file has {space.Length}";
        if (!allowsTruncated)
            throw new Hdf5Exception(space.Source.Name, space.BaseOffset + fieldAddress, space.Truncation) { IsTruncation = true };
    }
}
