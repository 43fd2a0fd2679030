using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>A stage that turns each dense frame into another of its own shape and type.</summary>
/// <param name="inner">The source before the stage.</param>
public abstract class PixelStage(IFrameSource inner) : SourceStage(inner)
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public sealed override ITileReader OpenReader(TileRequest request)
    {
        Require(request.Form);
        return Inner.ElementType.Dispatch<OpenAction, ITileReader>(new(this, Inner, request.MaxFrames));
    }

    /// <summary>Makes one frame.</summary>
    /// <typeparam name="TIn">Element type of the source before.</typeparam>
    /// <typeparam name="TOut">Element type of the stage.</typeparam>
    /// <param name="position">Its flat scan index.</param>
    /// <param name="frame">Values before, detector row-major.</param>
    /// <param name="result">Values of the stage; filled.</param>
    protected internal abstract void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result)
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
        where TOut : unmanaged, INumber<TOut>, IMinMaxValue<TOut>;

    private readonly struct OpenAction(PixelStage stage, IFrameSource inner, int maxFrames) : IElementTypeAction<ITileReader>
    {
        public ITileReader Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => stage.ElementType.Dispatch<OpenFromAction<T>, ITileReader>(new(stage, inner, maxFrames));
    }

    private readonly struct OpenFromAction<TIn>(PixelStage stage, IFrameSource inner, int maxFrames) : IElementTypeAction<ITileReader>
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
    {
        public ITileReader Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new Reader<TIn, T>(stage, inner, maxFrames);
    }

    private sealed class Reader<TIn, TOut> : ITileReader
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
        where TOut : unmanaged, INumber<TOut>, IMinMaxValue<TOut>
    {
        private readonly PixelStage _stage;
        private readonly ITileReader _inner;
        private readonly int _elements;
        private readonly byte[] _buffer;

        public Reader(PixelStage stage, IFrameSource inner, int maxFrames)
        {
            _stage = stage;
            _elements = checked((int)stage.Shape.FrameElements);
            var frames = Math.Clamp(maxFrames, 1, Array.MaxLength / Math.Max(_elements * 8, 1));
            _inner = inner.OpenReader(new(TileForm.Pixels, Support: null, frames));
            _buffer = ArrayPool<byte>.Shared.Rent(checked(frames * _elements * Marshal.SizeOf<TOut>()));
        }

        public void Seek(FrameRange frames) => _inner.Seek(frames);

        public bool TrySeek(FrameRange frames) => _inner.TrySeek(frames);

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (!_inner.TryRead(out var before))
                return false;
            var results = MemoryMarshal.Cast<byte, TOut>(_buffer.AsSpan());
            for (var frame = 0; frame < before.Frames.Count; frame++)
                _stage.Make<TIn, TOut>(before.Frames.Start + frame, before.Frame<TIn>(frame), results.Slice(frame * _elements, _elements));
            tile = new(before.Frames, _buffer, _elements * Marshal.SizeOf<TOut>());
            return true;
        }

        public void Dispose()
        {
            _inner.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}
