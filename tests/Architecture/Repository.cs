namespace Ronchi.ArchitectureTests;

/// <summary>The tree that these tests look at.</summary>
internal static class Repository
{
    private static readonly string[] NotSource = ["bin", "obj", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>Folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>C# files below a folder of the tree, without build output.</summary>
    public static IEnumerable<SourceFile> CSharp(params string[] folders) =>
        folders.SelectMany(static folder => Files(Path.Combine(Root, folder), "*.cs")).Select(static path => new SourceFile(path));

    /// <summary>Files below a folder, without build output.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateFiles(folder, pattern)
            .Concat(Folders(folder).SelectMany(child => Files(child, pattern)))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Folders in a folder, without build output.</summary>
    public static IEnumerable<string> Folders(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder)
                .Where(static path => !NotSource.Contains(Path.GetFileName(path), StringComparer.Ordinal))
                .Order(StringComparer.Ordinal)
            : [];

    /// <summary>A path as it is written in messages.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Ronchi.slnx")))
                return folder;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Ronchi.slnx.");
    }
}
