using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Throughput.Suites;

/// <summary>Sparse frames that are already in memory as sparse rows.</summary>
internal sealed class HeldSparse : IFrameSource
{
    private readonly List<long> _starts = [0];
    private readonly List<int> _columns = [];
    private readonly List<ushort> _values = [];

    public HeldSparse(ReadOnlySpan<ushort> dense, DataShape shape)
    {
        Shape = shape;
        int width = (int)shape.FrameElements;
        for (int i = 0; i < dense.Length; i++)
        {
            if (dense[i] != 0)
            {
                _columns.Add(i % width);
                _values.Add(dense[i]);
            }

            if (i % width == width - 1)
                _starts.Add(_columns.Count);
        }
    }

    public SourceInfo Info { get; } = new("memory", "memory");

    public DataShape Shape { get; }

    public ElementType ElementType => ElementType.U16;

    public Validity Validity => Validity.Everything;

    public IReadOnlyList<TileForm> Forms => [TileForm.Sparse, TileForm.Pixels];

    public long StoredFrameBytes => Math.Max(1, _values.Count * 6L / Shape.FrameCount);

    public ITileReader OpenReader(TileRequest request) => new Reader(this, Math.Max(request.MaxFrames, 64));

    public void Dispose()
    {
        // Nothing is open.
    }

    private sealed class Reader(HeldSparse source, int maxFrames) : ITileReader
    {
        private readonly long[] _starts = new long[maxFrames + 1];
        private FrameRange _rest;

        public void Seek(FrameRange frames) => _rest = frames;

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (_rest.Count == 0)
                return false;
            var frames = _rest with { Count = Math.Min(_rest.Count, maxFrames) };
            _rest = new(frames.End, _rest.Count - frames.Count);
            var starts = CollectionsMarshal.AsSpan(source._starts).Slice((int)frames.Start, frames.Count + 1);
            for (int i = 0; i < starts.Length; i++)
                _starts[i] = starts[i] - starts[0];
            var range = (int)starts[0]..(int)starts[^1];
            tile = new(
                frames,
                new SparseFrames(
                    (int)source.Shape.FrameElements,
                    _starts.AsSpan(0, starts.Length),
                    CollectionsMarshal.AsSpan(source._columns)[range],
                    MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(source._values)[range])),
                (int)source.Shape.FrameElements * 2);
            return true;
        }

        public void Dispose()
        {
            // Tiles are views.
        }
    }
}
