using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Contracts;

/// <summary>
/// Frames in memory in any tile form, each spelled out in the plainest way; pixels outside the support hold rubbish, and whoever writes
/// into a tile is found out.
/// </summary>
public sealed class FormSource : IFrameSource
{
    private const int PlaneBlock = 16;

    private readonly byte[] _values;
    private readonly byte[] _pristine;
    private int _writes;

    /// <summary>Puts whole numbers into frames of a type.</summary>
    /// <param name="values">Values, scan × detector; NaN: no data, or 0 where the type or the validity has none.</param>
    /// <param name="type">Their type; a real one.</param>
    /// <param name="shape">Scan and detector axes.</param>
    /// <param name="validity">Which values are no measurement.</param>
    /// <param name="forms">The forms that the source gives.</param>
    public FormSource(ReadOnlySpan<double> values, ElementType type, DataShape shape, Validity validity, params TileForm[] forms)
    {
        (ElementType, Shape, Validity, Forms) = (type, shape, validity, forms);
        _values = new byte[values.Length * type.Size()];
        type.Dispatch<Filling, bool>(new(values, _values, validity.MaximumIsNoData));
        _pristine = (byte[])_values.Clone();
        Info = new SourceInfo("forms", "forms");
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
    public IReadOnlyList<TileForm> Forms { get; }

    /// <inheritdoc/>
    public long StoredFrameBytes => Shape.FrameElements * ElementType.Size();

    /// <summary>Whether somebody wrote into a tile.</summary>
    public bool WasWrittenTo => Volatile.Read(ref _writes) > 0 || !_values.AsSpan().SequenceEqual(_pristine);

    /// <summary>
    /// Reading the first frame waits until another reader, which read the last one, is closed: its worker has merged before.
    /// </summary>
    public bool FirstComesLast { get; init; }

    /// <summary>Forms in which frames of a type and validity can be kept.</summary>
    public static IReadOnlyList<TileForm> FormsOf(ElementType type, Validity validity)
    {
        ArgumentNullException.ThrowIfNull(validity);
        List<TileForm> forms = [TileForm.Pixels, TileForm.Blocked];
        if (!validity.MaximumIsNoData)
            forms.Add(TileForm.Sparse);
        if (type is ElementType.U8 or ElementType.U16 or ElementType.U32)
            forms.Add(TileForm.BitPlanes);
        return forms;
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Forms.Contains(request.Form)
            ? new Reader(this, request)
            : throw new ArgumentException($"These frames are read as {string.Join(" or ", Forms)}, not {request.Form}.", nameof(request));
    }

    /// <summary>Nothing to close.</summary>
    public void Dispose()
    {
        // Arrays only.
    }

    private readonly ManualResetEventSlim _lastMerged = new();

    private readonly ref struct Filling(ReadOnlySpan<double> values, Span<byte> bytes, bool hasRule) : IElementTypeAction<bool>
    {
        private readonly ReadOnlySpan<double> _values = values;
        private readonly Span<byte> _bytes = bytes;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var numbers = MemoryMarshal.Cast<byte, T>(_bytes);
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = !double.IsNaN(_values[i]) ? T.CreateTruncating(_values[i]) : hasRule ? T.MaxValue : T.Zero;
            return true;
        }
    }

    private sealed class Reader(FormSource source, TileRequest request) : ITileReader
    {
        private readonly int _pixels = (int)source.Shape.FrameElements;
        private readonly int _size = source.ElementType.Size();
        private byte[] _given = [];
        private byte[] _before = [];
        private long[] _starts = [];
        private int[] _columns = [];
        private int[] _noData = [];
        private int[] _blocks = [];
        private byte[] _livePlanes = [];
        private byte[] _tails = [];
        private FrameRange _rest;
        private bool _readLast;

        private int FrameBytes => _pixels * _size;

        public void Seek(FrameRange frames)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, source.Shape.FrameCount);
            _rest = frames;
        }

        public bool TryRead(out Tile tile)
        {
            tile = default;
            Look();
            if (_rest.Count == 0)
                return false;
            var count = Math.Min(_rest.Count, request.MaxFrames);
            if (request.Form == TileForm.Blocked)
                count = (int)Math.Min(count, BlockedFrames.Frames - (_rest.Start % BlockedFrames.Frames));
            var frames = _rest with { Count = count };
            _rest = new(frames.End, _rest.Count - count);
            _readLast |= frames.End == source.Shape.FrameCount;
            if (source.FirstComesLast && frames.Start == 0 && !_readLast)
                source._lastMerged.Wait(TimeSpan.FromSeconds(30));
            tile = request.Form switch
            {
                TileForm.Pixels => Pixels(frames),
                TileForm.Sparse => Sparse(frames),
                TileForm.Blocked => Blocked(frames),
                _ => Planes(frames),
            };
            return true;
        }

        public void Dispose()
        {
            Look();
            if (_readLast)
                source._lastMerged.Set();
        }

        // What was given must be as it was.
        private void Look()
        {
            if (!_given.AsSpan().SequenceEqual(_before))
                Interlocked.Increment(ref source._writes);
        }

        private void Give(byte[] bytes) => (_given, _before) = (bytes, (byte[])bytes.Clone());

        private ReadOnlySpan<byte> Value(long frame, int pixel) => source._values.AsSpan((int)((frame * _pixels) + pixel) * _size, _size);

        private bool IsUnmeasured(long frame, int pixel) => source.Validity.MaskedPixels?[pixel] == true || IsNoData(frame, pixel);

        private bool IsNoData(long frame, int pixel) =>
            source.Validity.MaximumIsNoData && source.ElementType.Dispatch<Largest, bool>(new(Value(frame, pixel)));

        private Tile Pixels(FrameRange frames)
        {
            var bytes = source._values.AsSpan((int)frames.Start * FrameBytes, frames.Count * FrameBytes);
            if (request.Support is not { } support)
                return new(frames, bytes, FrameBytes);
            var given = bytes.ToArray();
            for (var i = 0; i < frames.Count * _pixels; i++)
            {
                if (!support[i % _pixels])
                    given.AsSpan(i * _size, _size).Fill(0x5A);
            }

            Give(given);
            return new(frames, given, FrameBytes);
        }

        private Tile Sparse(FrameRange frames)
        {
            var (starts, columns, values) = (new List<long> { 0 }, new List<int>(), new List<byte>());
            for (var frame = frames.Start; frame < frames.End; frame++)
            {
                for (var pixel = 0; pixel < _pixels; pixel++)
                {
                    if (!Value(frame, pixel).ContainsAnyExcept((byte)0))
                        continue;
                    columns.Add(pixel);
                    values.AddRange(Value(frame, pixel));
                }

                starts.Add(columns.Count);
            }

            (_starts, _columns) = ([.. starts], [.. columns]);
            Give([.. values]);
            return new(frames, new SparseFrames(_pixels, _starts, _columns, _given), FrameBytes);
        }

        private Tile Blocked(FrameRange frames)
        {
            var first = (int)(frames.Start % BlockedFrames.Frames);
            var begin = frames.Start - first;
            var values = new byte[_pixels * BlockedFrames.Frames * _size];
            var missing = new List<int>();
            for (var frame = begin; frame < Math.Min(begin + BlockedFrames.Frames, source.Shape.FrameCount); frame++)
            {
                for (var pixel = 0; pixel < _pixels; pixel++)
                {
                    var place = (pixel * BlockedFrames.Frames) + (int)(frame - begin);
                    if (!IsUnmeasured(frame, pixel))
                        Value(frame, pixel).CopyTo(values.AsSpan(place * _size));
                    else if (source.Validity.MaskedPixels?[pixel] != true)
                        missing.Add(place);
                }
            }

            _noData = [.. missing];
            Give(values);
            return new(frames, new BlockedFrames(source.ElementType, first, _given, _noData), FrameBytes);
        }

        private Tile Planes(FrameRange frames)
        {
            var layout = new PlaneLayout(_size, _pixels, PlaneBlock);
            _blocks = [.. Enumerable.Range(0, layout.BlockCount)
                .Where(block => request.Support is not { } support
                    || Enumerable.Range(block * PlaneBlock, layout.PlaneBytes(block) * 8).Any(pixel => support[pixel]))];
            var stride = PlaneBlock / 8 * layout.PlaneCount;
            var slab = new byte[Math.Max(stride * _blocks.Length * frames.Count, 1)];
            _livePlanes = new byte[_blocks.Length * frames.Count];
            _tails = new byte[layout.TailElements * _size * frames.Count];
            for (var frame = 0; frame < frames.Count; frame++)
            {
                for (var i = 0; i < _blocks.Length; i++)
                {
                    var slot = (frame * _blocks.Length) + i;
                    _livePlanes[slot] = (byte)Block(layout, frames.Start + frame, _blocks[i], slab.AsSpan(slot * stride, stride));
                }

                for (var i = 0; i < layout.TailElements; i++)
                    Value(frames.Start + frame, _pixels - layout.TailElements + i)
                        .CopyTo(_tails.AsSpan(((frame * layout.TailElements) + i) * _size));
            }

            Give(slab);
            return new(frames, new BitPlanes(layout, _blocks, _given, stride, _livePlanes, _tails));
        }

        private int Block(PlaneLayout layout, long frame, int block, Span<byte> slot)
        {
            var (bytes, live) = (layout.PlaneBytes(block), 0);
            for (var pixel = 0; pixel < bytes * 8; pixel++)
            {
                var value = Value(frame, (block * PlaneBlock) + pixel);
                for (var plane = 0; plane < layout.PlaneCount; plane++)
                {
                    if ((value[plane >> 3] >> (plane & 7) & 1) == 0)
                        continue;
                    slot[(plane * bytes) + (pixel >> 3)] |= (byte)(1 << (pixel & 7));
                    live = Math.Max(live, plane + 1);
                }
            }

            return live;
        }

        private readonly ref struct Largest(ReadOnlySpan<byte> value) : IElementTypeAction<bool>
        {
            private readonly ReadOnlySpan<byte> _value = value;

            public bool Run<T>()
                where T : unmanaged, INumber<T>, IMinMaxValue<T>
                => MemoryMarshal.Read<T>(_value) == T.MaxValue;
        }
    }
}
