using System.Collections.Immutable;

namespace Ronchi.Engine.Operations;

/// <summary>One picture of a <see cref="Look"/>.</summary>
/// <param name="Name">What it is called beside the others; empty: there is only one.</param>
/// <param name="Help">What it shows, a phrase.</param>
/// <param name="Result">Name of the result; null: the only one.</param>
/// <param name="Show">How its values become a picture.</param>
public sealed record LookPart(string Name, string Help, string? Result, LookForm Show = LookForm.Image)
{
    /// <summary>Unit of the values; null: a number without unit, or that of the data.</summary>
    public string? Unit { get; init; }

    /// <summary>Parameters that are given for this picture: name and text.</summary>
    public ImmutableArray<(string Parameter, string Text)> Parameters { get; init; } = [];
}
