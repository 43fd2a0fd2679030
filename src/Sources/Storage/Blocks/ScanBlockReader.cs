using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Reads frames of datasets whose chunks hold several frames, from blocks that all readers share.</summary>
internal sealed class ScanBlockReader : ITileReader
{
    private readonly DatasetSequence _datasets;
    private readonly IReadOnlyList<BlockedDataset> _blocked;
    private readonly DecodedBlocks _blocks;
    private readonly int _maxFrames;
    private ScanBlock? _block;
    private FrameRange _rest;
    private bool _isDisposed;

    /// <param name="datasets">Where frames are.</param>
    /// <param name="blocked">The same datasets, cut into blocks.</param>
    /// <param name="blocks">Blocks that are decoded.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public ScanBlockReader(DatasetSequence datasets, IReadOnlyList<BlockedDataset> blocked, DecodedBlocks blocks, int maxFrames)
    {
        _datasets = datasets;
        _blocked = blocked;
        _blocks = blocks;
        _maxFrames = Math.Max(maxFrames, 1);
        foreach (var dataset in blocked)
            blocks.Enter(dataset);
    }

    public void Seek(FrameRange frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, _datasets.FrameCount);
        _rest = frames;
    }

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.Count == 0)
            return false;
        var dataset = _datasets.NumberAt(_rest.Start);
        var local = _rest.Start - _datasets.FirstFrameOf(dataset);
        if (_block is null || _block.Dataset != _blocked[dataset] || !_block.TryFind(local, out var index, out var run))
        {
            GiveBack();
            var block = _blocks.Take(_blocked[dataset], local);
            block.TryFind(local, out index, out run);
            Decode(block);
            _block = block;
        }

        var frames = _rest with { Count = Math.Min(Math.Min(_rest.Count, _maxFrames), run) };
        _rest = new(frames.End, _rest.Count - frames.Count);
        _block.Give(frames.Count);
        tile = new(frames, _block.Pixels.AsSpan(index * _datasets.FrameBytes), _datasets.FrameBytes);
        return true;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        GiveBack();
        foreach (var dataset in _blocked)
            _blocks.Leave(dataset);
    }

    // A block with a fault is not kept: whoever asks again is told again.
    private void Decode(ScanBlock block)
    {
        long start = StageMeter.Now;
        try
        {
            block.Decode();
        }
        catch
        {
            _blocks.GiveBack(block);
            throw;
        }

        StageMeter.WasDecoded(start);
    }

    private void GiveBack()
    {
        if (_block is not null)
            _blocks.GiveBack(_block);
        _block = null;
    }
}
