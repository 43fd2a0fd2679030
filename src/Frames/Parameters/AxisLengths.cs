namespace Ronchi.Frames;

/// <summary>Lengths of the axes of a scan or of a frame, as they are asked for: <c>256x256</c>.</summary>
/// <param name="Extent">The lengths, slow axis first.</param>
public readonly record struct AxisLengths(Extent Extent) : IWrittenValue<AxisLengths>
{
    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Text;

    /// <inheritdoc/>
    public static string Form => "RxC";

    /// <summary>Lengths as a parameter.</summary>
    public static implicit operator AxisLengths(Extent extent) => new(extent);

    /// <inheritdoc cref="op_Implicit(Extent)"/>
    public static AxisLengths FromExtent(Extent extent) => new(extent);

    /// <inheritdoc/>
    public static AxisLengths Parse(string text) => Extent.TryParse(text, out var extent)
        ? new(extent)
        : throw new FormatException($"'{text}' is not a shape: expected RxC with whole numbers from 1, as in 256x256.");

    /// <inheritdoc/>
    public override string ToString() => string.Join('x', Extent.Lengths);
}
