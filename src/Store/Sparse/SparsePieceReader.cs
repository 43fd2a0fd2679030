using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>Reads frames out of sparse pieces, as they are or scattered into dense ones.</summary>
internal sealed class SparsePieceReader(SparseScan scan, TileRequest request) : ITileReader
{
    private readonly int _pixels = (int)scan.Shape.FrameElements;
    private readonly int _frameBytes = (int)scan.Shape.FrameElements * scan.ElementType.Size();
    private readonly long[] _rowStarts = new long[scan.PieceFrames + 1];
    private byte[] _dense = [];
    private RemainingFrames _rest;

    public void Seek(FrameRange frames) => _rest.Begin(frames, scan.Shape.FrameCount);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var (number, inPiece) = Math.DivRem(_rest.Start, scan.PieceFrames);
        int first = (int)inPiece,
            most = request.Form == TileForm.Pixels ? Math.Max(1, (1 << 20) / Math.Max(_frameBytes, 1)) : scan.PieceFrames;
        var frames = _rest.Take(Math.Min(scan.PieceFrames - first, Math.Clamp(request.MaxFrames, 1, most)));
        var piece = scan.Piece(number);
        int start = Start(piece, first), end = Start(piece, first + frames.Count);
        for (int frame = 0; frame <= frames.Count; frame++)
            _rowStarts[frame] = Start(piece, first + frame) - start;
        var sparse = piece is null
            ? new SparseFrames(_pixels, _rowStarts.AsSpan(0, frames.Count + 1), [], [])
            : new SparseFrames(_pixels, _rowStarts.AsSpan(0, frames.Count + 1), piece.ColumnsOf(start, end), piece.ValuesOf(start, end));
        if (request.Form == TileForm.Sparse)
        {
            tile = new(frames, sparse, _frameBytes);
            return true;
        }

        int bytes = frames.Count * _frameBytes;
        if (_dense.Length < bytes)
            _dense = new byte[bytes];
        _dense.AsSpan(0, bytes).Clear();
        scan.ElementType.Dispatch<ScatterAction, bool>(new(sparse, frames.Count, _dense));
        tile = new(frames, _dense, _frameBytes);
        return true;
    }

    public void Dispose()
    {
    }

    // Behind the last recorded frame of a piece there is nothing.
    private static int Start(SparsePiece? piece, int frame) =>
        piece is null ? 0 : piece.RowStarts[Math.Min(frame, piece.RowStarts.Length - 1)];

    private readonly ref struct ScatterAction(SparseFrames sparse, int frames, Span<byte> dense) : IElementTypeAction<bool>
    {
        private readonly SparseFrames _sparse = sparse;
        private readonly Span<byte> _dense = dense;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = _sparse.Values<T>();
            var pixels = MemoryMarshal.Cast<byte, T>(_dense);
            for (int frame = 0; frame < frames; frame++)
            {
                for (long i = _sparse.RowStarts[frame]; i < _sparse.RowStarts[frame + 1]; i++)
                    pixels[(frame * _sparse.Pixels) + _sparse.Columns[(int)i]] = values[(int)i];
            }

            return true;
        }
    }
}
