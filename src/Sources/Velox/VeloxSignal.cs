using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Types;

namespace Ronchi.Sources.Velox;

/// <summary>One of the images, stacks of images or spectra of a Velox file.</summary>
/// <param name="Path">Path of its group.</param>
/// <param name="Title">What Velox calls it where it is shown, else its number among images or spectra.</param>
/// <param name="Order">Its place among what Velox shows.</param>
/// <param name="Data">Its values: detector axes, then frames.</param>
/// <param name="DetectorAxes">Two for images, one for spectra.</param>
internal sealed record VeloxSignal(string Path, string Title, int Order, Hdf5Dataset Data, int DetectorAxes)
{
    /// <summary>Name of its values in its group.</summary>
    public const string Values = "Data";

    /// <summary>The member of its elements that is meant; null: the elements are.</summary>
    public Hdf5Member? Member { get; init; }

    /// <summary>Type of its pixels.</summary>
    public Hdf5Type Type => Member?.Type ?? Data.Type;

    /// <summary>Lengths of a frame's axes.</summary>
    public Extent Detector => new(Data.Shape.AsSpan()[..DetectorAxes]);

    /// <summary>Number of frames.</summary>
    public long Frames => Data.Shape[DetectorAxes];

    /// <summary>Whether somebody means it by a name: its title, or the path of its group or its values.</summary>
    public bool Is(string name) =>
        name.Equals(Title, StringComparison.OrdinalIgnoreCase)
            || "/" + name.Trim('/') is var path && (path == Path || path == $"{Path}/{Values}");

    /// <inheritdoc/>
    public override string ToString() => Frames == 1
        ? $"'{Title}' ({Detector} {Data.Type})"
        : $"'{Title}' ({Counted.Of(Frames, "frame")} of {Detector} {Data.Type})";
}
