using System.Text.RegularExpressions;
using Ronchi.Analyses;
using Xunit;

namespace Ronchi.Tests.Server;

/// <summary>
/// Server and page make everything of what operations say of themselves: an operation of another assembly is no different.
/// </summary>
public sealed class OperationNamesTests
{
    [Theory]
    [InlineData("src/Server", "*.cs")]
    [InlineData("viewer/src", "*.ts*")]
    public void NoOperationIsNamed(string folder, string files)
    {
        var root = Root();
        var names = KnownAnalyses.All.Select(static analysis => analysis.Name)
            .Concat(KnownFrameOperations.All.Select(static operation => operation.Name)).ToList();
        Assert.True(names.Count > 35);
        var named = new Regex(
            $"""["'`]({string.Join('|', names.Select(Regex.Escape))})["'`]""", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        var found = Directory.EnumerateFiles(Path.Combine(root, folder), files, SearchOption.AllDirectories)
            .Where(
                static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file)
                .Select((line, number) => (File: Path.GetRelativePath(root, file), Number: number + 1, Match: named.Match(line))))
            .Where(static line => line.Match.Success)
            .Select(static line => $"{line.File}:{line.Number}: {line.Match.Value}")
            .ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ronchi.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
