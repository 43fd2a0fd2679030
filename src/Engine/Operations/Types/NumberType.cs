using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>Numbers: int, long, float, double.</summary>
/// <param name="type">Which of them.</param>
/// <param name="minimum">Smallest number that is taken; null: any.</param>
/// <param name="maximum">Largest number that is taken; null: any.</param>
internal sealed class NumberType(Type type, double? minimum = null, double? maximum = null) : ParameterType
{
    private readonly bool _isWhole = type == typeof(int) || type == typeof(long);

    public override ParameterKind Kind => _isWhole ? ParameterKind.Integer : ParameterKind.Real;

    public override string Form => "N";

    public override JsonObject Schema() => new() { ["type"] = _isWhole ? "integer" : "number" };

    public override ParameterType Within(double? least, double? most) => new NumberType(type, least, most);

    public override object Parse(string text)
    {
        // 1e3 is a whole number, too.
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            throw Wrong(text);
        if (number < minimum || number > maximum)
            throw Wrong(text);
        if (!_isWhole)
            return Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            whole = Math.Floor(number) == number && Math.Abs(number) < 1L << 53 ? (long)number : throw Wrong(text);
        return type == typeof(long) || whole == (int)whole
            ? Convert.ChangeType(whole, type, CultureInfo.InvariantCulture)
            : throw new FormatException($"'{text}' is beyond {(whole < 0 ? int.MinValue : int.MaxValue)}.");
    }

    public override string Write(object value) =>
        value is float or double
            ? ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    public override string ToCSharp(object value) => Write(value) + (value is float ? "f" : "");

    public override JsonNode ToJson(object value) => JsonNode.Parse(Write(value))!;

    public override object Read(JsonElement json) =>
        json.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? base.Read(json)
            : throw new FormatException($"{json.GetRawText()} is not {Expected}.");

    private FormatException Wrong(string text) =>
        new($"'{text}' is not {Expected}{(_isWhole || minimum is not null || maximum is not null ? "." : ": write it as in 12.5.")}");

    // "a whole number from 1 to 8", for messages.
    private string Expected => (_isWhole ? "a whole number" : "a number") + (minimum, maximum) switch
    {
        (null, null) => "",
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}"),
        ({ } least, _) => string.Create(CultureInfo.InvariantCulture, $" from {least}"),
        var (_, most) => string.Create(CultureInfo.InvariantCulture, $" up to {most}"),
    };
}
