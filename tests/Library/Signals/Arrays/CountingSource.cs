using Ronchi.Frames;

namespace Ronchi.Tests.Signals.Arrays;

/// <summary>Counts the frames that are read from another source.</summary>
internal sealed class CountingSource(IFrameSource inner) : IFrameSource
{
    public long FramesRead;

    public SourceInfo Info => inner.Info;

    public DataShape Shape => inner.Shape;

    public ElementType ElementType => inner.ElementType;

    public Validity Validity => inner.Validity;

    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    public long StoredFrameBytes => inner.StoredFrameBytes;

    public ITileReader OpenReader(TileRequest request) => new Reader(this, inner.OpenReader(request));

    public void Dispose() => inner.Dispose();

    private sealed class Reader(CountingSource owner, ITileReader inner) : ITileReader
    {
        public void Seek(FrameRange frames) => inner.Seek(frames);

        public bool TryRead(out Tile tile)
        {
            var any = inner.TryRead(out tile);
            if (any)
                Interlocked.Add(ref owner.FramesRead, tile.Frames.Count);
            return any;
        }

        public void Dispose() => inner.Dispose();
    }
}
