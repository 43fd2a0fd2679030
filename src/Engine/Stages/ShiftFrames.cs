using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Moves each frame by whole pixels: pixel (row, column) comes to lie at (row + shift, column + shift).</summary>
/// <remarks>
/// Shifts are rounded to whole pixels, halves to the even one, so that counts stay counts. Pixels into which nothing was moved hold "no
/// data", as those that were masked before, and all of a frame whose shift is not a number: analyses leave them out. Where the type's
/// largest value may be a measurement, values get the next wider type, so that none reads as "no data"; signed integers become f32 or f64.
/// </remarks>
public sealed class ShiftFrames : PixelStage
{
    private readonly double[] _shifts;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _colors;
    private readonly bool[]? _masked;

    /// <summary>Moves frames of a source.</summary>
    /// <param name="inner">The source, with frames of two axes, or of three: each colour is moved; disposed with the stage.</param>
    /// <param name="shifts">Rows and columns, one behind the other, for each scan position, or for all.</param>
    /// <exception cref="ArgumentException">Frames have another number of axes, there is another number of shifts, or values are of 64 bits
    /// and use all of them.</exception>
    public ShiftFrames(IFrameSource inner, double[] shifts)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(shifts);
        var detector = inner.Shape.Detector;
        if (detector.Rank is not (2 or 3))
            throw new ArgumentException($"Frames of {detector} cannot be shifted: they need two axes.", nameof(inner));
        if (shifts.Length != 2 && shifts.LongLength != 2 * inner.Shape.FrameCount)
            throw new ArgumentException(
                $"{shifts.Length} numbers do not shift {Counted.Of(inner.Shape.FrameCount, "frame")}: "
                + "expected two for each, or two for all.",
                nameof(shifts));
        (_shifts, _rows, _columns, _colors) = (shifts, (int)detector[0], (int)detector[1], FrameColors.Of(detector));
        ElementType = TypeOf(inner);
        if (inner.Validity.MaskedPixels is { } masked)
            _masked = [.. Enumerable.Range(0, masked.Pixels).Select(pixel => masked[pixel])];
        Validity = inner.Validity with { MaskedPixels = null, MaximumIsNoData = true };
    }

    /// <inheritdoc/>
    public override ElementType ElementType { get; }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override SourceInfo Info => Noting("frames are shifted by whole pixels; what no pixel was moved into holds no data.");

    /// <inheritdoc/>
    protected internal override void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result)
    {
        result.Fill(TOut.MaxValue);
        var at = _shifts.Length == 2 ? 0 : 2 * position;
        double byRows = Math.Round(_shifts[at]), byColumns = Math.Round(_shifts[at + 1]);
        if (!(Math.Abs(byRows) < _rows && Math.Abs(byColumns) < _columns))
            return;   // not a number, or all of the frame is moved out
        int down = (int)byRows, right = (int)byColumns, length = (_columns - Math.Abs(right)) * _colors;
        int from = Math.Max(-right, 0) * _colors, to = Math.Max(right, 0) * _colors;
        for (var row = Math.Max(down, 0); row < Math.Min(_rows, _rows + down); row++)
        {
            var start = ((row - down) * _columns * _colors) + from;
            Move(
                frame.Slice(start, length),
                result.Slice((row * _columns * _colors) + to, length),
                _masked is null ? [] : _masked.AsSpan(start, length));
        }
    }

    private void Move<TIn, TOut>(ReadOnlySpan<TIn> values, Span<TOut> moved, ReadOnlySpan<bool> masked)
        where TIn : unmanaged, System.Numerics.INumber<TIn>, System.Numerics.IMinMaxValue<TIn>
        where TOut : unmanaged, System.Numerics.INumber<TOut>, System.Numerics.IMinMaxValue<TOut>
    {
        if (typeof(TIn) == typeof(TOut))
        {
            MemoryMarshal.Cast<TIn, TOut>(values).CopyTo(moved);
        }
        else
        {
            var maximumIsNoData = Inner.Validity.MaximumIsNoData;
            for (var i = 0; i < values.Length; i++)
                moved[i] = maximumIsNoData && values[i] == TIn.MaxValue ? TOut.MaxValue : TOut.CreateTruncating(values[i]);
        }

        for (var i = 0; i < masked.Length; i++)
        {
            if (masked[i])
                moved[i] = TOut.MaxValue;
        }
    }

    private static ElementType TypeOf(IFrameSource source) => source.ElementType switch
    {
        var type when type.IsFloat() || source.Validity.MaximumIsNoData => type,
        ElementType.U8 => ElementType.U16,
        ElementType.U16 => ElementType.U32,
        ElementType.U32 => ElementType.U64,
        ElementType.I8 or ElementType.I16 => ElementType.F32,
        ElementType.I32 => ElementType.F64,
        var type =>
            throw new ArgumentException(
                $"Frames of {type.Name()} cannot be shifted: no type is left in which pixels without a "
                + "value could be told from measurements.",
                nameof(source)),
    };
}
