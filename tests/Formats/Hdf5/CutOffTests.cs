using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Hdf5;

/// <summary>Files that were cut off: refused, or read as far as they go, in every layout and with every chunk index.</summary>
public sealed class CutOffTests : IDisposable
{
    private const int Rows = 40, Columns = 12, SignatureBytes = 8;
    private readonly TemporaryFolder _folder = new();

    public CutOffTests() => DebianPython.Require("h5py", "numpy");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("earliest", "chunks=(4, 5)")]
    [InlineData("earliest", "chunks=(1, 12), compression='gzip'")]
    [InlineData("earliest", "chunks=(3, 4), maxshape=(None, None)")]
    [InlineData("earliest", "chunks=None")]
    [InlineData("latest", "chunks=(4, 5)")]
    [InlineData("latest", "chunks=(4, 5), compression='gzip', maxshape=(60, 12)")]
    [InlineData("latest", "chunks=(3, 4), maxshape=(None, 12)")]
    [InlineData("latest", "chunks=(3, 4), maxshape=(40, None)")]
    [InlineData("latest", "chunks=(3, 4), maxshape=(None, None)")]
    [InlineData("latest", "chunks=(40, 12)")]
    [InlineData("latest", "chunks=None")]
    public void RowsBeforeTheCut_AreRight_AndNoOther(string version, string storage)
    {
        var path = _folder.File("whole.h5");
        DebianPython.Run($"""
            import h5py, numpy as np, sys
            with h5py.File(sys.argv[1], 'w', libver='{version}') as f:
                f.create_dataset('a', data=np.arange({Rows * Columns}, dtype='i4').reshape({Rows}, {Columns}) + 1, {storage})
            """, path);
        var bytes = File.ReadAllBytes(path);
        var rows = new HashSet<long>();
        for (var length = bytes.Length - 1; length >= SignatureBytes; length -= 41)
        {
            var cut = bytes[..length];
            Assert.ThrowsAny<Hdf5Exception>(() => Hdf5File.Open(new MemoryByteSource(cut, "cut.h5")));
            try
            {
                using var file = Hdf5File.Open(new MemoryByteSource(cut, "cut.h5"), new Hdf5OpenOptions { AllowsTruncated = true });
                Assert.NotNull(file.Truncation);
                if (file.TryOpen("/a") is not Hdf5Dataset dataset)
                    continue;
                Assert.Equal([Rows, Columns], dataset.WrittenShape);
                Assert.Equal(Columns, dataset.Shape[1]);
                rows.Add(dataset.Shape[0]);
                Assert.Equal(
                    Enumerable.Range(1, (int)dataset.Shape[0] * Columns).Select(static value => (long)value),
                    dataset.ReadValue().ToInt64s());
            }
            catch (Hdf5Exception e)
            {
                Assert.Matches("outside the file|ends", e.Message);   // the headers themselves are gone
            }
        }

        Assert.All(rows, static count => Assert.InRange(count, 0, Rows));
        Assert.NotEmpty(rows);
    }

    [Fact]
    public void WholeFile_LosesNothing()
    {
        var path = _folder.File("whole.h5");
        DebianPython.Run(
            "import h5py, numpy as np, sys; h5py.File(sys.argv[1], 'w').create_dataset('a', data=np.arange(40), chunks=(8,))", path);
        using var file = Hdf5File.Open(path, new Hdf5OpenOptions { AllowsTruncated = true });
        Assert.Null(file.Truncation);
        var dataset = Assert.IsType<Hdf5Dataset>(file.TryOpen("/a"));
        Assert.Equal(dataset.WrittenShape, dataset.Shape);
        Assert.Equal(40, dataset.ElementCount);
    }
}
