using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Makes frames of rows and columns of frames in colour: one of the colours, or their luminance.</summary>
/// <remarks>
/// Luminance is that of Rec. 709: 0.2126 red + 0.7152 green + 0.0722 blue, of values that are proportional to light; it is f32, or f64
/// where f32 does not hold the values. A colour has the type of the data. A pixel of which a colour that counts is masked or "no data" is
/// so itself.
/// </remarks>
public sealed class SelectColor : PixelStage
{
    private static readonly double[] Rec709 = [0.2126, 0.7152, 0.0722];

    private readonly int _colors;
    private readonly int? _color;

    /// <summary>Selects a colour of a source.</summary>
    /// <param name="inner">The source, with frames of rows, columns and colours; disposed with the stage.</param>
    /// <param name="color">Which, from 0; null: the luminance of the first three.</param>
    /// <exception cref="ArgumentException">Frames have another number of axes, or there is no such colour.</exception>
    public SelectColor(IFrameSource inner, int? color)
        : base(inner)
    {
        var detector = inner.Shape.Detector;
        if (detector.Rank != 3)
            throw new ArgumentException(
                $"Frames of {detector} have no colors: they need three axes; --detector-axes 3 opens arrays so.", nameof(inner));
        (_colors, _color) = ((int)detector[2], color);
        if (color is null && !FrameColors.AreShown(detector))
            throw new ArgumentException(
                $"Luminance is that of red, green and blue; frames of {detector} have {Counted.Of(_colors, "color")}: choose one by its "
                + $"number, 0…{_colors - 1}.",
                nameof(color));
        if (color is < 0 || color >= _colors)
            throw new ArgumentException($"There is no color {color} in frames of {detector}: they have 0…{_colors - 1}.", nameof(color));
        Shape = inner.Shape with { Detector = FrameColors.Plane(detector) };
        ElementType = color is null ? Promotion.ForResults(inner.ElementType) : inner.ElementType;
        var masked = inner.Validity.MaskedPixels is { } before
            ? PixelSet.From((int)Shape.FrameElements, pixel => IsAny(pixel, value => before[value]))
            : null;
        Validity = inner.Validity with { MaskedPixels = masked is { Count: > 0 } ? masked : null };
        Info = Noting(color is null ? "luminance of the colors (Rec. 709)." : $"color {color} of {_colors}.") with
        {
            Axes = AxesAfter(inner.Info.Axes),
        };
    }

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
        axes.Length == Inner.Shape.Full.Rank ? axes[..^1] : axes;

    /// <inheritdoc/>
    protected internal override void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result)
    {
        if (_color is { } color)
        {
            var values = MemoryMarshal.Cast<TIn, TOut>(frame);
            for (int pixel = 0, at = color; pixel < result.Length; pixel++, at += _colors)
                result[pixel] = values[at];
            return;
        }

        var noData = Inner.Validity.MaximumIsNoData;
        for (int pixel = 0, at = 0; pixel < result.Length; pixel++, at += _colors)
        {
            var (red, green, blue) = (frame[at], frame[at + 1], frame[at + 2]);
            result[pixel] = noData && (red == TIn.MaxValue || green == TIn.MaxValue || blue == TIn.MaxValue)
                ? TOut.MaxValue
                : TOut.CreateTruncating((Rec709[0] * double.CreateTruncating(red)) + (Rec709[1] * double.CreateTruncating(green))
                    + (Rec709[2] * double.CreateTruncating(blue)));
        }
    }

    // Whether something holds for a colour that counts in a pixel.
    private bool IsAny(int pixel, Func<int, bool> holds) => _color is { } color
        ? holds((pixel * _colors) + color)
        : Enumerable.Range(pixel * _colors, Rec709.Length).Any(holds);
}
