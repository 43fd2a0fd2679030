using CsCheck;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Tests.Hdf5.Oracles;
using Xunit;

namespace Ronchi.Tests.Hdf5;

public sealed class HyperslabTests(MatrixFiles matrix) : IClassFixture<MatrixFiles>
{
    [Theory]
    [InlineData("layouts_earliest.h5")]
    [InlineData("layouts_latest.h5")]
    [InlineData("types_latest.h5")]
    public void RandomBox_IsTheSliceOfTheWhole(string name)
    {
        using var file = Hdf5File.Open(matrix.File(name));
        int boxes = 0;
        foreach (var link in file.Root.Links)
        {
            if (file.TryOpen(link.Name) is not Hdf5Dataset { Type.IsNumeric: true, ElementCount: > 0 } dataset)
                continue;
            byte[] whole = dataset.ReadValue().Bytes.ToArray();
            long[] shape = [.. dataset.Shape];
            // Two numbers an axis, as parts of what is possible: they shrink to the box of length 0 at the origin.
            Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Array[shape.Length].Sample(
                parts =>
                {
                    long[] start = [.. shape.Select((length, axis) => (long)(parts[axis].Item1 * (length - 1)))];
                    long[] count = [.. shape.Select((length, axis) => (long)Math.Round(parts[axis].Item2 * (length - start[axis])))];
                    var box = new byte[count.Aggregate((long)dataset.Type.Size, (product, length) => product * length)];
                    dataset.ReadRaw(start, count, box);
                    Assert.True(
                        Slice(whole, shape, start, count, dataset.Type.Size).AsSpan().SequenceEqual(box),
                        $"{link.Name} [{string.Join(',', start)}] + [{string.Join(',', count)}]");
                },
                iter: 8,
                threads: 1);
            boxes += 8;
        }
        Assert.True(boxes > 100);
    }

    [Fact]
    public void ManyThreads_ReadTheSame()
    {
        using var file = Hdf5File.Open(matrix.File("layouts_latest.h5"));
        var dataset = file.Root.OpenDataset("chunked5_4");
        ushort[] whole = dataset.Read<ushort>();
        Parallel.For(0, 500, _ => Assert.Equal(whole, file.Root.OpenDataset("chunked5_4").Read<ushort>()));
        Parallel.For(0, 500, _ => Assert.Equal(whole, dataset.Read<ushort>()));
    }

    [Fact]
    public void VastSparseDataset_IsReadWhereAsked()
    {
        Assert.SkipUnless(H5py.Missing is null, H5py.Missing ?? "");
        string folder = Directory.CreateTempSubdirectory("ronchi-hdf5-").FullName;
        try
        {
            H5py.Run("special.py", folder);
            using var file = Hdf5File.Open(Path.Combine(folder, "sparse.h5"));
            var vast = file.Root.OpenDataset("vast");
            Assert.Equal(1L << 50, vast.ElementCount);
            var piece = new byte[8];
            vast.Read([1L << 49], [8], piece.AsSpan());
            Assert.Equal([7, 3, 3, 3, 3, 3, 3, 3], piece);
            vast.Read([0], [8], piece.AsSpan());
            Assert.Equal([3, 3, 3, 3, 3, 9, 3, 3], piece);
            Assert.Equal((1L << 40, 2L), (vast.ReadChunkIndex().Count, vast.ReadChunkIndex().StoredCount));
            Assert.Contains("in pieces", Assert.Throws<Hdf5Exception>(vast.Read<byte>).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void BoxOutsideTheShape_IsTheCallersFault()
    {
        using var file = Hdf5File.Open(matrix.File("layouts_latest.h5"));
        var dataset = file.Root.OpenDataset("chunked5_0");
        Assert.Throws<ArgumentException>(() => dataset.ReadRaw([0], [1], new byte[2]));
        Assert.Throws<ArgumentException>(() => dataset.ReadRaw([0, 0], [6, 1], new byte[12]));
        Assert.Throws<ArgumentException>(() => dataset.ReadRaw([-1, 0], [1, 1], new byte[2]));
        Assert.Throws<ArgumentException>(() => dataset.ReadRaw([0, long.MaxValue], [1, 2], new byte[4]));
        Assert.Throws<ArgumentException>(() => dataset.ReadRaw([0, 0], [1, 1], new byte[3]));
        Assert.Contains("u16", Assert.Throws<Hdf5Exception>(dataset.Read<float>).Message, StringComparison.Ordinal);
    }

    private static byte[] Slice(byte[] whole, long[] shape, long[] start, long[] count, int size)
    {
        var found = new List<byte>();
        long total = count.Aggregate(1L, (product, length) => product * length);
        for (long flat = 0; flat < total; flat++)
        {
            long rest = flat, source = 0, stride = 1;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += ((rest % count[axis]) + start[axis]) * stride;
                rest /= count[axis];
                stride *= shape[axis];
            }
            found.AddRange(whole.AsSpan((int)source * size, size));
        }
        return [.. found];
    }
}
