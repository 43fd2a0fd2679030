using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>A rectangle of detector pixels, corners included.</summary>
/// <param name="Row0">First row.</param>
/// <param name="Column0">First column.</param>
/// <param name="Row1">Last row.</param>
/// <param name="Column1">Last column.</param>
[ParameterValue<DetectorRectangle>]
public readonly record struct DetectorRectangle(int Row0, int Column0, int Row1, int Column1) : IParameterValue<DetectorRectangle>
{
    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.DetectorRectangle;

    /// <inheritdoc/>
    public static string Form => "ROW0,COL0,ROW1,COL1";

    /// <inheritdoc/>
    public static DetectorRectangle Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',');
        var numbers = new int[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (parts.Length != numbers.Length || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                throw new FormatException(
                    $"'{text}' is not a rectangle: expected ROW0,COL0,ROW1,COL1 with whole numbers from 0, as in 32,32,159,159.");
        }

        return new(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Row0},{Column0},{Row1},{Column1}");
}
