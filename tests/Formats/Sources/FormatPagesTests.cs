using Ronchi.Sources;
using Ronchi.Tests.Hdf5.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>The page of all formats names each of them, and each kind of file that is written.</summary>
public sealed class FormatPagesTests
{
    private static readonly string Docs = Path.GetFullPath(Path.Combine(Folders.Scripts, "..", "..", "..", "..", "docs", "formats"));

    public static TheoryData<string> Formats => [.. KnownFormats.All.Select(static format => format.Name)];

    public static TheoryData<string> Kinds => [.. KnownSinks.All.Select(static kind => kind.FileNames)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Format_HasARow(string name) => Assert.Contains(
        File.ReadLines(Path.Combine(Docs, "README.md")).Where(static line => line.StartsWith('|')),
        row => row.Split('|')[1].Contains(name.Split(" (")[0], StringComparison.OrdinalIgnoreCase));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void KindOfFile_HasARow(string files) => Assert.Contains(
        File.ReadLines(Path.Combine(Docs, "README.md")).Where(static line => line.StartsWith('|')),
        row => row.Contains($"`{files}`", StringComparison.Ordinal));

    [Fact]
    public void EveryPage_IsLinked() => Assert.All(
        Directory.EnumerateFiles(Docs, "*.md").Select(static path => Path.GetFileName(path)).Where(static name => name != "README.md"),
        static name => Assert.Contains($"]({name})", File.ReadAllText(Path.Combine(Docs, "README.md")), StringComparison.Ordinal));
}
