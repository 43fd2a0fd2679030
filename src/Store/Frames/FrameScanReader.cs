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
    private FrameRange _rest;

    public void Seek(FrameRange frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, scan.Shape.FrameCount);
        (_rest, _readsStored) = (frames, false);
    }

    public bool TryRead(out Tile tile)
    {
        if (_readsStored && stored!.TryRead(out tile))
            return true;
        _readsStored = false;
        tile = default;
        if (_rest.Count == 0)
            return false;
        int inPiece = scan.PieceFrames - (int)(_rest.Start % scan.PieceFrames);
        var part = _rest with { Count = Math.Min(_rest.Count, inPiece) };
        var frames = part with { Count = Math.Min(part.Count, Math.Max(maxFrames, 1)) };
        var bytes = scan.Bytes(frames);   // a piece that is dropped meanwhile stays readable as long as this reader is open
        bool isHeld = !bytes.IsEmpty || _frameBytes == 0;
        if (!isHeld && stored is not null)
        {
            _rest = new(part.End, _rest.Count - part.Count);
            stored.Seek(part);
            _readsStored = true;
            return TryRead(out tile);
        }

        if (!isHeld)
            frames = frames with { Count = 1 };
        _rest = new(frames.End, _rest.Count - frames.Count);
        tile = new(frames, isHeld ? bytes : Blank(), _frameBytes);
        return true;
    }

    public void Dispose() => stored?.Dispose();

    private byte[] Blank() => _blank.Length > 0 ? _blank : _blank = new byte[_frameBytes];
}
