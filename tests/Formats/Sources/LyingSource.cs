using Ronchi.Contracts;
using Ronchi.Frames;

namespace Ronchi.Tests.Sources;

/// <summary>A source of frames in every form with one lie, which the contract of sources must find.</summary>
internal sealed class LyingSource(FormSource honest, SourceLie lie) : IFrameSource
{
    public SourceInfo Info => honest.Info;

    public DataShape Shape => honest.Shape;

    public ElementType ElementType => honest.ElementType;

    public Validity Validity => honest.Validity;

    public IReadOnlyList<TileForm> Forms => lie switch
    {
        SourceLie.HasNoPixels => [.. honest.Forms.Where(static form => form != TileForm.Pixels)],
        SourceLie.ReadsAnything => [TileForm.Pixels],
        _ => honest.Forms,
    };

    public long StoredFrameBytes => honest.StoredFrameBytes;

    public ITileReader OpenReader(TileRequest request) =>
        new Reader(
            this, honest.OpenReader(lie == SourceLie.GivesTooMany ? request with { MaxFrames = request.MaxFrames + 1 } : request), lie);

    public void Dispose() => honest.Dispose();

    private sealed class Reader(LyingSource source, ITileReader inner, SourceLie lie) : ITileReader
    {
        private byte[] _bytes = [];
        private byte[] _live = [];
        private long[] _starts = [];
        private int _seeks;

        public void Seek(FrameRange frames)
        {
            _seeks++;
            if (lie == SourceLie.TakesAnyRange && (frames.Start < 0 || frames.End > source.Shape.FrameCount))
                frames = new(0, 1);
            inner.Seek(lie == SourceLie.StopsEarly && frames.Count > 1 ? frames with { Count = frames.Count - 1 } : frames);
        }

        public bool TryRead(out Tile tile)
        {
            if (!inner.TryRead(out tile))
                return false;
            tile = tile.Form switch
            {
                TileForm.Pixels => Pixels(tile),
                TileForm.BitPlanes => Planes(tile),
                TileForm.Sparse => Sparse(tile),
                _ =>
                    lie == SourceLie.ForgetsNoData
                        ? new Tile(
                            tile.Frames, new BlockedFrames(tile.Blocked.Type, tile.Blocked.First, Copy(tile.Blocked), []), tile.FrameBytes)
                        : tile,
            };
            return true;
        }

        public void Dispose() => inner.Dispose();

        private Tile Pixels(Tile tile)
        {
            if (lie == SourceLie.Misplaces)
                return tile.At(tile.Frames.Start + 1);
            if (lie != SourceLie.AtTheLastPixel && (lie != SourceLie.ChangesTheSecondTime || _seeks < 2))
                return tile;
            _bytes = tile.Bytes().ToArray();
            _bytes[^source.ElementType.Size()] ^= 1;
            return new(tile.Frames, _bytes, tile.FrameBytes);
        }

        private Tile Planes(Tile tile)
        {
            var planes = tile.Planes;
            var layout = planes.Layout;
            var stride = layout.BlockElements / 8 * layout.PlaneCount;
            var slots = tile.Frames.Count * planes.Blocks.Length;
            _bytes = new byte[(stride * slots) + 1];
            _live = new byte[slots];
            _bytes.AsSpan().Clear();
            var tails = new byte[layout.TailElements * layout.ElementBytes * tile.Frames.Count];
            for (var frame = 0; frame < tile.Frames.Count; frame++)
            {
                for (var i = 0; i < planes.Blocks.Length; i++)
                {
                    var slot = (frame * planes.Blocks.Length) + i;
                    planes.Block(frame, i).CopyTo(_bytes.AsSpan(slot * stride));
                    _live[slot] = (byte)(lie == SourceLie.HidesAPlane
                        ? Math.Max(planes.LivePlanes(frame, i) - 1, 0)
                        : planes.LivePlanes(frame, i));
                }

                planes.Tail(frame).CopyTo(tails.AsSpan(frame * layout.TailElements * layout.ElementBytes));
            }

            if (lie == SourceLie.AtTheRawTail)
                tails.AsSpan().Clear();
            return new(tile.Frames, new BitPlanes(layout, planes.Blocks, _bytes, stride, _live, tails));
        }

        private Tile Sparse(Tile tile)
        {
            if (lie != SourceLie.InSparseRows)
                return tile;
            var sparse = tile.Sparse;
            _starts = sparse.RowStarts.ToArray();
            _starts[^1] = Math.Max(_starts[^1] - 1, _starts[^2]);
            return new(tile.Frames, new SparseFrames(sparse.Pixels, _starts, sparse.Columns, sparse.Bytes), tile.FrameBytes);
        }

        private byte[] Copy(BlockedFrames block)
        {
            var values = block.Type == ElementType.U16 ? block.Values<ushort>() : [];
            _bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray();
            return _bytes;
        }
    }
}
