using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>Gives the blocks of a cube as they lie in memory.</summary>
internal sealed class CubeBlockReader(ScanBlockedCube cube, int maxFrames) : ITileReader
{
    private readonly int _frameBytes = cube.Pixels * cube.ElementType.Size();
    private CubeBlock? _block;
    private byte[] _dense = [];
    private bool _isCopied;
    private RemainingFrames _rest;

    public void Seek(FrameRange frames) => _rest.Begin(frames, cube.Shape.FrameCount);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        int first = (int)(_rest.Start % BlockedFrames.Frames);
        var frames = _rest.Take(Math.Min(BlockedFrames.Frames - first, Math.Max(maxFrames, 1)));
        _block = cube.Block(frames.Start / BlockedFrames.Frames);
        _isCopied = false;
        var blocked = _block is { } block
            ? new BlockedFrames(block.Type, first, block.Values<byte>(cube.Pixels * block.Type.Size()), block.NoData)
            : new BlockedFrames(cube.ElementType, first, [], []);
        tile = new(frames, blocked, _frameBytes) { Maker = this };
        return true;
    }

    public Tile Convert(Tile tile, TileForm form)
    {
        if (form != TileForm.Pixels || tile.Form != TileForm.Blocked)
            throw new InvalidOperationException($"Tiles of {tile.Form} are not converted to {form} here.");
        int bytes = checked(tile.Frames.Count * _frameBytes);
        if (_dense.Length < bytes)
            _dense = new byte[bytes];
        if (!_isCopied)
            cube.ElementType.Dispatch<CopyAction, bool>(new(cube, _block, tile.Frames, _dense.AsSpan(0, bytes)));
        _isCopied = true;
        return new(tile.Frames, _dense.AsSpan(0, bytes), _frameBytes);
    }

    public void Dispose()
    {
    }

    private readonly ref struct CopyAction(ScanBlockedCube cube, CubeBlock? block, FrameRange frames, Span<byte> buffer)
        : IElementTypeAction<bool>
    {
        private readonly Span<byte> _buffer = buffer;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            cube.CopyFrames(block, frames, MemoryMarshal.Cast<byte, T>(_buffer));
            return true;
        }
    }
}
