using System.Globalization;

namespace Ronchi.Sources.Gatan;

/// <summary>What a tag of a DigitalMicrograph file holds.</summary>
internal abstract record DmTag;

/// <summary>One number of any type.</summary>
internal sealed record DmNumber(double Value) : DmTag;

/// <summary>The numbers of a structure: a point, a rectangle.</summary>
internal sealed record DmNumbers(IReadOnlyList<double> Values) : DmTag;

/// <summary>Text.</summary>
internal sealed record DmText(string Value) : DmTag;

/// <summary>An array, which stays in the file; a short one of characters is read as well.</summary>
/// <param name="Offset">Where its first element lies.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Text">Its characters, if it may be a text.</param>
internal sealed record DmArray(long Offset, int ElementBytes, long Count, string? Text) : DmTag;

/// <summary>Tags with names; those of a list have none.</summary>
internal sealed record DmGroup(IReadOnlyList<(string Name, DmTag Tag)> Members) : DmTag
{
    /// <summary>A group without members.</summary>
    public static DmGroup Empty { get; } = new([]);

    /// <summary>A tag by the names that lead to it; null: there is none.</summary>
    public DmTag? Find(params ReadOnlySpan<string> path)
    {
        DmTag? found = this;
        foreach (var name in path)
            found = (found as DmGroup)?.Members.FirstOrDefault(member => member.Name == name).Tag;
        return found;
    }

    /// <summary>A group by the names that lead to it; an empty one where there is none.</summary>
    public DmGroup Group(params ReadOnlySpan<string> path) => Find(path) as DmGroup ?? Empty;

    /// <summary>A finite number by the names that lead to it, also where it is written as text; null: there is none.</summary>
    public double? Number(params ReadOnlySpan<string> path)
    {
        var number = Find(path) switch
        {
            DmNumber { Value: var value } => value,
            DmText { Value: var text } => Parsed(text),
            DmArray { Text: { } text } => Parsed(text),
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : null;
    }

    /// <summary>A text by the names that lead to it; null: there is none, or it is empty.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        var text = Find(path) switch
        {
            DmText { Value: var value } => value,
            DmArray { Text: var value } => value,
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>Whether a switch is on; null: it is not there.</summary>
    public bool? Switch(params ReadOnlySpan<string> path) => Number(path) is { } number
        ? number != 0
        : Text(path)?.ToLowerInvariant() switch { "true" => true, "false" => false, _ => null };

    private static double Parsed(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
