using System.Globalization;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>Which colour of frames in colour: its number, or the luminance of red, green and blue.</summary>
[ParameterValue<ColorChoice>]
public readonly record struct ColorChoice : IParameterValue<ColorChoice>
{
    private const string LuminanceWord = "luminance";

    /// <summary>One of the colours.</summary>
    /// <param name="number">Its number, from 0; null: <see cref="Luminance"/>.</param>
    public ColorChoice(int? number) => Number = number;

    /// <summary>The luminance of red, green and blue, by Rec. 709.</summary>
    public static ColorChoice Luminance => default;

    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Text;

    /// <inheritdoc/>
    public static string Form => $"N|{LuminanceWord}";

    /// <summary>Number of the colour, from 0; null: <see cref="Luminance"/>.</summary>
    public int? Number { get; }

    /// <summary>A number as a parameter.</summary>
    public static implicit operator ColorChoice(int number) => new(number);

    /// <inheritdoc cref="op_Implicit(int)"/>
    public static ColorChoice FromInt32(int number) => new(number);

    /// <inheritdoc/>
    public static ColorChoice Parse(string text) => text == LuminanceWord ? Luminance
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(number)
        : throw new FormatException($"'{text}' is not a color: expected its number, from 0, or {LuminanceWord}.");

    /// <inheritdoc/>
    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? LuminanceWord;
}
