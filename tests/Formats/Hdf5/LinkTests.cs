using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Tests.Hdf5.Oracles;
using Xunit;

namespace Ronchi.Tests.Hdf5;

public sealed class LinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-hdf5-").FullName;

    public LinkTests()
    {
        Assert.SkipUnless(H5py.Missing is null, H5py.Missing ?? "");
        H5py.Run("special.py", _folder);
    }

    private string Links => Path.Combine(_folder, "links.h5");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("self", "in circles", "'/self'")]
    [InlineData("ping", "in circles", "40 links")]
    [InlineData("loop", "in circles", "/")]
    [InlineData("dangling", "'/dangling' leads to '/nowhere/to/be'", "does not exist")]
    [InlineData("missing_path", "'/missing_path' leads to '/gone' in ", "loop.h5")]
    [InlineData("missing_file", "'/missing_file' leads to 'gone.h5', which does not exist", "looked for ")]
    [InlineData("not_hdf5", "text.h5, byte 0", "not an HDF5 file")]
    public void LinkThatLeadsNowhere_IsNamed(string link, string first, string second)
    {
        using var file = Hdf5File.Open(Links);
        string message = Assert.Throws<Hdf5Exception>(() => file.TryOpen(link)).Message;
        Assert.Contains(first, message, StringComparison.Ordinal);
        Assert.Contains(second, message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_MessageTellsWhereItWasLookedFor()
    {
        using var file = Hdf5File.Open(Links);
        var error = Assert.Throws<Hdf5Exception>(() => file.TryOpen("/missing_file"));
        Assert.Equal(Links, error.FilePath);
        Assert.Contains(Path.Combine(_folder, "gone.h5"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moved")]
    [InlineData("through")]
    public void ExternalLink_IsFollowedFromTheLinkingFilesFolder(string link)
    {
        using var file = Hdf5File.Open(Links);
        var dataset = file.Root.OpenDataset(link);
        Assert.Equal([0, 1, 2, 3, 4, 5], dataset.Read<ushort>());
        Assert.Equal("target.h5", Path.GetFileName(dataset.File.Path));
        Assert.Same(dataset.File, file.Root.OpenDataset("moved").File);
    }

    [Fact]
    public void Policy_RestrictsFolders()
    {
        var options = new Hdf5OpenOptions { ExternalFiles = (_, candidate) => Path.GetFileName(candidate) != "target.h5" };
        using var file = Hdf5File.Open(Links, options);
        Assert.Contains("may not be opened", Assert.Throws<Hdf5Exception>(() => file.TryOpen("through")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingPath_IsNull_AndOpenSaysSo()
    {
        using var file = Hdf5File.Open(Links);
        Assert.Null(file.TryOpen("nothing"));
        Assert.Null(file.TryOpen("data/below"));
        Assert.Contains(
            "no 'nothing'", Assert.Throws<Hdf5Exception>(() => file.Root.OpenDataset("nothing")).Message, StringComparison.Ordinal);
        Assert.Contains("not a group", Assert.Throws<Hdf5Exception>(() => file.Root.OpenGroup("data")).Message, StringComparison.Ordinal);
        Assert.Equal(5, file.Root.OpenDataset("/inner/cycle/inner/cycle/./data").ReadValue().ToInt64());
    }

    [Theory]
    [InlineData("szip", "szip (4)")]
    [InlineData("threebytes", "an integer of 24 bits at bit 0 of 3 bytes")]
    [InlineData("raw", "external raw files")]
    [InlineData("compound", "compound {row: u16, column: f64}")]
    [InlineData("lists", "variable-length sequence of i32")]
    public void WhatIsNotSupported_IsRefusedByName(string dataset, string name)
    {
        using var file = Hdf5File.Open(Path.Combine(_folder, "refused.h5"));
        var found = file.Root.OpenDataset(dataset);
        Assert.Contains(name, Assert.Throws<Hdf5Exception>(found.ReadValue).Message, StringComparison.Ordinal);
        Assert.Contains(name, found.Obstacle, StringComparison.Ordinal);
    }
}
