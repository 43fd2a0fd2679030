using System.Buffers.Binary;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Writing;
using Xunit;

namespace Ronchi.Tests.Hdf5;

public sealed class DamagedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-hdf5-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, "it has no HDF5 signature")]
    [InlineData(7, "it has no HDF5 signature")]
    [InlineData(4000, "it has no HDF5 signature")]
    public void OtherBytes_AreNotHdf5(int length, string message)
    {
        var error = Assert.Throws<Hdf5Exception>(() => Hdf5File.Open(new MemoryByteSource(new byte[length], "x.bin")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("x.bin", error.FilePath);
    }

    [Fact]
    public void MissingFile_AndFolder_AreTheSystemsErrors()
    {
        Assert.Throws<FileNotFoundException>(() => Hdf5File.Open(Path.Combine(_folder, "none.h5")));
        Assert.Throws<UnauthorizedAccessException>(() => Hdf5File.Open(_folder));
    }

    [Fact]
    public void EveryTruncation_IsRefused()
    {
        byte[] whole = Small();
        for (int length = 8; length < whole.Length; length += 7)
        {
            string message = Assert.Throws<Hdf5Exception>(() => Hdf5File.Open(new MemoryByteSource(whole.AsMemory(0, length)))).Message;
            if (length > 48)
                Assert.Contains("truncated", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DamagedMetadata_FailTheirChecksum()
    {
        byte[] bytes = Small();
        int at = bytes.AsSpan().LastIndexOf("OHDR"u8) + 30;
        bytes[at] ^= 1;
        var error = Assert.Throws<Hdf5Exception>(() => Hdf5File.Open(new MemoryByteSource(bytes)));
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
        Assert.True(error.Offset > 0);
    }

    [Theory]
    [InlineData(4, "szip (4)")]
    [InlineData(32001, "blosc (32001)")]
    [InlineData(32015, "zstd (32015)")]
    [InlineData(32008, "bitshuffle (32008)")]
    [InlineData(40000, "house filter (40000)")]
    public void UnknownFilter_IsRefusedByName(int id, string name)
    {
        using var file = OneChunk([4], [4], [1, 2, 3], new Hdf5Filter(id, "house filter", false, []));
        string message = Assert.Throws<Hdf5Exception>(() => file.Root.OpenDataset("x").Read<byte>()).Message;
        Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilterFromOutside_IsUsed()
    {
        var options = new Hdf5OpenOptions { Filters = new ChunkFilters(new Inverter()) };
        using var file = OneChunk([3], [3], [254, 253, 252], new Hdf5Filter(40000, "inverter", false, [7]), options);
        Assert.Equal([1, 2, 3], file.Root.OpenDataset("x").Read<byte>());
    }

    [Fact]
    public void Bomb_IsRefusedWithoutTakingMemory()
    {
        using var file = OneChunk([1 << 30], [1 << 30], new byte[100], new Hdf5Filter(1, "deflate", false, [6]));
        var dataset = file.Root.OpenDataset("x");
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<Hdf5Exception>(() => dataset.Read([5], [1], new byte[1].AsSpan())).Message;
        Assert.Contains("more than its 100 stored bytes can decode to", message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(32000)]
    public void NoiseInChunks_IsMalformed(int id)
    {
        var noise = new byte[50];
        new Random(3).NextBytes(noise);
        using var file = OneChunk([64], [64], noise, new Hdf5Filter(id, "", false, [2]));
        string message = Assert.Throws<Hdf5Exception>(() => file.Root.OpenDataset("x").Read<byte>()).Message;
        Assert.Contains("chunk 0 of '/x' cannot be decoded", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue, "more elements than can be counted")]
    [InlineData(1L << 60, "more elements than can be counted")]
    public void AbsurdShape_IsRefused(long length, string message)
    {
        byte[] bytes = Small();
        var marker = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(marker, 11);
        BinaryPrimitives.WriteInt64LittleEndian(marker.AsSpan(8), 13);
        int at = bytes.AsSpan().IndexOf(marker);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), length);
        using var file = Hdf5File.Open(new MemoryByteSource(bytes), new Hdf5OpenOptions { VerifyChecksums = false });
        Assert.Contains(
            message, Assert.Throws<Hdf5Exception>(() => file.Root.OpenDataset("numbers").Read<short>()).Message, StringComparison.Ordinal);
    }

    private byte[] Small()
    {
        string path = Path.Combine(_folder, "small.h5");
        using (var writer = new Hdf5Writer(path, overwrite: true))
        {
            writer.Root.Dataset("numbers", [11, 13], new short[143].AsSpan());
            writer.Root.Group("group").Attribute("text", "value");
            writer.Complete();
        }
        return File.ReadAllBytes(path);
    }

    private Hdf5File OneChunk(
        ReadOnlySpan<long> shape, ReadOnlySpan<long> chunk, byte[] stored, Hdf5Filter filter, Hdf5OpenOptions? options = null)
    {
        string path = Path.Combine(_folder, "chunk.h5");
        using (var writer = new Hdf5Writer(path))
        {
            writer.Root.Chunked<byte>("x", shape, chunk, filter).AppendEncoded(stored);
            writer.Complete();
        }
        return Hdf5File.Open(path, options);
    }

    private sealed class Inverter : IChunkFilter
    {
        public int Id => 40000;

        public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
        {
            if (source.Length > destination.Length || parameters is not [7])
                return -1;
            for (int i = 0; i < source.Length; i++)
                destination[i] = (byte)~source[i];
            return source.Length;
        }
    }
}
