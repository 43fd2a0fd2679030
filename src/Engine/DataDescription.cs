using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What a UDF may know of the data before it sees a frame.</summary>
/// <param name="Shape">Scan and detector axes.</param>
/// <param name="ElementType">Type of the values that it will see.</param>
/// <param name="Validity">Pixels and frames that hold no measurement.</param>
public sealed record DataDescription(DataShape Shape, ElementType ElementType, Validity Validity)
{
    /// <summary>One calibrated axis for each axis of the shape, scan first; empty when nothing is known.</summary>
    public ImmutableArray<Axis> Axes { get; init; } = [];

    /// <summary>Describes a source.</summary>
    public static DataDescription Of(IFrameSource source) => new(source.Shape, source.ElementType, source.Validity) { Axes = source.Info.Axes };
}
