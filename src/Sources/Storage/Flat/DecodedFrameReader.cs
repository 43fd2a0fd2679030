using System.Buffers;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Frames made of what is stored of each: packed, folded or turned pixels.</summary>
/// <param name="inner">Gives what is stored; disposed with this reader.</param>
/// <param name="decoder">Makes pixels of it.</param>
internal sealed class DecodedFrameReader(ITileReader inner, FrameDecoder decoder) : ITileReader
{
    private byte[] _pixels = [];

    public void Seek(FrameRange frames) => inner.Seek(frames);

    public bool TryRead(out Tile tile)
    {
        if (!inner.TryRead(out tile))
            return false;
        var (frames, storedBytes) = (tile.Frames, tile.FrameBytes);
        var stored = tile.Pixels<byte>();
        var bytes = checked(frames.Count * decoder.FrameBytes);
        if (_pixels.Length < bytes)
        {
            Return();
            _pixels = ArrayPool<byte>.Shared.Rent(bytes);
        }

        var start = StageMeter.Now;
        for (var frame = 0; frame < frames.Count; frame++)
            decoder.Decode(
                stored.Slice(frame * storedBytes, storedBytes), _pixels.AsSpan(frame * decoder.FrameBytes, decoder.FrameBytes));
        StageMeter.WasDecoded(start);
        tile = new(frames, _pixels.AsSpan(0, bytes), decoder.FrameBytes);
        return true;
    }

    public void Dispose()
    {
        inner.Dispose();
        Return();
    }

    private void Return()
    {
        if (_pixels.Length > 0)
            ArrayPool<byte>.Shared.Return(_pixels);
        _pixels = [];
    }
}
