using System.Globalization;

namespace Ronchi.Pictures;

/// <summary>Numbers as they stand beside a colour bar.</summary>
internal static class TickText
{
    /// <summary>A factor times a power of ten: <c>2×10⁵</c>, or <c>10⁵</c> for a factor of 1.</summary>
    public static string Power(int factor, int power) => (factor == 1 ? "10" : $"{factor}×10") + Raise(power);

    /// <summary>A whole number in raised digits.</summary>
    public static string Raise(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(static digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));

    /// <summary>A number that is a whole multiple of 10^<paramref name="lastDigit"/>, divided by 10^<paramref name="common"/>.</summary>
    public static string Number(double value, int lastDigit, int common)
    {
        var decimals = Math.Clamp(common - lastDigit, 0, 15);
        var text = Math.Abs(value / Math.Pow(10, common)).ToString("F" + decimals, CultureInfo.InvariantCulture);
        return value < 0 && text.Any(static c => c is >= '1' and <= '9') ? "−" + text : text;
    }
}
