using System.Buffers;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Where stored frames stand in a scan of which parts are missing.</summary>
internal sealed class FrameGaps
{
    private readonly List<(FrameRange Scan, long Stored)> _runs = [];

    /// <param name="runs">Where the stored frames stand in the scan, in the order in which they are stored, ascending.</param>
    public FrameGaps(IEnumerable<FrameRange> runs)
    {
        var stored = 0L;
        foreach (var run in runs)
        {
            _runs.Add((run, stored));
            stored += run.Count;
        }
    }

    /// <summary>Copies the stored frames of a range to where they are held.</summary>
    public void Hold(FrameRange range, IFrameMemory memory, Action<FrameRange, IFrameMemory> hold)
    {
        for (var start = range.Start; start < range.End;)
        {
            var (piece, stored) = Piece(start, range.End);
            if (stored >= 0)
                hold(piece with { Start = stored }, memory);
            start = piece.End;
        }
    }

    /// <summary>
    /// A reader by places in the scan over one by numbers of stored frames. Frames that are missing read as zeros, where pixels are asked
    /// for.
    /// </summary>
    /// <param name="stored">The reader of the stored frames; disposed with the new one.</param>
    /// <param name="form">The form that it gives.</param>
    /// <param name="frameBytes">Bytes of one frame as dense values.</param>
    public ITileReader Over(ITileReader stored, TileForm form, int frameBytes) => new Reader(this, stored, form, frameBytes);

    // The longest piece from a frame on that is stored as one run, or missing as one (then with -1).
    private (FrameRange Piece, long Stored) Piece(long start, long end)
    {
        foreach (var (scan, stored) in _runs)
        {
            if (start < scan.Start)
                return (new(start, (int)Math.Min(Math.Min(end, scan.Start) - start, int.MaxValue)), -1);
            if (start < scan.End)
                return (new(start, (int)(Math.Min(end, scan.End) - start)), stored + start - scan.Start);
        }

        return (new(start, (int)Math.Min(end - start, int.MaxValue)), -1);
    }

    private sealed class Reader(FrameGaps gaps, ITileReader stored, TileForm form, int frameBytes) : ITileReader
    {
        private byte[] _blank = [];
        private RemainingFrames _rest;
        private long _shift;
        private bool _isWithin;

        public void Seek(FrameRange frames)
        {
            _rest.Begin(frames, long.MaxValue);   // behind the last one that is stored there are gaps
            _isWithin = false;
        }

        public bool TryRead(out Tile tile)
        {
            while (true)
            {
                if (_isWithin && stored.TryRead(out var read))
                {
                    tile = read.At(read.Frames.Start + _shift);
                    return true;
                }

                _isWithin = false;
                tile = default;
                if (_rest.IsEmpty)
                    return false;
                var (piece, first) = gaps.Piece(_rest.Start, _rest.End);
                if (first < 0)
                {
                    tile = Blank(_rest.Start);
                    _rest.Take(1);
                    return true;
                }

                _rest.Take(piece.Count);
                _shift = piece.Start - first;
                stored.Seek(piece with { Start = first });
                _isWithin = true;
            }
        }

        public void Dispose()
        {
            stored.Dispose();
            if (_blank.Length > 0)
                ArrayPool<byte>.Shared.Return(_blank);
        }

        private Tile Blank(long frame)
        {
            if (form != TileForm.Pixels)
                throw new InvalidOperationException($"Frame {frame} is missing and has no {form}.");
            if (_blank.Length == 0)
                _blank = ArrayPool<byte>.Shared.Rent(frameBytes);
            _blank.AsSpan(0, frameBytes).Clear();
            return new(new FrameRange(frame, 1), _blank.AsSpan(0, frameBytes), frameBytes);
        }
    }
}
