using Ronchi.Analyses.BrightField;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

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

    /// <summary>The detectors that are meant on the data of a context.</summary>
    /// <param name="choices">What was written.</param>
    /// <param name="context">The data; weights are read from files.</param>
    /// <param name="findDisk">Tells the disk of <c>bf</c> and its kin.</param>
    /// <exception cref="FormatException">A text is no detector.</exception>
    internal static IReadOnlyList<VirtualDetector> Read(
        IEnumerable<DetectorChoice> choices, OperationContext context, Func<BrightFieldDisk> findDisk) =>
        VirtualDetectorText.ParseAll([.. choices.Select(static choice => choice.Text)], path =>
        {
            var (weights, shape) = context.ReadWeights(path);
            return VirtualDetector.FromWeights(Path.GetFileNameWithoutExtension(path), weights, shape);
        }, findDisk, PlaneAxes.OfDetector(context.Data));

    /// <summary>The pixels that are meant on the data of a context; of weights those that are not 0.</summary>
    /// <param name="context">The data.</param>
    /// <exception cref="FormatException">The text is no detector, or makes several.</exception>
    internal PixelSet Pixels(OperationContext context)
    {
        var read = Read([this], context, () =>
        {
            var (row, column, radius) = context.Disk();
            return new(row, column, radius);
        });
        return read is [var only]
            ? only.On(context.Data.Shape.Detector).Pixels
            : throw new FormatException($"'{Text}' makes {read.Count} regions; only one can be used here.");
    }
}
