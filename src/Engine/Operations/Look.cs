using System.Collections.Immutable;

namespace Ronchi.Engine.Operations;

/// <summary>
/// A picture that an analysis offers at one click, and that follows while what it takes is dragged: the analysis with some parameters set,
/// and others given by what a person draws.
/// </summary>
/// <param name="Id">Tells it from the other looks of the analysis; short.</param>
/// <param name="Name">What it is called where there is little room: <c>CoM</c>.</param>
/// <param name="Help">What it shows, a phrase.</param>
/// <remarks>User interfaces make buttons and commands of the looks, and know no analysis by its name.</remarks>
public sealed record Look(string Id, string Name, string Help)
{
    /// <summary>Words that people look for it by, beside those of its name.</summary>
    public string Words { get; init; } = "";

    /// <summary>Where its pictures lie.</summary>
    public LookPlane Over { get; init; } = LookPlane.Scan;

    /// <summary>Parameters that are always given: name and text.</summary>
    public ImmutableArray<(string Parameter, string Text)> Parameters { get; init; } = [];

    /// <summary>Parameters that follow what a person has drawn or set.</summary>
    public ImmutableArray<(string Parameter, LookInput Input)> Inputs { get; init; } = [];

    /// <summary>How many drawn detectors it takes at least.</summary>
    public int LeastDetectors { get; init; }

    /// <summary>How many drawn detectors it takes at most.</summary>
    public int MostDetectors { get; init; }

    /// <summary>How many axes frames must have for it: 1 for spectra, 2 for images. Null: any number.</summary>
    public int? Axes { get; init; }

    /// <summary>Its pictures, the first one first.</summary>
    public required ImmutableArray<LookPart> Parts { get; init; }
}
