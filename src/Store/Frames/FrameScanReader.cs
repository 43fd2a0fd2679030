using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>Gives frames as they lie in memory.</summary>
/// <param name="scan">The frames.</param>
/// <param name="maxFrames">Frames of a tile at most.</param>
/// <param name="stored">Reads pieces that are not there. Null: those are 0.</param>
internal sealed class FrameScanReader(FrameScan scan, int maxFrames, ITileReader? stored) : ITileReader
{
    private readonly int _frameBytes = (int)scan.StoredFrameBytes;
    private byte[] _blank = [];
    private bool _readsStored;
    private RemainingFrames _rest;

    public void Seek(FrameRange frames)
    {
        _rest.Begin(frames, scan.Shape.FrameCount);
        _readsStored = false;
    }

    public bool TryRead(out Tile tile)
    {
        if (_readsStored && stored!.TryRead(out tile))
            return true;
        _readsStored = false;
        tile = default;
        if (_rest.IsEmpty)
            return false;
        int inPiece = scan.PieceFrames - (int)(_rest.Start % scan.PieceFrames);
        var part = _rest.Peek(inPiece);
        var frames = part with { Count = Math.Min(part.Count, Math.Max(maxFrames, 1)) };
        var bytes = scan.Bytes(frames);   // a piece that is dropped meanwhile stays readable as long as this reader is open
        bool isHeld = !bytes.IsEmpty || _frameBytes == 0;
        if (!isHeld && stored is not null)
        {
            _rest.Take(part.Count);
            stored.Seek(part);
            _readsStored = true;
            return TryRead(out tile);
        }

        if (!isHeld)
            frames = frames with { Count = 1 };
        _rest.Take(frames.Count);
        tile = new(frames, isHeld ? bytes : Blank(), _frameBytes);
        return true;
    }

    public void Dispose() => stored?.Dispose();

    private byte[] Blank() => _blank.Length > 0 ? _blank : _blank = new byte[_frameBytes];
}
