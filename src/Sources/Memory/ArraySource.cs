using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Sources.Memory;

/// <summary>Frames that are already in memory.</summary>
/// <typeparam name="T">The .NET type of <see cref="ElementType"/>.</typeparam>
public sealed class ArraySource<T> : IFrameSource
    where T : unmanaged
{
    private readonly ReadOnlyMemory<T> _values;

    /// <summary>Wraps values without copying them.</summary>
    /// <param name="values">All frames, flat, C order.</param>
    /// <param name="shape">Scan and detector axes; frames of at most 2 GiB.</param>
    /// <param name="validity">Pixels and frames that hold no measurement. Null: none.</param>
    /// <exception cref="ArgumentException">The values do not fill the shape, or there is no element type for <typeparamref name="T"/>.</exception>
    public ArraySource(ReadOnlyMemory<T> values, DataShape shape, Validity? validity = null)
    {
        if (values.Length != shape.Full.Count)
            throw new ArgumentException($"{values.Length} values do not fill {shape.Full}.", nameof(values));
        ElementType = TypeOf();
        _values = values;
        Shape = shape;
        Validity = validity ?? Validity.Everything;
        Info = new SourceInfo("memory", "memory");
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => Shape.FrameElements * ElementType.Size();

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        if (request.Form != TileForm.Pixels)
            throw new ArgumentException($"Arrays in memory are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));
        return new Reader(this, request.MaxFrames);
    }

    /// <summary>Nothing to close.</summary>
    public void Dispose()
    {
        // The values belong to the caller.
    }

    private static ElementType TypeOf() => default(T) switch
    {
        byte => ElementType.U8,
        ushort => ElementType.U16,
        uint => ElementType.U32,
        ulong => ElementType.U64,
        sbyte => ElementType.I8,
        short => ElementType.I16,
        int => ElementType.I32,
        long => ElementType.I64,
        float => ElementType.F32,
        double => ElementType.F64,
        _ => throw new ArgumentException($"There is no element type for {typeof(T).Name}."),
    };

    private sealed class Reader(ArraySource<T> source, int maxFrames) : ITileReader
    {
        private FrameRange _rest;

        public void Seek(FrameRange frames)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, source.Shape.FrameCount);
            _rest = frames;
        }

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (_rest.Count == 0)
                return false;
            var frames = _rest with { Count = Math.Min(_rest.Count, maxFrames) };
            _rest = new(frames.End, _rest.Count - frames.Count);
            var width = (int)source.Shape.FrameElements;
            var values = source._values.Span.Slice((int)(frames.Start * width), frames.Count * width);
            tile = new(frames, MemoryMarshal.AsBytes(values), width * source.ElementType.Size());
            return true;
        }

        public void Dispose()
        {
            // Tiles are views of the caller's array.
        }
    }
}
