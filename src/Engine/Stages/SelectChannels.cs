using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Keeps some of the channels of spectra.</summary>
public sealed class SelectChannels : PixelStage
{
    private readonly int _first;

    /// <summary>Keeps channels of a source.</summary>
    /// <param name="inner">The source, with frames of one axis; disposed with the stage.</param>
    /// <param name="first">First channel.</param>
    /// <param name="last">Last channel, included.</param>
    /// <exception cref="ArgumentException">Frames have another number of axes, or the channels do not lie in them.</exception>
    public SelectChannels(IFrameSource inner, int first, int last)
        : base(inner)
    {
        var detector = inner.Shape.Detector;
        if (detector.Rank != 1)
            throw new ArgumentException($"Frames of {detector} have no channels: they need one axis; --detector-axes 1 opens arrays so.",
                nameof(inner));
        if (first < 0 || last < first || last >= detector[0])
            throw new ArgumentException($"The channels {first}…{last} do not lie in spectra of {Counted.Of(detector[0], "channel")}.",
                nameof(first));
        _first = first;
        Shape = inner.Shape with { Detector = new(last - first + 1) };
        Validity = inner.Validity.MaskedPixels is { } masked
            ? inner.Validity with { MaskedPixels = PixelSet.From(last - first + 1, channel => masked[first + channel]) }
            : inner.Validity;
        Info = Noting($"channels {first}…{last} of {detector[0]}.") with
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
        [.. axes.Select((axis, i) => i == Shape.Scan.Rank ? axis.Part(_first, Shape.Detector[0]) : axis)];

    /// <inheritdoc/>
    protected internal override void Make<TIn, TOut>(long position, ReadOnlySpan<TIn> frame, Span<TOut> result) =>
        MemoryMarshal.Cast<TIn, TOut>(frame).Slice(_first, result.Length).CopyTo(result);
}
