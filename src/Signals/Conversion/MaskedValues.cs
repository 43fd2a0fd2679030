namespace Ronchi.Signals.Conversion;

/// <summary>
/// What is written for values that are no measurement: masked pixels, "no data" values, and positions that were not recorded.
/// </summary>
/// <param name="Fill">The number; null: values as they are stored.</param>
public sealed record MaskedValues(string? Fill)
{
    /// <summary>What may be asked for.</summary>
    public const string Grammar = "zero, keep or fill=VALUE";

    private const string FillPrefix = "fill=";

    /// <summary>Values as they are stored: right where the file says which of them are no measurement.</summary>
    public static MaskedValues Keep { get; } = new((string?)null);

    /// <summary>Zeros, which add nothing to sums in any program.</summary>
    public static MaskedValues Zero { get; } = new("0");

    /// <summary>Reads <see cref="Grammar"/>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static MaskedValues Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "keep" => Keep,
            "zero" => Zero,
            _ when text.StartsWith(FillPrefix, StringComparison.Ordinal) && text.Length > FillPrefix.Length =>
                new(text[FillPrefix.Length..]),
            _ => throw new FormatException($"--masked: '{text}' is not known: write {Grammar}, as in fill=-1."),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Fill switch
    {
        null => "keep",
        "0" => "zero",
        _ => FillPrefix + Fill,
    };
}
