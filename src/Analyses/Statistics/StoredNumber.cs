using System.Globalization;
using System.Numerics;

namespace Ronchi.Analyses.Statistics;

/// <summary>A number printed so that nothing is lost: integers of any size exactly, floats with all digits that tell them apart.</summary>
public readonly record struct StoredNumber
{
    private readonly string? _text;

    private StoredNumber(string text, double value)
    {
        _text = text;
        Value = value;
    }

    /// <summary>The nearest f64.</summary>
    public double Value { get; }

    /// <summary>Whether JSON has a number for it: not for NaN and the infinities.</summary>
    public bool IsFinite => double.IsFinite(Value);

    /// <summary>Keeps a number; f32 keeps the digits of the f64 that equals it, as NumPy's <c>float(x)</c> prints them.</summary>
    public static StoredNumber Of<T>(T number)
        where T : INumber<T>
    {
        var value = double.CreateTruncating(number);
        return new(
            typeof(T) == typeof(float)
                ? value.ToString("R", CultureInfo.InvariantCulture)
                : number.ToString(null, CultureInfo.InvariantCulture),
            value);
    }

    /// <summary>The number as JSON and people write it.</summary>
    public override string ToString() => _text ?? "0";
}
