using Ronchi.Frames;

namespace Ronchi.Sources.Series;

/// <summary>Reads the members of a series one after another; opens the reader of a member when its first frame is asked for.</summary>
internal sealed class SeriesReader(long memberFrames, int members, Func<int, ITileReader> open) : ITileReader
{
    private ITileReader? _reader;
    private int _member = -1;
    private bool _isWithin;
    private RemainingFrames _rest;

    public void Seek(FrameRange frames)
    {
        _rest.Begin(frames, memberFrames * members);
        _isWithin = false;
    }

    public bool TryRead(out Tile tile)
    {
        while (true)
        {
            if (_isWithin && _reader!.TryRead(out var read))
            {
                tile = read.At(read.Frames.Start + (_member * memberFrames));
                return true;
            }

            tile = default;
            _isWithin = false;
            if (_rest.IsEmpty)
                return false;
            var (member, first) = Math.DivRem(_rest.Start, memberFrames);
            var part = new FrameRange(first, (int)Math.Min(_rest.Count, memberFrames - first));
            _rest.Take(part.Count);
            if (member != _member)
            {
                _reader?.Dispose();
                _reader = null;
                _member = (int)member;
                _reader = open(_member);
            }

            _reader!.Seek(part);
            _isWithin = true;
        }
    }

    public void Dispose() => _reader?.Dispose();
}
