using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Reads frames whose chunks hold several of them, from blocks that all readers share.</summary>
internal sealed class ScanBlockReader : ITileReader
{
    private readonly IReadOnlyList<StoredBlocks> _stored;
    private readonly FrameOffsets _offsets;
    private readonly DecodedBlocks _blocks;
    private readonly int _maxFrames;
    private ScanBlock? _block;
    private RemainingFrames _rest;
    private bool _isDisposed;

    /// <param name="stored">Frames that follow one another, all of one size.</param>
    /// <param name="blocks">Blocks that are decoded.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public ScanBlockReader(IReadOnlyList<StoredBlocks> stored, DecodedBlocks blocks, int maxFrames)
    {
        _stored = stored;
        _offsets = new(stored.Select(static frames => frames.FrameCount));
        _blocks = blocks;
        _maxFrames = Math.Max(maxFrames, 1);
        foreach (var frames in stored)
            blocks.Enter(frames);
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _offsets.FrameCount);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var number = _offsets.NumberAt(_rest.Start);
        var (stored, local) = (_stored[number], _rest.Start - _offsets.FirstFrameOf(number));
        if (_block is null || _block.Stored != stored || !_block.TryFind(local, out var index, out var run))
        {
            GiveBack();
            var block = _blocks.Take(stored, local);
            block.TryFind(local, out index, out run);
            Decode(block);
            _block = block;
        }

        var frames = _rest.Take(Math.Min(_maxFrames, run));
        _block.Give(frames.Count);
        tile = new(frames, _block.Pixels.AsSpan(stored.BytesOf(index)), stored.FrameBytes);
        return true;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        GiveBack();
        foreach (var frames in _stored)
            _blocks.Leave(frames);
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
