using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>Where one worker gathers the values of a piece.</summary>
internal abstract class SparseStaging
{
    public abstract void Add(in Tile tile);

    public abstract void End();
}

/// <inheritdoc/>
internal sealed class SparseStaging<T>(SparseScan scan) : SparseStaging
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly int _pixels = (int)scan.Shape.FrameElements;
    private readonly List<int> _rowStarts = [0];
    private int[] _columns = [];
    private T[] _values = [];
    private int _count;
    private long _first = -1;

    public override void Add(in Tile tile)
    {
        for (int i = 0; i < tile.Frames.Count; i++)
        {
            long position = tile.Frames.Start + i, first = position / scan.PieceFrames * scan.PieceFrames;
            if (first != _first)
            {
                End();
                _first = first;
            }

            while (_rowStarts.Count - 1 < position - first)
                _rowStarts.Add(_count);   // frames that were not recorded
            Frame(tile.Frame<T>(i));
        }
    }

    public override void End()
    {
        if (_first >= 0)
            scan.Put<T>(_first, _rowStarts, _columns.AsSpan(0, _count), _values.AsSpan(0, _count));
        _first = -1;
        _count = 0;
        _rowStarts.RemoveRange(1, _rowStarts.Count - 1);
    }

    private void Frame(ReadOnlySpan<T> frame)
    {
        if (_columns.Length - _count < _pixels)
        {
            int room = Math.Max((int)Math.Min(2L * _columns.Length, Array.MaxLength), _count + _pixels);
            Array.Resize(ref _columns, room);
            Array.Resize(ref _values, room);
        }

        var masked = scan.Validity.MaskedPixels;
        for (int pixel = 0; pixel < frame.Length; pixel++)
        {
            int skipped = frame[pixel..].IndexOfAnyExcept(T.Zero);
            if (skipped < 0)
                break;
            pixel += skipped;
            if (masked?[pixel] == true)
                continue;
            _columns[_count] = pixel;
            _values[_count++] = frame[pixel];
        }

        _rowStarts.Add(_count);
    }
}
