namespace Ronchi.Sources.Storage;

/// <summary>
/// Decoded blocks of all open data: kept while readers use them, and after that as memory allows, those longest that were not yet read to
/// the end.
/// </summary>
internal sealed class DecodedBlocks
{
    // For whoever looks at one frame after the other.
    private const long KeptBytes = 64 << 20;

    // Memory of blocks that were read to the end is used again while it is still in the processor's cache.
    private const long SpentBytes = 4 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<(StoredBlocks Stored, long FirstFrame), ScanBlock> _blocks = [];
    private readonly Idle _spent = new();
    private readonly Idle _wanted = new();
    private long _bytes;

    /// <summary>One for the process: its memory is one.</summary>
    public static DecodedBlocks Shared { get; } = new();

    /// <summary>Bytes that decoded blocks may take when nobody says more: an eighth of the memory that the process may have.</summary>
    public static long UsualBytes { get; } = Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, 128L << 20);

    /// <summary>Bytes that are taken now.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>A reader of stored frames begins.</summary>
    public void Enter(StoredBlocks stored)
    {
        lock (_gate)
            stored.Readers++;
    }

    /// <summary>A reader of stored frames ends. After the last one little is kept.</summary>
    public void Leave(StoredBlocks stored)
    {
        lock (_gate)
        {
            if (--stored.Readers > 0)
                return;
            while (_spent.Bytes + _wanted.Bytes > KeptBytes)
                Drop(_spent.Oldest ?? _wanted.Oldest!);
        }
    }

    /// <summary>Drops the blocks of data that are closed; those in use when they are given back.</summary>
    public void Forget(StoredBlocks stored)
    {
        lock (_gate)
        {
            stored.IsClosed = true;
            foreach (var block in _blocks.Values.Where(block => block.Stored == stored && block.Users == 0).ToList())
                Drop(block);
        }
    }

    /// <summary>The block that holds a frame. The caller has it decoded (<see cref="ScanBlock.Decode"/>) and gives it back.</summary>
    /// <param name="stored">The frames.</param>
    /// <param name="frame">Number of the frame among them.</param>
    public ScanBlock Take(StoredBlocks stored, long frame)
    {
        Span<long> start = stackalloc long[stored.Grid.Rank], count = stackalloc long[stored.Grid.Rank];
        var first = stored.Grid.BlockOf(frame, start, count);
        lock (_gate)
        {
            if (!_blocks.TryGetValue((stored, first), out var block))
            {
                var frames = 1L;
                foreach (var length in count)
                    frames *= length;
                var pixels = Room(stored.BytesOf(frames), stored.MemoryBytes);
                block = new(stored, first, start, count, pixels);
                _blocks.Add((stored, first), block);
                _bytes += pixels.Length;
            }

            block.Place?.Remove(block);
            block.Place = null;
            block.Users++;
            return block;
        }
    }

    /// <summary>A reader no longer uses a block.</summary>
    public void GiveBack(ScanBlock block)
    {
        lock (_gate)
        {
            if (--block.Users > 0)
                return;
            if (block.IsFaulty || block.Stored.IsClosed)
            {
                Drop(block);
                return;
            }

            block.Place = block.IsSpent ? _spent : _wanted;
            block.Place.Add(block);
        }
    }

    // Memory of a block that goes serves the one that comes.
    private byte[] Room(int bytes, long most)
    {
        byte[]? free = null;
        while (true)
        {
            var victim = _spent.Bytes + bytes > SpentBytes || _bytes + bytes > most ? _spent.Oldest : null;
            victim ??= _bytes + bytes > most ? _wanted.Oldest : null;
            if (victim is null)
                return free ?? GC.AllocateUninitializedArray<byte>(bytes);
            Drop(victim);
            if (victim.Pixels.Length >= bytes && victim.Pixels.Length / 2 <= bytes)
                free = victim.Pixels;
        }
    }

    private void Drop(ScanBlock block)
    {
        block.Place?.Remove(block);
        block.Place = null;
        _blocks.Remove((block.Stored, block.FirstFrame));
        _bytes -= block.Pixels.Length;
    }

    /// <summary>Blocks that nobody uses, the one given back first to the front.</summary>
    internal sealed class Idle
    {
        private readonly LinkedList<ScanBlock> _blocks = [];

        /// <summary>Bytes of all.</summary>
        public long Bytes { get; private set; }

        /// <summary>The one that was given back first.</summary>
        public ScanBlock? Oldest => _blocks.First?.Value;

        public void Add(ScanBlock block)
        {
            _blocks.AddLast(block.Node);
            Bytes += block.Pixels.Length;
        }

        public void Remove(ScanBlock block)
        {
            _blocks.Remove(block.Node);
            Bytes -= block.Pixels.Length;
        }
    }
}
