using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>A virtual detector as it is asked for: see <see cref="VirtualDetectorText"/>.</summary>
/// <param name="Text">What was written.</param>
[ParameterValue<DetectorChoice>]
public readonly record struct DetectorChoice(string Text) : IParameterValue<DetectorChoice>
{
    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.VirtualDetector;

    /// <inheritdoc/>
    public static string Form => "[NAME=]SHAPE";

    /// <summary>A text as a parameter.</summary>
    public static implicit operator DetectorChoice(string text) => new(text);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static DetectorChoice FromString(string text) => new(text);

    /// <inheritdoc/>
    /// <remarks>Whether the shape makes sense is seen with the data: numbers may have units.</remarks>
    public static DetectorChoice Parse(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
