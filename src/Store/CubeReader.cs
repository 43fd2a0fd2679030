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
        var frames = _rest with { Count = Math.Min(_rest.Count, Math.Clamp(maxFrames, 1, BlockedSum.Frames)) };
        _rest = new(frames.End, _rest.Count - frames.Count);
        if (_buffer.Length < frames.Count * FrameBytes)
        {
            Return();
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(frames.Count * FrameBytes, 1));
        }

        cube.ElementType.Dispatch<Copying, bool>(new(this, frames));
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

    private readonly struct Copying(CubeReader owner, FrameRange frames) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            for (var frame = 0; frame < frames.Count; frame++)
                owner.Cube.CopyFrame(frames.Start + frame, MemoryMarshal.Cast<byte, T>(owner._buffer.AsSpan(frame * owner.FrameBytes, owner.FrameBytes)));
            return true;
        }
    }

    private ScanBlockedCube Cube => cube;
}
