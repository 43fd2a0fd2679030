using Ronchi.Analyses;
using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed class PageTests
{
    [Fact]
    public void Page_NamesNoOperation()
    {
        string[] names = [.. KnownAnalyses.All.Select(static analysis => analysis.Name), .. KnownFrameOperations.All.Select(static operation => operation.Name)];
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "viewer", "src"), "*.ts*", SearchOption.AllDirectories).ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            foreach (var name in names)
            {
                foreach (var quote in "'\"`")
                    Assert.False(text.Contains($"{quote}{name}{quote}", StringComparison.Ordinal), $"{Path.GetRelativePath(Repository.Root, file)} speaks of '{name}': the server says which operations and looks there are.");
            }
        }
    }
}
