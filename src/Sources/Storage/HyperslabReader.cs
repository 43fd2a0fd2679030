using System.Buffers;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources.Storage;

/// <summary>Reads frames of any HDF5 dataset box by box, a whole row of chunks at a time where that fits.</summary>
internal sealed class HyperslabReader : ITileReader
{
    private const long BlockBytes = 64 << 20;

    private readonly IReadOnlyList<Hdf5Dataset> _datasets;
    private readonly long[] _firstFrames;
    private readonly int _detectorRank;
    private readonly int _frameBytes;
    private readonly int _maxFrames;
    private byte[] _block = [];
    private FrameRange _held;
    private FrameRange _rest;

    public HyperslabReader(IReadOnlyList<Hdf5Dataset> datasets, Extent detector, ElementType elementType, int maxFrames)
    {
        _datasets = datasets;
        _detectorRank = detector.Rank;
        _frameBytes = (int)(detector.Count * elementType.Size());
        _maxFrames = Math.Max(maxFrames, 1);
        _firstFrames = new long[datasets.Count + 1];
        for (var i = 0; i < datasets.Count; i++)
            _firstFrames[i + 1] = _firstFrames[i] + ScanOf(datasets[i]).Count;
    }

    public void Seek(FrameRange frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, _firstFrames[^1]);
        _rest = frames;
    }

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.Count == 0)
            return false;
        if (_rest.Start < _held.Start || _rest.Start >= _held.End)
            Load(_rest.Start);
        var frames = _rest with { Count = (int)Math.Min(Math.Min(_rest.Count, _maxFrames), _held.End - _rest.Start) };
        _rest = new(frames.End, _rest.Count - frames.Count);
        tile = new(frames, _block.AsSpan((int)(frames.Start - _held.Start) * _frameBytes), _frameBytes);
        return true;
    }

    public void Dispose()
    {
        if (_block.Length > 0)
            ArrayPool<byte>.Shared.Return(_block);
    }

    private Extent ScanOf(Hdf5Dataset dataset) => new(dataset.Shape.AsSpan()[..^_detectorRank]);

    // Loads the frames of one scan line from the beginning of the chunk that holds the frame.
    private void Load(long frame)
    {
        var number = Array.FindLastIndex(_firstFrames, first => first <= frame);
        while (_firstFrames[number + 1] <= frame)
            number++;
        var dataset = _datasets[number];
        var scan = ScanOf(dataset);
        Span<long> start = stackalloc long[dataset.Shape.Length];
        Span<long> count = stackalloc long[dataset.Shape.Length];
        start.Clear();
        count.Fill(1);
        var local = frame - _firstFrames[number];
        for (var axis = scan.Rank - 1; axis >= 0; axis--)
            (local, start[axis]) = Math.DivRem(local, scan[axis]);
        for (var axis = scan.Rank; axis < count.Length; axis++)
            count[axis] = dataset.Shape[axis];
        var length = 1L;
        if (scan.Rank > 0)
        {
            var line = scan.Rank - 1;
            var chunk = dataset.ChunkShape.Length > 0 ? dataset.ChunkShape[line] : 1;
            var back = chunk * _frameBytes <= BlockBytes ? start[line] % chunk : 0;
            start[line] -= back;
            frame -= back;
            var wanted = chunk * _frameBytes <= BlockBytes ? Math.Max(chunk, _maxFrames / chunk * chunk) : _maxFrames;
            length = count[line] = Math.Min(wanted, scan[line] - start[line]);
        }

        var bytes = checked((int)(length * _frameBytes));
        if (_block.Length < bytes)
        {
            if (_block.Length > 0)
                ArrayPool<byte>.Shared.Return(_block);
            _block = ArrayPool<byte>.Shared.Rent(bytes);
        }

        _held = default;
        try
        {
            dataset.ReadRaw(start, count, _block.AsSpan(0, bytes));
        }
        catch (Hdf5Exception e)
        {
            throw Hdf5Opening.Translate(e);
        }

        _held = new(frame, (int)length);
    }
}
