using System.Text.Json;
using Xunit;

namespace Ronchi.Tests.Hdf5.Oracles;

/// <summary>The generated matrix of files, written once for all tests that look at it.</summary>
public sealed class MatrixFiles : IDisposable
{
    public MatrixFiles()
    {
        Folder = Directory.CreateTempSubdirectory("ronchi-hdf5-").FullName;
        Descriptions = H5py.Missing is null ? H5py.RunLines("matrix.py", Folder) : [];
    }

    public string Folder { get; }

    internal IReadOnlyList<JsonElement> Descriptions { get; }

    public string File(string name)
    {
        Assert.SkipUnless(H5py.Missing is null, H5py.Missing ?? "");
        return Path.Combine(Folder, name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
