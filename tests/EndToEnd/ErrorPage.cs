using System.Text.RegularExpressions;

namespace Ronchi.EndToEnd;

/// <summary>The tables of <c>docs/errors.md</c>.</summary>
internal static partial class ErrorPage
{
    /// <summary>Each situation with its sentence and exit code.</summary>
    public static IReadOnlyDictionary<string, (string Sentence, int ExitCode)> Lines { get; } =
        File.ReadLines(Path.Combine(RonchiProgram.Root, "docs", "errors.md"))
            .Select(static line => Row().Match(line))
            .Where(static match => match.Success)
            .ToDictionary(
                static match => match.Groups["situation"].Value,
                static match => (
                    match.Groups["sentence"].Value,
                    int.Parse(match.Groups["code"].Value, System.Globalization.CultureInfo.InvariantCulture)),
                StringComparer.Ordinal);

    /// <summary>Whether a line of stderr is a sentence of the page: words in capitals stand for anything.</summary>
    public static bool Says(string sentence, string said) =>
        Regex.IsMatch(
            said,
            $"^ronchi: {Placeholder().Replace(Regex.Escape(sentence), ".+")}$",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5));

    [GeneratedRegex(@"^\| (?<situation>[^|]+?) \| (?<sentence>.+?) \| (?<code>\d+) \|$", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    // FILE, NAME, N, … stand alone; words that the program itself writes in capitals do not.
    [GeneratedRegex(
        @"\b(FILE|PATHS|LINK|TARGET|OFFSET|WHY|LIST|TYPE|TEXT|SHAPE|FORMS|ROWS|COLUMNS|N|M|(?<=')NAME(?='))\b",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
