using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>Reads frames out of a cube.</summary>
/// <param name="cube">The cube.</param>
/// <param name="maxFrames">Frames of a tile at most.</param>
/// <param name="stored">Reads blocks that are not there. Null: those are 0.</param>
internal sealed class CubeReader(ScanBlockedCube cube, int maxFrames, ITileReader? stored) : ITileReader
{
    private bool _readsStored;
    private byte[] _buffer = [];
    private RemainingFrames _rest;

    private int FrameBytes => cube.Pixels * cube.ElementType.Size();

    public void Seek(FrameRange frames)
    {
        _rest.Begin(frames, cube.Shape.FrameCount);
        _readsStored = false;
    }

    public bool TryRead(out Tile tile)
    {
        while (true)
        {
            if (_readsStored && stored!.TryRead(out tile))
                return true;
            _readsStored = false;
            tile = default;
            if (_rest.IsEmpty)
                return false;
            // A block that is dropped meanwhile stays readable as long as this reader is open.
            var block = cube.Block(_rest.Start / BlockLayout.Frames);
            if (block is not null || stored is null)
            {
                tile = Copy(block);
                return true;
            }

            var part = _rest.Take(BlockLayout.Frames - (int)(_rest.Start % BlockLayout.Frames));
            stored.Seek(part);
            _readsStored = true;
        }
    }

    public void Dispose()
    {
        stored?.Dispose();
        Return();
    }

    private Tile Copy(CubeBlock? block)
    {
        // Frames of one group of lanes are taken out together.
        int inLanes = BlockLayout.Lanes - (int)(_rest.Start % BlockLayout.Lanes);
        var frames = _rest.Take(Math.Min(inLanes, Math.Max(maxFrames, 1)));
        if (_buffer.Length < frames.Count * FrameBytes)
        {
            Return();
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BlockLayout.Lanes * FrameBytes, 1));
        }

        cube.ElementType.Dispatch<CopyAction, bool>(new(cube, block, frames, _buffer.AsSpan(0, frames.Count * FrameBytes)));
        return new(frames, _buffer, FrameBytes);
    }

    private void Return()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
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
