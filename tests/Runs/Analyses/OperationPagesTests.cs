using Ronchi.Analyses;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>The pages of the documentation name every operation.</summary>
public sealed class OperationPagesTests
{
    [Fact]
    public void EveryAnalysis_HasARow()
    {
        var rows = Page("analyses.md").Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('|')[1]).ToList();
        Assert.All(
            KnownAnalyses.All,
            analysis => Assert.True(
                rows.Exists(row => row.Contains($"`{analysis.Name}`", StringComparison.Ordinal)),
                $"docs/analyses.md has no row for {analysis.Name}."));
    }

    [Fact]
    public void EveryFrameOperation_IsNamed()
    {
        var page = Page("pipelines.md");
        Assert.All(
            KnownFrameOperations.All,
            operation => Assert.True(
                page.Contains($"`{operation.Name}`", StringComparison.Ordinal), $"docs/pipelines.md does not name {operation.Name}."));
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", name));
}
