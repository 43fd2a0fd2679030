using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>One picture of a <see cref="Figure"/> with what explains it.</summary>
/// <param name="Title">What the picture shows; one line, may be empty.</param>
/// <param name="Picture">The picture.</param>
public sealed record FigurePanel(string Title, Picture Picture)
{
    /// <summary>The axis that runs to the right, for the scale bar; null, or not calibrated: no bar.</summary>
    public Axis? Axis { get; init; }

    /// <summary>What the values are, with their unit: <c>electrons</c>, <c>mrad</c>. Stands above the colour bar.</summary>
    public string ValueLabel { get; init; } = "";

    /// <summary>Whether an image has a colour bar. A field of vectors has none: its wheel and its largest length explain it; nor has a
    /// picture in colour, of which the limits are told.</summary>
    public bool HasColorBar { get; init; } = true;
}
