using System.Text.RegularExpressions;

namespace Ronchi.ArchitectureTests;

/// <summary>One C# file: its text, and what the rules need to know of it.</summary>
internal sealed partial class SourceFile(string path)
{
    private readonly Lazy<string> _text = new(() => File.ReadAllText(path));
    private readonly Lazy<string> _code = new(() => NotCode().Replace(File.ReadAllText(path), " "));

    /// <summary>Path from the root of the tree.</summary>
    public string RelativePath { get; } = Repository.Relative(path);

    /// <summary>Name without folder and extension.</summary>
    public string Name { get; } = Path.GetFileNameWithoutExtension(path);

    /// <summary>The text.</summary>
    public string Text => _text.Value;

    /// <summary>The text without comments, strings and characters.</summary>
    public string Code => _code.Value;

    /// <summary>Number of lines.</summary>
    public int LineCount => Text.Count(static character => character == '\n');

    /// <summary>Numbers of the lines that are longer than a limit; those of raw strings are texts of others, and do not count.</summary>
    public IEnumerable<int> LinesAbove(int limit) =>
        RawString().Replace(Text, static match => new string('\n', match.Value.Count(static character => character == '\n')))
            .Split('\n')
            .Index()
            .Where(line => line.Item.Length > limit)
            .Select(static line => line.Index + 1);

    /// <summary>The namespace that the file declares; empty when none.</summary>
    public string Namespace => NamespaceDeclaration().Match(Code) is { Success: true } match ? match.Groups["name"].Value : "";

    /// <summary>Namespaces that the file opens.</summary>
    public IEnumerable<string> Usings => Using().Matches(Code).Select(static match => match.Groups["name"].Value);

    /// <summary>Types that stand at the top of the file, with whether each is public.</summary>
    public IEnumerable<(string Name, bool IsPublic)> Types =>
        TypeDeclaration()
            .Matches(Code)
            .Select(
                static match => (match.Groups["name"].Value, match.Groups["modifiers"].Value.Contains("public", StringComparison.Ordinal)));

    /// <summary>Every identifier in the code.</summary>
    public HashSet<string> Identifiers => [.. Identifier().Matches(Code).Select(static match => match.Value)];

    [GeneratedRegex("""
        //[^\n]* | /\*.*?\*/ | \$*"{3,}.*?"{3,}(u8)? | \$?@\$?"([^"]|"")*" | "(\\.|[^"\\\n])*"(u8)? | '(\\.[^']*|[^'\\\n])'
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex NotCode();

    [GeneratedRegex("""
        "{3,}.*?"{3,}
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex RawString();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)\s*[;{]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(
        @"^(?:global )?using (?:static )?(?:\w+ = )?(?<name>Ronchi\.[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"^(?<modifiers>(?:public |internal |file |static |sealed |abstract |partial |readonly |ref |unsafe )*)"
        + @"(?:class|struct|record struct|record class|record|interface|enum|delegate [\w<>\[\]?, .]+?) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Identifier();
}
