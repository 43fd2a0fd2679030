using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>
/// Sums the frames of squares of scan positions: exact, in the narrowest type that cannot overflow, together with a
/// <see cref="BinDetector"/> before it.
/// </summary>
/// <remarks>
/// Bins the two fastest scan axes. Positions at the end of a line or column that fill no square are left out; a square
/// with a missing frame is blank. Masked pixels stay masked; a "no data" value adds nothing, and a pixel that
/// holds nothing else in a square is "no data". Sums of 64-bit integers that
/// pass 64 bits end the reading with a <see cref="SourceException"/>.
/// </remarks>
public sealed class BinScan : SourceStage, IBinned
{
    private readonly int _factor;

    /// <summary>Bins a source.</summary>
    /// <param name="inner">The source, with at least two scan axes; disposed with the stage.</param>
    /// <param name="factor">Positions along each side of a square, from 1 to the shorter of the two axes.</param>
    /// <exception cref="ArgumentException">The scan has fewer axes, or the factor leaves no position.</exception>
    public BinScan(IFrameSource inner, int factor)
        : base(inner)
    {
        var scan = inner.Shape.Scan;
        if (scan.Rank < 2)
            throw new ArgumentException(
                $"A scan of {scan} cannot be binned: it needs rows and columns; give --scan-shape RxC.", nameof(inner));
        var (rows, columns) = (scan[scan.Rank - 2], scan[scan.Rank - 1]);
        if (factor < 1 || factor > Math.Min(rows, columns))
            throw new ArgumentException(
                $"--scan-bin {factor} does not fit a scan of {scan}: choose a whole number from 1 to {Math.Min(rows, columns)}.",
                nameof(factor));
        RequireHeld("--scan-bin");
        _factor = factor;
        Shape = ShapeOf(inner.Shape, factor);
        ElementType = WiderType.ForSumOf(inner, (long)factor * factor);
        Validity = inner.Validity.WithRecorded(
            FrameSet.First(EndOfWhole()).Except(FrameSet.First(FirstWhole())).Except(Squares(inner.Validity.Missing)).Runs,
            Shape.FrameCount);
        if (inner.Growth is { } growth)
            Growth = new MappedGrowth(
                growth, scan, so => ShapeOf(new DataShape(so, default), factor).FrameCount, Whole, lost => Squares(lost.Runs));
        var (restRows, restColumns) = (rows % factor, columns % factor);
        var rest = GrowsByRows(inner) ? "; rows and columns at the end that do not fill a block are left out"
            : restRows + restColumns > 0 ? $"; the last {restRows} rows and {restColumns} columns do not fill a block and are left out"
            : "";
        Info = Noting($"scan binned {factor}× (sums){rest}.").OfBinnedScan(factor) with
        {
            Axes = AxesAfter(inner.Info.Axes),
        };
    }

    // Nobody knows yet which row is the last.
    private static bool GrowsByRows(IFrameSource source) => source is { Shape.Scan.Rank: 2, Growth.Now.Total: null };

    /// <summary>The axes after binning: the two fastest scan axes become shorter, a line of positions too.</summary>
    /// <param name="shape">The axes before.</param>
    /// <param name="factor">Positions along each side of a square.</param>
    public static DataShape ShapeOf(DataShape shape, int factor)
    {
        var scan = shape.Scan.Lengths;
        return shape with
        {
            Scan = new([.. scan.Select((length, axis) => axis < scan.Length - 2 ? length : length / factor)]),
        };
    }

    ElementType IBinned.Summed => Inner is IBinned binned ? binned.Summed : Inner.ElementType;

    long IBinned.Values => (long)_factor * _factor * (Inner is IBinned binned ? binned.Values : 1);

    /// <inheritdoc/>
    public override DataShape Shape { get; }

    /// <inheritdoc/>
    public override ElementType ElementType { get; }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override IGrowth? Growth { get; }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public override long StoredFrameBytes => Inner.StoredFrameBytes * _factor * _factor;

    /// <inheritdoc/>
    public override ITileReader OpenReader(TileRequest request)
    {
        Require(request.Form);
        return Inner.ElementType.Dispatch<OpenAction, ITileReader>(new(this));
    }

    /// <inheritdoc/>
    protected override ImmutableArray<Axis> AxesAfter(ImmutableArray<Axis> axes) =>
        [.. axes.Select((axis, i) => i - Shape.Scan.Rank is -2 or -1 ? axis.Binned(_factor) : axis)];

    // Flat index, before, of the top left position of a square.
    private long Corner(long frame)
    {
        var scan = Inner.Shape.Scan;
        long columnsBefore = scan[scan.Rank - 1], rowsBefore = scan[scan.Rank - 2];
        long columns = columnsBefore / _factor, rows = rowsBefore / _factor;
        var (line, column) = Math.DivRem(frame, columns);
        var (plane, row) = Math.DivRem(line, rows);
        return (((plane * rowsBefore) + (row * _factor)) * columnsBefore) + (column * _factor);
    }

    private long FirstWhole() => Search(frame => Corner(frame) >= Inner.Validity.FirstRecorded);

    private long EndOfWhole()
    {
        if (Inner.Validity.RecordedFrames is not { } end)
            return Shape.FrameCount;
        var scan = Inner.Shape.Scan;
        return Search(frame => Corner(frame) + ((_factor - 1) * (scan[scan.Rank - 1] + 1)) >= end);
    }

    // Squares with all their frames among these. One that has some lacks none behind the lines of its last one.
    private FrameSet Whole(FrameSet there)
    {
        var scan = Inner.Shape.Scan;
        var end = Math.Min(there.End + (_factor * scan[scan.Rank - 1]), scan.Count);
        return Squares(there.Runs).Except(Squares(FrameSet.First(end).Except(there).Runs));
    }

    // Squares with a frame of these inside.
    private FrameSet Squares(IEnumerable<FrameRange> frames)
    {
        var squares = new SortedSet<long>();
        var scan = Inner.Shape.Scan;
        long columnsBefore = scan[scan.Rank - 1], rowsBefore = scan[scan.Rank - 2],
            columns = columnsBefore / _factor, rows = rowsBefore / _factor;
        foreach (var run in frames)
        {
            for (var frame = run.Start; frame < run.End; frame++)
            {
                var (line, column) = Math.DivRem(frame, columnsBefore);
                var (plane, row) = Math.DivRem(line, rowsBefore);
                if (column / _factor < columns && row / _factor < rows)
                    squares.Add((((plane * rows) + (row / _factor)) * columns) + (column / _factor));
            }
        }

        return FrameSet.Of(squares.Select(static square => new FrameRange(square, 1)));
    }

    // The first square for which a condition holds that, once true, stays true.
    private long Search(Func<long, bool> holds)
    {
        long low = 0, high = Shape.FrameCount;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(middle))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private readonly struct OpenAction(BinScan stage) : IElementTypeAction<ITileReader>
    {
        public ITileReader Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => stage.ElementType.Dispatch<OpenFromAction<T>, ITileReader>(new(stage));
    }

    private readonly struct OpenFromAction<TIn>(BinScan stage) : IElementTypeAction<ITileReader>
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
    {
        public ITileReader Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new Reader<TIn, T>(stage);
    }

    private sealed class Reader<TIn, TOut> : ITileReader
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
        where TOut : unmanaged, INumber<TOut>, IMinMaxValue<TOut>
    {
        private readonly BinScan _stage;
        private readonly ITileReader _inner;
        private readonly int _elements;
        private readonly byte[] _buffer;
        private readonly bool[] _measured;   // pixels of which some frame of the square holds a value; empty where every value is one
        private RemainingFrames _rest;

        public Reader(BinScan stage)
        {
            _stage = stage;
            _inner = stage.Inner.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: stage._factor));
            _elements = checked((int)stage.Shape.FrameElements);
            _buffer = ArrayPool<byte>.Shared.Rent(checked(_elements * Marshal.SizeOf<TOut>()));
            _measured = stage.Inner.Validity.MaximumIsNoData ? new bool[_elements] : [];
        }

        public void Seek(FrameRange frames) => _rest.Begin(frames, _stage.Shape.FrameCount);

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (_rest.IsEmpty)
                return false;
            var sums = MemoryMarshal.Cast<byte, TOut>(_buffer.AsSpan())[.._elements];
            sums.Clear();
            _measured.AsSpan().Clear();
            var scan = _stage.Inner.Shape.Scan;
            var corner = _stage.Corner(_rest.Start);
            for (var row = 0; row < _stage._factor; row++)
            {
                _inner.Seek(new(corner + (row * scan[scan.Rank - 1]), _stage._factor));
                while (_inner.TryRead(out var before))
                    AddFrames(before.Pixels<TIn>(), sums);
            }

            for (var i = 0; i < _measured.Length; i++)
            {
                if (!_measured[i])
                    sums[i] = TOut.MaxValue;
            }

            tile = new(new FrameRange(_rest.Start, 1), _buffer, _elements * Marshal.SizeOf<TOut>());
            _rest.Take(1);
            return true;
        }

        public void Dispose()
        {
            _inner.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        private void AddFrames(ReadOnlySpan<TIn> frames, Span<TOut> sums)
        {
            try
            {
                Add(frames, sums);
            }
            catch (OverflowException)
            {
                throw WiderType.Overflow(
                    _stage.Info.Path,
                    _stage.ElementType,
                    $"the values of {_stage._factor}×{_stage._factor} frames, binned to position {_rest.Start},");
            }
        }

        private void Add(ReadOnlySpan<TIn> frames, Span<TOut> sums)
        {
            for (; !frames.IsEmpty; frames = frames[sums.Length..])
            {
                for (var i = 0; i < sums.Length; i++)
                {
                    if (_measured.Length == 0)
                    {
                        sums[i] = WiderType.Add(sums[i], frames[i]);
                    }
                    else if (frames[i] != TIn.MaxValue)
                    {
                        sums[i] = WiderType.Add(sums[i], frames[i]);
                        _measured[i] = true;
                    }
                }
            }
        }
    }
}
