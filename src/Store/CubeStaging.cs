using System.Numerics;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>Where one worker gathers the frames of a block.</summary>
internal abstract class CubeStaging
{
    /// <summary>Takes the frames of a tile.</summary>
    public abstract void Add(in Tile tile);

    /// <summary>The partition has ended: whatever is gathered is a block.</summary>
    public abstract void End();
}

/// <inheritdoc/>
internal sealed unsafe class CubeStaging<T>(ScanBlockedCube cube) : CubeStaging
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly int _pixels = cube.Pixels;
    private T[] _frames = [];
    private T[] _block = [];
    private long _number = -1;

    /// <inheritdoc/>
    public override void Add(in Tile tile)
    {
        for (var frame = 0; frame < tile.Frames.Count;)
        {
            var position = tile.Frames.Start + frame;
            var (number, inBlock) = Math.DivRem(position, BlockedSum.Frames);
            var count = (int)Math.Min(BlockedSum.Frames - inBlock, tile.Frames.Count - frame);
            var values = tile.Pixels<T>().Slice(frame * _pixels, count * _pixels);
            if (count == BlockedSum.Frames)
            {
                Keep(number, values, count);
            }
            else
            {
                if (number != _number)
                    Begin(number);
                values.CopyTo(_frames.AsSpan((int)inBlock * _pixels));
            }

            frame += count;
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        if (_number >= 0)
            Keep(_number, _frames, BlockedSum.Frames);
        _number = -1;
    }

    private void Begin(long number)
    {
        End();
        if (_frames.Length == 0)
            _frames = new T[_pixels * BlockedSum.Frames];
        Array.Clear(_frames);
        _number = number;
    }

    private void Keep(long number, ReadOnlySpan<T> frames, int count)
    {
        if (_pixels == 0)
            return;
        var length = _pixels * BlockedSum.Frames;
        if (typeof(T) == typeof(ushort) && MayBeNarrow(frames[.._pixels]))
        {
            if (_block.Length == 0)
                _block = new T[length];
            BlockTranspose.ToBlock(frames, count, _block);
            Blank(_block);
            if (!_block.AsSpan().ContainsAnyExceptInRange(T.Zero, T.CreateTruncating(byte.MaxValue)))
            {
                var narrow = new Span<byte>(cube.Memory.Allocate(length), length);
                for (var i = 0; i < length; i++)
                    narrow[i] = byte.CreateTruncating(_block[i]);
                cube.Put(number, new((nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref narrow[0]), IsNarrow: true, HasNoData: false));
                return;
            }
        }

        var values = new Span<T>(cube.Memory.Allocate((long)length * sizeof(T)), length);
        BlockTranspose.ToBlock(frames, count, values);
        Blank(values);
        var hasNoData = cube.Validity.MaximumIsNoData && values.Contains(T.MaxValue);
        cube.Put(number, new((nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref values[0]), IsNarrow: false, hasNoData));
    }

    // A look at one frame saves the attempt on most blocks that do not fit.
    private bool MayBeNarrow(ReadOnlySpan<T> frame)
    {
        var masked = cube.Validity.MaskedPixels;
        for (var pixel = 0; pixel < frame.Length; pixel++)
        {
            if (frame[pixel] > T.CreateTruncating(byte.MaxValue) && masked?[pixel] != true)
                return false;
        }

        return true;
    }

    // Masked pixels hold no measurement.
    private void Blank(Span<T> block)
    {
        for (var pixel = 0; cube.Validity.MaskedPixels is { Count: > 0 } masked && pixel < _pixels; pixel++)
        {
            if (masked[pixel])
                block.Slice(pixel * BlockedSum.Frames, BlockedSum.Frames).Clear();
        }
    }
}
