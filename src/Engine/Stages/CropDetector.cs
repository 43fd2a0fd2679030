using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Cuts a rectangle out of every frame.</summary>
public sealed class CropDetector : PixelStage
{
    private readonly int _row0;
    private readonly int _column0;
    private readonly int _from;
    private readonly int _lineBefore;

    /// <summary>Crops a source.</summary>
    /// <param name="inner">The source, with frames of two axes, or of three: each colour is cropped; disposed with the stage.</param>
    /// <param name="row0">First row.</param>
    /// <param name="column0">First column.</param>
    /// <param name="row1">Last row, included.</param>
    /// <param name="column1">Last column, included.</param>
    /// <exception cref="ArgumentException">Frames have another number of axes, or the rectangle does not lie in them.</exception>
    public CropDetector(IFrameSource inner, int row0, int column0, int row1, int column1)
        : base(inner)
    {
        var detector = inner.Shape.Detector;
        if (detector.Rank is not (2 or 3))
            throw new ArgumentException($"Frames of {detector} cannot be cropped: they need two axes.", nameof(inner));
        if (row0 < 0 || column0 < 0 || row1 < row0 || column1 < column0 || row1 >= detector[0] || column1 >= detector[1])
            throw new ArgumentException(
                $"--crop {row0},{column0},{row1},{column1} does not lie in frames of {detector} (rows 0…{detector[0] - 1}, columns "
                + $"0…{detector[1] - 1}, first corner first).",
                nameof(row0));
        var colors = FrameColors.Of(detector);
        (_row0, _column0, _from, _lineBefore) = (row0, column0, column0 * colors, (int)detector[1] * colors);
        Shape = inner.Shape with { Detector = new([row1 - row0 + 1, column1 - column0 + 1, .. detector.Lengths[2..]]) };
        var line = (column1 - column0 + 1) * colors;
        Validity = inner.Validity.MaskedPixels is { } masked
            ? inner.Validity with
            {
                MaskedPixels = PixelSet.From(
                    (int)Shape.FrameElements, value => masked[((row0 + (value / line)) * _lineBefore) + _from + (value % line)]),
            }
            : inner.Validity;
        Info = Noting($"cropped to rows {row0}…{row1}, columns {column0}…{column1} of {detector} pixels.")
            .OfCroppedDetector(row0, column0) with
        {
            Axes = AxesAfter(inner.Info.Axes),
        };
    }

    /// <inheritdoc/>
    public override DataShape Shape { get; }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    protected override ImmutableArray<Axis> AxesAfter(ImmutableArray<Axis> axes) =>
    [
        .. axes.Select((axis, i) => (axis.IsCalibrated, i - Shape.Scan.Rank) switch
        {
            (true, 0) => axis.Part(_row0, Shape.Detector[0]),
            (true, 1) => axis.Part(_column0, Shape.Detector[1]),
            _ => axis,
        }),
    ];

    /// <inheritdoc/>
    protected internal override void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result)
    {
        var from = System.Runtime.InteropServices.MemoryMarshal.Cast<TIn, TOut>(frame);
        var rows = (int)Shape.Detector[0];
        var line = result.Length / rows;
        for (var row = 0; row < rows; row++)
            from.Slice(((_row0 + row) * _lineBefore) + _from, line).CopyTo(result[(row * line)..]);
    }
}
