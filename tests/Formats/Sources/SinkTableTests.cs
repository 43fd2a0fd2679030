using System.Text;
using Ronchi.Sources;
using Ronchi.Tests.Hdf5.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>The documentation's table of what each kind of file keeps is the kinds' own.</summary>
public sealed class SinkTableTests
{
    private const string Begin = "<!-- what files keep: written by tests with RONCHI_UPDATE_DOCS=1 -->\n";
    private const string End = "<!-- end of what files keep -->";

    [Fact]
    public void Documentation_HasTheTable()
    {
        var page = Path.GetFullPath(Path.Combine(Folders.Scripts, "..", "..", "..", "..", "docs", "converting.md"));
        var text = File.ReadAllText(page);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("RONCHI_UPDATE_DOCS") is { Length: > 0 })
        {
            text = text[..from] + Table() + text[to..];
            File.WriteAllText(page, text);
            to = text.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.Equal(Table(), text[from..to]);
    }

    [Fact]
    public void EveryKind_SaysWhatBecomesOfEveryPart()
    {
        Assert.All(KnownSinks.All, static kind => Assert.Equal(Enum.GetValues<ScanPart>(), kind.Parts.Select(static part => part.Part)));
        Assert.All(KnownSinks.All, static kind => Assert.Contains(kind.FileNames, KnownSinks.Names, StringComparison.Ordinal));
    }

    private static string Table()
    {
        var table = new StringBuilder("| | ")
            .AppendJoin(" | ", KnownSinks.All.Select(static kind => $"`{kind.FileNames}`"))
            .Append(" |\n|---|")
            .Append(string.Concat(KnownSinks.All.Select(static _ => "---|")))
            .Append('\n');
        foreach (var part in Enum.GetValues<ScanPart>())
            table.Append("| ")
                .Append(KnownSinks.All[0][part].Name)
                .Append(" | ")
                .AppendJoin(" | ", KnownSinks.All.Select(kind => Cell(kind[part])))
                .Append(" |\n");
        return table.ToString();
    }

    private static string Cell(KeptPart part) => part.Keeping == Keeping.Dropped ? $"dropped: {part.Where}" : part.Where;
}
