using Ronchi.Tests.Hdf5.Oracles;
using Xunit;

namespace Ronchi.Tests.Hdf5;

/// <summary>Real files of detectors and programs, where they are at hand.</summary>
public sealed class SharedFilesTests
{
    private static readonly string[] Extensions = [".h5", ".hdf5", ".hspy", ".nxs", ".emd"];

    [Fact]
    public void RealFiles_ReadByUs_AreAsH5pySees()
    {
        string root = Folders.TestData;
        Assert.SkipUnless(Directory.Exists(root), $"the test data folder {root} is missing (RONCHI_TESTDATA)");
        Assert.SkipUnless(H5py.Missing is null, H5py.Missing ?? "");
        string[] files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => Extensions.Contains(Path.GetExtension(path))).Order()];
        Assert.NotEmpty(files);
        var differences = new List<string>();
        foreach (var description in H5py.Describe(files))
        {
            var described = new DescribedFile(description);
            differences.AddRange(described.Compare().Select(difference => $"{described.Path} {difference}"));
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(30)));
    }
}
