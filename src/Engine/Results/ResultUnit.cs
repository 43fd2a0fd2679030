using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Units of results, as they are printed and written to files.</summary>
public static class ResultUnit
{
    /// <summary>What a detector counted: the unit of whole numbers that say nothing else.</summary>
    public const string Counts = "counts";

    /// <summary>Values of an unknown unit: floats that say nothing else.</summary>
    public const string Arbitrary = "arb. units";

    /// <summary>Detector pixels: of positions, lengths, and numbers of pixels.</summary>
    public const string Pixels = "px";

    /// <summary>A number of frames.</summary>
    public const string Frames = "frames";

    /// <summary>Phases.</summary>
    public const string Radians = "rad";

    /// <summary>Rotations between scan and detector.</summary>
    public const string Degrees = "degrees";

    /// <summary>The unit of values of a type when the data name none.</summary>
    public static string Of(ElementType type) => type.IsFloat() || type.IsComplex() ? Arbitrary : Counts;

    /// <summary>The unit of variances and products.</summary>
    /// <param name="unit">The unit of the values.</param>
    public static string Squared(string unit) => unit.AsSpan().IndexOfAny(' ', '/', '·') < 0 ? $"{unit}²" : $"({unit})²";
}
