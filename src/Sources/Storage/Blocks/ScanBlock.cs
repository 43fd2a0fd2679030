using System.Runtime.ExceptionServices;

namespace Ronchi.Sources.Storage;

/// <summary>Decoded frames of one block of a scan. All readers that want it decode it together, each chunk once.</summary>
internal sealed class ScanBlock
{
    private readonly long[] _start;
    private readonly long[] _count;
    private readonly long _parts;
    private readonly ManualResetEventSlim _isDecoded = new();
    private long _next;
    private long _left;
    private long _given;
    private Exception? _fault;

    /// <param name="stored">What it is a block of.</param>
    /// <param name="firstFrame">Number of its first frame among them.</param>
    /// <param name="start">First frame along each scan axis.</param>
    /// <param name="count">Frames along each scan axis.</param>
    /// <param name="pixels">At least as large as the frames; filled by <see cref="Decode"/>.</param>
    public ScanBlock(StoredBlocks stored, long firstFrame, ReadOnlySpan<long> start, ReadOnlySpan<long> count, byte[] pixels)
    {
        Stored = stored;
        FirstFrame = firstFrame;
        Node = new(this);
        _start = start.ToArray();
        _count = count.ToArray();
        Pixels = pixels;
        Frames = 1;
        foreach (var length in count)
            Frames *= length;
        _left = _parts = stored.PartsOf(_start, _count);
    }

    /// <summary>What it is a block of.</summary>
    public StoredBlocks Stored { get; }

    /// <summary>Number of its first frame among them.</summary>
    public long FirstFrame { get; }

    /// <summary>The frames, row-major in the block.</summary>
    public byte[] Pixels { get; }

    /// <summary>Number of frames.</summary>
    public long Frames { get; }

    /// <summary>Readers that use it; changed by <see cref="DecodedBlocks"/> alone.</summary>
    public int Users { get; set; }

    /// <summary>Where it stands while nobody uses it; changed by <see cref="DecodedBlocks"/> alone.</summary>
    public DecodedBlocks.Idle? Place { get; set; }

    /// <summary>Its entry there.</summary>
    public LinkedListNode<ScanBlock> Node { get; }

    /// <summary>Whether it cannot be decoded.</summary>
    public bool IsFaulty => Volatile.Read(ref _fault) is not null;

    /// <summary>Whether as many frames as it has were handed out: probably nobody comes back for it.</summary>
    public bool IsSpent => Volatile.Read(ref _given) >= Frames;

    /// <summary>Where a frame stands in the block; see <see cref="ScanBlockGrid.TryFind"/>.</summary>
    public bool TryFind(long frame, out int index, out int run) => Stored.Grid.TryFind(frame, _start, _count, out index, out run);

    /// <summary>Notes that frames were handed out.</summary>
    public void Give(int frames) => Interlocked.Add(ref _given, frames);

    /// <summary>Decodes parts until none is left, and waits for those that others decode.</summary>
    /// <exception cref="Frames.SourceException">One of them cannot be read.</exception>
    public void Decode()
    {
        if (!_isDecoded.IsSet)
        {
            long part;
            while ((part = Interlocked.Increment(ref _next) - 1) < _parts)
                DecodeOne(part);
            _isDecoded.Wait();
        }

        if (_fault is not null)
            ExceptionDispatchInfo.Throw(_fault);
    }

    private void DecodeOne(long part)
    {
        try
        {
            // After a fault nobody wants the rest.
            if (!IsFaulty)
                Stored.Decode(part, _start, _count, Pixels);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _fault, e, null);
        }

        if (Interlocked.Decrement(ref _left) == 0)
            _isDecoded.Set();
    }
}
