using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>
/// How many pixels a side are summed to one: a number, or <c>auto</c>, the smallest of 1, 2, 4 and 8 at which the data fit in memory.
/// </summary>
[ParameterValue<BinningFactor>]
public readonly record struct BinningFactor : IParameterValue<BinningFactor>
{
    private readonly int _beyondOne;   // 0 in a value that nobody made: no binning

    /// <summary>So many pixels a side.</summary>
    /// <param name="factor">1: none are summed.</param>
    public BinningFactor(int factor) => _beyondOne = factor - 1;

    /// <summary>As many as are needed for the data to fit in memory.</summary>
    public static BinningFactor Auto { get; } = new() { IsAuto = true };

    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Text;

    /// <inheritdoc/>
    public static string Form => "N|auto";

    /// <summary>Whether it is <see cref="Auto"/>.</summary>
    public bool IsAuto { get; private init; }

    /// <summary>The number; 1 for <see cref="Auto"/>.</summary>
    public int Factor => _beyondOne + 1;

    /// <summary>A number as a parameter.</summary>
    public static implicit operator BinningFactor(int factor) => new(factor);

    /// <inheritdoc cref="op_Implicit(int)"/>
    public static BinningFactor FromInt32(int factor) => new(factor);

    /// <inheritdoc/>
    public static BinningFactor Parse(string text) => text == "auto" ? Auto
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) ? new(factor)
        : throw new FormatException($"'{text}' is not a binning factor: expected a whole number from 1, or auto.");

    /// <inheritdoc/>
    public override string ToString() => IsAuto ? "auto" : Factor.ToString(CultureInfo.InvariantCulture);
}
