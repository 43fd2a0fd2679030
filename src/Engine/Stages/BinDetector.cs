using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Engine.Stages;

/// <summary>Sums squares of detector pixels: exact, in the narrowest type that cannot overflow.</summary>
/// <remarks>
/// Rows and columns at the end that fill no square are left out. Masked pixels and "no data" values add nothing; a
/// square of masked pixels only is masked, and one in which nothing was measured in this frame is "no data". A square of which
/// a part was measured holds the sum of that part, not scaled. Sums of 64-bit integers that
/// pass 64 bits end the reading with a <see cref="SourceException"/>.
/// </remarks>
public sealed class BinDetector : PixelStage, IBinned
{
    private readonly int _factor;
    private readonly int _colors;
    private readonly bool[]? _masked;
    private readonly ushort[] _keep = [];

    /// <summary>Bins a source.</summary>
    /// <param name="inner">The source, with frames of two axes, or of three: each colour is summed; disposed with the stage.</param>
    /// <param name="factor">Pixels along each side of a square, from 1 to the shorter side of the detector.</param>
    /// <exception cref="ArgumentException">Frames have another number of axes, or the factor leaves no pixel.</exception>
    public BinDetector(IFrameSource inner, int factor)
        : base(inner)
    {
        var detector = inner.Shape.Detector;
        if (detector.Rank is not (2 or 3))
            throw new ArgumentException($"Frames of {detector} cannot be binned: they need two axes.", nameof(inner));
        if (factor < 1 || factor > Largest(detector))
            throw new ArgumentException(
                $"--det-bin {factor} does not fit frames of {detector}: choose a whole number from 1 to {Largest(detector)}.",
                nameof(factor));
        (_factor, _colors) = (factor, FrameColors.Of(detector));
        Shape = inner.Shape with { Detector = new([detector[0] / factor, detector[1] / factor, .. detector.Lengths[2..]]) };
        ElementType = WiderType.ForSumOf(inner, (long)factor * factor);
        if (inner.Validity.MaskedPixels is { } masked)
            _masked = [.. Enumerable.Range(0, masked.Pixels).Select(pixel => masked[pixel])];
        if (_masked is not null && inner.ElementType == ElementType.U16)
            _keep = Array.ConvertAll(_masked, static isMasked => isMasked ? (ushort)0 : ushort.MaxValue);
        var binned = _masked is null ? null : PixelSet.From((int)Shape.FrameElements, IsAllMasked);
        Validity = inner.Validity with { MaskedPixels = binned is { Count: > 0 } ? binned : null };
        var (rows, columns) = (detector[0] % factor, detector[1] % factor);
        Info = Noting($"detector binned {factor}× "
            + $"(sums){(rows + columns > 0 ? $"; the last {rows} rows and {columns} columns do not fill a block and are left out" : "")}.")
            .OfBinnedDetector(factor) with
        {
            Axes = AxesAfter(inner.Info.Axes),
        };
    }

    /// <summary>The largest factor by which frames can be binned; 1: they have no rows and columns.</summary>
    public static long Largest(Extent detector) => detector.Rank is 2 or 3 ? Math.Min(detector[0], detector[1]) : 1;

    /// <summary>
    /// Type of sums over squares of so many values a side, of a detector, of a scan, or of both with the product of the factors.
    /// </summary>
    public static ElementType TypeOf(ElementType type, int factor) => WiderType.ForSumOf(type, (long)factor * factor);

    ElementType IBinned.Summed => Inner is IBinned binned ? binned.Summed : Inner.ElementType;

    long IBinned.Values => (long)_factor * _factor * (Inner is IBinned binned ? binned.Values : 1);

    /// <inheritdoc/>
    public override DataShape Shape { get; }

    /// <inheritdoc/>
    public override ElementType ElementType { get; }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    protected override ImmutableArray<Axis> AxesAfter(ImmutableArray<Axis> axes) =>
        [.. axes.Select((axis, i) => i - Shape.Scan.Rank is 0 or 1 ? axis.Binned(_factor) : axis)];

    /// <inheritdoc/>
    protected internal override void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result)
    {
        var noData = Inner.Validity.MaximumIsNoData;
        if (typeof(TIn) == typeof(ushort) && typeof(TOut) == typeof(uint) && _factor <= 256 && _colors == 1)
        {
            PixelBinning.Sum(
                MemoryMarshal.Cast<TIn, ushort>(frame), (int)Inner.Shape.Detector[1], _factor, _keep, noData,
                MemoryMarshal.Cast<TOut, uint>(result));
            if (noData)
                MarkUnmeasured(frame, result);
            return;
        }

        try
        {
            Sum(frame, result, noData);
            if (noData)
                MarkUnmeasured(frame, result);
        }
        catch (OverflowException)
        {
            throw WiderType.Overflow(Info.Path, ElementType, $"the values of {_factor}×{_factor} pixels of a frame");
        }
    }

    // A square without any measured value is no sum of 0. Only squares with a "no data" value are looked at: there are few.
    private void MarkUnmeasured<TIn, TOut>(ReadOnlySpan<TIn> frame, Span<TOut> result)
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
        where TOut : unmanaged, INumber<TOut>, IMinMaxValue<TOut>
    {
        int columnsBefore = (int)Inner.Shape.Detector[1], rows = (int)Shape.Detector[0], columns = (int)Shape.Detector[1];
        for (var at = 0; frame[at..].IndexOf(TIn.MaxValue) is >= 0 and var further; at++)
        {
            at += further;
            var (pixel, color) = Math.DivRem(at, _colors);
            var (row, column) = (pixel / columnsBefore / _factor, pixel % columnsBefore / _factor);
            if (row >= rows || column >= columns)
                continue;
            var square = (((row * columns) + column) * _colors) + color;
            ref var sum = ref result[square];
            if (sum == TOut.Zero && Validity.MaskedPixels?[square] != true && !HasMeasured(frame, row, column, color))
                sum = TOut.MaxValue;
        }
    }

    private bool HasMeasured<TIn>(ReadOnlySpan<TIn> frame, int row, int column, int color)
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
    {
        var columnsBefore = (int)Inner.Shape.Detector[1];
        for (var r = row * _factor; r < (row + 1) * _factor; r++)
        {
            for (var c = column * _factor; c < (column + 1) * _factor; c++)
            {
                var pixel = (((r * columnsBefore) + c) * _colors) + color;
                if (frame[pixel] != TIn.MaxValue && _masked?[pixel] != true)
                    return true;
            }
        }

        return false;
    }

    private void Sum<TIn, TOut>(ReadOnlySpan<TIn> frame, Span<TOut> result, bool noData)
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
        where TOut : unmanaged, INumber<TOut>
    {
        result.Clear();
        int lineBefore = (int)Inner.Shape.Detector[1] * _colors, length = (int)Shape.Detector[1] * _colors;
        for (var row = 0; row < Shape.Detector[0] * _factor; row++)
        {
            var line = frame.Slice(row * lineBefore, length * _factor);
            var sums = result.Slice(row / _factor * length, length);
            var masked = _masked is null ? [] : _masked.AsSpan(row * lineBefore, length * _factor);
            if (noData || _masked is not null || _colors > 1)
                AddValid(line, sums, masked, noData);
            else
                Add(line, sums);
        }
    }

    private void Add<TIn, TOut>(ReadOnlySpan<TIn> line, Span<TOut> sums)
        where TIn : unmanaged, INumber<TIn>
        where TOut : unmanaged, INumber<TOut>
    {
        for (int bin = 0, i = 0; bin < sums.Length; bin++)
        {
            var sum = sums[bin];
            for (var end = i + _factor; i < end; i++)
                sum = WiderType.Add(sum, line[i]);
            sums[bin] = sum;
        }
    }

    private void AddValid<TIn, TOut>(ReadOnlySpan<TIn> line, Span<TOut> sums, ReadOnlySpan<bool> masked, bool noData)
        where TIn : unmanaged, INumber<TIn>, IMinMaxValue<TIn>
        where TOut : unmanaged, INumber<TOut>
    {
        for (int bin = 0, i = 0; bin < sums.Length; bin += _colors)
        {
            for (var end = i + (_factor * _colors); i < end;)
            {
                for (var color = 0; color < _colors; color++, i++)
                {
                    if ((masked.IsEmpty || !masked[i]) && (!noData || line[i] != TIn.MaxValue))
                        sums[bin + color] = WiderType.Add(sums[bin + color], line[i]);
                }
            }
        }
    }

    private bool IsAllMasked(int square)
    {
        var (columns, columnsBefore) = ((int)Shape.Detector[1], (int)Inner.Shape.Detector[1]);
        var (pixel, color) = Math.DivRem(square, _colors);
        var (row, column) = (pixel / columns * _factor, pixel % columns * _factor);
        for (var r = row; r < row + _factor; r++)
        {
            for (var c = column; c < column + _factor; c++)
            {
                if (!_masked![(((r * columnsBefore) + c) * _colors) + color])
                    return false;
            }
        }

        return true;
    }
}
