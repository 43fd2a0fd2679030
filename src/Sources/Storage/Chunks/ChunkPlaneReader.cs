using System.Buffers;
using Ronchi.Codecs;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Decodes stored frames to bit planes, and of those only the blocks that somebody reads.</summary>
internal sealed class ChunkPlaneReader : ITileReader
{
    private readonly ChunkedFrames _frames;
    private readonly StoredFrameReader _stored;
    private readonly PlaneLayout _layout;
    private readonly PlaneGeometry _geometry;
    private readonly int[] _blocks;
    private readonly PlaneBuffer _buffer = new();
    private readonly int _maxFrames;
    private byte[]? _pixels;
    private byte[]? _recoded;
    private byte[] _dense = [];
    private bool _isUnshuffled;
    private RemainingFrames _rest;

    public ChunkPlaneReader(ChunkedFrames frames, PlaneLayout layout, PixelSet? support, int maxFrames, IFrameMemory? memory)
    {
        _frames = frames;
        _layout = layout;
        _stored = new(frames, memory);
        _geometry = new(layout.ElementBytes, layout.FrameElements, layout.BlockElements);
        _blocks = [.. Enumerable.Range(0, layout.BlockCount).Where(block => support is null || Touches(support, layout, block))];
        _maxFrames = Math.Max(maxFrames, 1);
        _buffer.Prepare(_geometry, _maxFrames, _blocks.Length);
    }

    public void Seek(FrameRange frames)
    {
        _stored.Seek(frames);
        _rest.Begin(frames, _frames.FrameCount);
    }

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var range = _rest.Take(_maxFrames);
        for (var frame = 0; frame < range.Count; frame++)
        {
            if (!_stored.TryNext(out var stored))
                throw new InvalidOperationException("The stored frames ended before the range did.");
            long start = StageMeter.Now;
            Decode(stored, frame);
            StageMeter.WasDecoded(start);
        }

        tile = new(range, new BitPlanes(_layout, _blocks, _buffer.Slab, _buffer.SlotStride, _buffer.LivePlanes, _buffer.Tails))
        {
            Maker = this,
        };
        _isUnshuffled = false;
        return true;
    }

    /// <summary>The pixels of a tile of planes; blocks outside the support hold 0.</summary>
    public Tile Convert(Tile tile, TileForm form)
    {
        if (form != TileForm.Pixels || tile.Form != TileForm.BitPlanes)
            throw new InvalidOperationException($"Tiles of {tile.Form} are not converted to {form} here.");
        var bytes = checked(tile.Frames.Count * _frames.FrameBytes);
        if (_dense.Length < bytes)
            _dense = new byte[bytes];
        for (var frame = 0; frame < tile.Frames.Count && !_isUnshuffled; frame++)
            Unshuffle(tile.Planes, frame, _dense.AsSpan(frame * _frames.FrameBytes, _frames.FrameBytes));
        _isUnshuffled = true;
        return new(tile.Frames, _dense.AsSpan(0, bytes), _frames.FrameBytes);
    }

    public void Dispose()
    {
        _stored.Dispose();
        _buffer.Dispose();
        if (_pixels is not null)
            ArrayPool<byte>.Shared.Return(_pixels);
        if (_recoded is not null)
            ArrayPool<byte>.Shared.Return(_recoded);
    }

    private void Unshuffle(BitPlanes planes, int frame, Span<byte> pixels)
    {
        if (_blocks.Length < _layout.BlockCount)
            pixels.Clear();
        for (var i = 0; i < _blocks.Length; i++)
        {
            var block = planes.Block(frame, i);
            Bitshuffle.Unshuffle(
                block, pixels.Slice(_blocks[i] * _layout.BlockElements * _layout.ElementBytes, block.Length), _layout.ElementBytes);
        }

        planes.Tail(frame).CopyTo(pixels[^(_layout.TailElements * _layout.ElementBytes)..]);
    }

    private static bool Touches(PixelSet support, PlaneLayout layout, int block) =>
        support.Bits.Slice(layout.BitmapOffset(block), layout.PlaneBytes(block)).ContainsAnyExcept((byte)0);

    private void Decode(ReadOnlySpan<byte> stored, int frame)
    {
        var isUsual = _stored.Entry.IsStored && _stored.Entry.FilterMask == 0
            && BitshuffleLz4Header.TryRead(stored, out var header) == DecodeStatus.Done
            && header.BlockBytes == _layout.BlockElements * _layout.ElementBytes;
        if (!isUsual)
            stored = Recode(stored);
        StoredFrame.Check(BitshuffleLz4.DecodePlanes(stored, _geometry, _blocks, _buffer, frame).Status, _stored);
    }

    // A frame that was never written, was left uncompressed or has blocks of another size comes by way of its pixels.
    private ReadOnlySpan<byte> Recode(ReadOnlySpan<byte> stored)
    {
        var blockBytes = _layout.BlockElements * _layout.ElementBytes;
        _pixels ??= ArrayPool<byte>.Shared.Rent(_frames.FrameBytes);
        _recoded ??= ArrayPool<byte>.Shared.Rent(
            checked((int)BitshuffleLz4.MaxEncodedLength(_frames.FrameBytes, _layout.ElementBytes, blockBytes)));
        var pixels = _pixels.AsSpan(0, _frames.FrameBytes);
        StoredFrame.Decode(stored, _stored, _frames, pixels);
        return _recoded.AsSpan(0, BitshuffleLz4.Encode(pixels, _layout.ElementBytes, blockBytes, _recoded));
    }
}
