namespace Ronchi.Tests.Codecs;

/// <summary>Where recorded files lie: RONCHI_TESTDATA, or beside the repository.</summary>
internal static class DataFolder
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("RONCHI_TESTDATA") ?? System.IO.Path.Combine(FindRoot(), "..", "shared", "data");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Ronchi.slnx")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Ronchi.slnx.");
    }
}
