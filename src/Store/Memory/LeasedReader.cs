using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>A reader of memory that stays until the reader is closed.</summary>
internal sealed class LeasedReader(ITileReader inner, ResidentLease.Part lease) : ITileReader
{
    private int _isClosed;

    public void Seek(FrameRange frames) => inner.Seek(frames);

    public bool TryRead(out Tile tile) => inner.TryRead(out tile);

    public Tile Convert(Tile tile, TileForm form) => inner.Convert(tile, form);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        inner.Dispose();
        lease.Dispose();
    }
}
