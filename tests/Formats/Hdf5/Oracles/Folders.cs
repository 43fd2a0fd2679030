namespace Ronchi.Tests.Hdf5.Oracles;

/// <summary>Where the scripts and test data are; the build hides the real source paths.</summary>
internal static class Folders
{
    private static readonly Lazy<string> Root = new(FindRoot);

    public static string Scripts => Path.Combine(Root.Value, "tests", "Formats", "Hdf5", "Oracles");

    public static string TestData =>
        Environment.GetEnvironmentVariable("RONCHI_TESTDATA") ?? Path.GetFullPath(Path.Combine(Root.Value, "..", "shared", "data"));

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Ronchi.slnx")))
                return folder;
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Ronchi.slnx.");
    }
}
