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
    /// <exception cref="ArgumentException">The values do not fill the shape, or there is no element type for
    /// <typeparamref name="T"/>.</exception>
    public ArraySource(ReadOnlyMemory<T> values, DataShape shape, Validity? validity = null)
    {
        if (values.Length != shape.Full.Count)
            throw new ArgumentException($"{values.Length} values do not fill {shape.Full}.", nameof(values));
        ElementType = ElementTypes.Of<T>();
        _values = values;
        Shape = shape;
        Validity = validity ?? Validity.Everything;
        Info = new SourceInfo("memory", "memory");
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; init; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    /// <remarks>Unless it is set: dense pixels.</remarks>
    public IReadOnlyList<TileForm> Forms { get; init; } = [TileForm.Pixels];

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) =>
        form == TileForm.Sparse && Forms.Contains(TileForm.Pixels) ? [TileForm.Pixels] : [];

    /// <inheritdoc/>
    public Extent? BaseBlock { get; init; }

    /// <inheritdoc/>
    public bool GivesViews => Forms[0] == TileForm.Pixels;

    /// <summary>Frames of a tile at most, whatever is asked for.</summary>
    public int MaxTileFrames { get; init; } = int.MaxValue;

    /// <summary>Time that each tile takes to come, for tests of what happens meanwhile.</summary>
    public TimeSpan TileDelay { get; init; }

    /// <inheritdoc/>
    public long StoredFrameBytes => Shape.FrameElements * ElementType.Size();

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Forms.Contains(request.Form) || request.Form is not (TileForm.Pixels or TileForm.Sparse))
            throw new ArgumentException($"This array is read as {string.Join(" or ", Forms)}, not {request.Form}.", nameof(request));
        return new Reader(this, request.Form, Math.Min(request.MaxFrames, MaxTileFrames));
    }

    /// <summary>Nothing to close.</summary>
    public void Dispose()
    {
        // The values belong to the caller.
    }

    private sealed class Reader(ArraySource<T> source, TileForm form, int maxFrames) : ITileReader
    {
        private readonly List<int> _columns = [];
        private readonly List<T> _stored = [];
        private readonly List<long> _starts = [];
        private RemainingFrames _rest;

        public void Seek(FrameRange frames) => _rest.Begin(frames, source.Shape.FrameCount);

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (_rest.IsEmpty)
                return false;
            if (source.TileDelay > TimeSpan.Zero)
                Thread.Sleep(source.TileDelay);
            var frames = _rest.Take(maxFrames);
            var width = (int)source.Shape.FrameElements;
            var values = source._values.Span.Slice((int)(frames.Start * width), frames.Count * width);
            tile = form == TileForm.Pixels
                ? new(frames, MemoryMarshal.AsBytes(values), width * source.ElementType.Size())
                : new(frames, Sparse(values, frames.Count, width), width * source.ElementType.Size()) { Maker = this };
            return true;
        }

        public Tile Convert(Tile tile, TileForm form)
        {
            if (!source.ConvertsTo(tile.Form).Contains(form))
                throw new InvalidOperationException($"Tiles of {tile.Form} are not converted to {form} here.");
            var width = (int)source.Shape.FrameElements;
            return new(
                tile.Frames,
                MemoryMarshal.AsBytes(source._values.Span.Slice((int)(tile.Frames.Start * width), tile.Frames.Count * width)),
                tile.FrameBytes);
        }

        public void Dispose()
        {
            // Tiles are views of the caller's array, or of lists of this reader.
        }

        private SparseFrames Sparse(ReadOnlySpan<T> values, int frames, int width)
        {
            _columns.Clear();
            _stored.Clear();
            _starts.Clear();
            _starts.Add(0);
            for (var frame = 0; frame < frames; frame++)
            {
                for (var pixel = 0; pixel < width; pixel++)
                {
                    var value = values[(frame * width) + pixel];
                    if (EqualityComparer<T>.Default.Equals(value, default))
                        continue;
                    _columns.Add(pixel);
                    _stored.Add(value);
                }

                _starts.Add(_columns.Count);
            }

            return new(
                width,
                CollectionsMarshal.AsSpan(_starts),
                CollectionsMarshal.AsSpan(_columns),
                MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_stored)));
        }
    }
}
