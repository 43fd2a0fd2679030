using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>Reads frames out of a cube.</summary>
internal sealed class CubeReader(ScanBlockedCube cube, int maxFrames) : ITileReader
{
    private byte[] _buffer = [];
    private FrameRange _rest;

    private int FrameBytes => cube.Pixels * cube.ElementType.Size();

    public void Seek(FrameRange frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, cube.Shape.FrameCount);
        _rest = frames;
    }

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.Count == 0)
            return false;
        // Frames of one group of lanes are taken out together.
        int inLanes = BlockLayout.Lanes - (int)(_rest.Start % BlockLayout.Lanes);
        var frames = _rest with { Count = Math.Min(Math.Min(_rest.Count, inLanes), Math.Max(maxFrames, 1)) };
        _rest = new(frames.End, _rest.Count - frames.Count);
        if (_buffer.Length < frames.Count * FrameBytes)
        {
            Return();
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BlockLayout.Lanes * FrameBytes, 1));
        }

        cube.ElementType.Dispatch<Copying, bool>(new(cube, frames, _buffer.AsSpan(0, frames.Count * FrameBytes)));
        tile = new(frames, _buffer, FrameBytes);
        return true;
    }

    public void Dispose() => Return();

    private void Return()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private readonly ref struct Copying(ScanBlockedCube cube, FrameRange frames, Span<byte> buffer) : IElementTypeAction<bool>
    {
        private readonly Span<byte> _buffer = buffer;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            cube.CopyFrames(frames, MemoryMarshal.Cast<byte, T>(_buffer));
            return true;
        }
    }
}
