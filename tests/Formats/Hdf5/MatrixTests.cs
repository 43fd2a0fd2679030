using Ronchi.Tests.Hdf5.Oracles;
using Xunit;

namespace Ronchi.Tests.Hdf5;

public sealed class MatrixTests(MatrixFiles matrix) : IClassFixture<MatrixFiles>
{
    [Theory]
    [InlineData("types_earliest.h5")]
    [InlineData("types_latest.h5")]
    [InlineData("layouts_earliest.h5")]
    [InlineData("layouts_latest.h5")]
    [InlineData("userblock_earliest.h5")]
    [InlineData("userblock_latest.h5")]
    [InlineData("groups_earliest.h5")]
    [InlineData("groups_latest.h5")]
    [InlineData("many_chunks_earliest.h5")]
    [InlineData("many_chunks_latest.h5")]
    [InlineData("narrow_earliest.h5")]
    [InlineData("narrow_latest.h5")]
    [InlineData("scaled_earliest.h5")]
    [InlineData("scaled_latest.h5")]
    [InlineData("unwritten_earliest.h5")]
    [InlineData("unwritten_latest.h5")]
    public void FileByH5py_ReadByUs_IsTheSame(string name)
    {
        string path = matrix.File(name);
        var described = new DescribedFile(matrix.Descriptions.Single(item => item.GetProperty("path").GetString() == path));
        var differences = described.Compare();
        Assert.True(
            differences.Count == 0, $"{differences.Count} of {described.Compared} differ:\n{string.Join('\n', differences.Take(20))}");
        Assert.True(described.Compared > 10);
    }
}
