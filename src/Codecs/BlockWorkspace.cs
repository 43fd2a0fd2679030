using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ronchi.Codecs.Lz4;

namespace Ronchi.Codecs;

/// <summary>
/// One decoded block on the way to its elements: 64-byte aligned, with slack on both sides, one a thread. Remembers where its zeros begin,
/// so sparse blocks clear only what the last one dirtied.
/// </summary>
internal sealed unsafe class BlockWorkspace
{
    // Larger ones are made for the call and left to the garbage collector.
    private const int KeptBytes = 1 << 20;

    [ThreadStatic]
    private static BlockWorkspace? s_kept;

    private readonly byte[] _bytes;
    private readonly int _capacity;
    private int _dirty;
    private int _decoded = -1;

    private BlockWorkspace(int capacity)
    {
        _capacity = capacity;
        _bytes = GC.AllocateUninitializedArray<byte>(checked(capacity + (3 * Lz4Decoder.Slack)), pinned: true);
        byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));
        Block = (byte*)(((nuint)first + (2 * Lz4Decoder.Slack) - 1) & ~(nuint)(Lz4Decoder.Slack - 1));
    }

    /// <summary>The block; the array behind it is pinned for its life.</summary>
    public byte* Block { get; }

    /// <summary>Bytes from here on are zero in the block that was decoded last.</summary>
    public int Dirty => _dirty;

    public static BlockWorkspace ForThread(int blockBytes)
    {
        var kept = s_kept;
        if (kept is not null && kept._capacity >= blockBytes)
            return kept;
        if (blockBytes > KeptBytes)
            return new BlockWorkspace(blockBytes);
        return s_kept = new BlockWorkspace(Math.Max(blockBytes, 1 << 14));
    }

    /// <summary>The block as memory for something else.</summary>
    public Span<byte> Overwrite(int blockBytes)
    {
        _decoded = -1;
        return new Span<byte>(Block, blockBytes);
    }

    /// <summary>Decodes a block that must be <paramref name="blockBytes"/> long.</summary>
    public DecodeStatus Decode(byte* source, int length, byte* readEnd, int blockBytes)
    {
        // Zeros are known up to where the last block ended; a block of another length begins anew.
        int dirty = _decoded == blockBytes ? _dirty : blockBytes;
        _decoded = -1;
        int written = Lz4Decoder.Decode(source, source + length, readEnd, Block, Block + blockBytes, slack: true, ref dirty);
        if (written != blockBytes)
            return written < 0 && written != Lz4Failure.NoRoom ? Lz4Block.Status(written) : DecodeStatus.Corrupt;
        _decoded = blockBytes;
        _dirty = dirty;
        return DecodeStatus.Done;
    }
}
