using System.Runtime.InteropServices;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;
using Ronchi.Tests.Hdf5.Oracles;
using Xunit;

namespace Ronchi.Tests.Hdf5.Writing;

public sealed class Hdf5WriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-hdf5-").FullName;

    private string Target => Path.Combine(_folder, "written.h5");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EverythingWritten_ReadByH5py_IsWhatWeRead()
    {
        Assert.SkipUnless(H5py.Missing is null, H5py.Missing ?? "");
        var frames = WriteAll(Target);
        var described = new DescribedFile(H5py.Describe(Target).Single());
        var differences = described.Compare();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.True(described.Compared > 20);
        using var file = Hdf5File.Open(Target);
        Assert.Equal(frames, file.Root.OpenDataset("entry/data/deflated").Read<ushort>());
    }

    [Fact]
    public void EverythingWritten_ReadByUs_IsTheSame()
    {
        var frames = WriteAll(Target);
        using var file = Hdf5File.Open(Target);
        Assert.Equal(frames, file.Root.OpenDataset("entry/data/plain").Read<ushort>());
        Assert.Equal(frames, file.Root.OpenDataset("entry/data/deflated").Read<ushort>());
        Assert.Equal("Dectris ARINA Si", file.Root.OpenDataset("entry/description").ReadValue().ToText());
        Assert.Equal(["NXentry"], file.Root.OpenGroup("entry").Attributes["NX_class"].ReadValue().ToTexts());
        Assert.Equal([1.5, -2], file.Root.Attributes["doubles"].ReadValue().ToDoubles());
        Assert.True(file.Root.Attributes["bool"].Type.IsBool);
        Assert.Equal(["a", "bc", "µ"], file.Root.Attributes["texts"].ReadValue().ToTexts());
        var link = file.Root.OpenGroup("entry/data").FindLink("data_000001");
        Assert.Equal((LinkKind.External, "x_data_000001.h5", "/entry/data/data"), (link!.Kind, link.TargetFile, link.Target));
        var holes = file.Root.OpenDataset("entry/data/holes");
        Assert.Equal([0, 0, 0, 7, 8, 9, 0], holes.Read<int>());
        Assert.Equal(1, holes.ReadChunkIndex().StoredCount);
    }

    [Fact]
    public void ChunksOfAnyFilter_AreStoredAsTheyWereGiven()
    {
        var random = new Random(7);
        var chunks = new byte[500][];
        using (var writer = new Hdf5Writer(Target))
        {
            var data = writer.Root.Chunked<ushort>(
                "data", [500, 8, 8], [1, 8, 8], new Hdf5Filter(32008, "bitshuffle", false, [0, 3, 2, 0, 2]));
            for (int i = 0; i < chunks.Length; i++)
            {
                chunks[i] = new byte[random.Next(1, 200)];
                random.NextBytes(chunks[i]);
            }
            for (int i = 0; i < chunks.Length; i += 2)
                data.WriteEncoded(i, chunks[i]);
            for (int i = 1; i < chunks.Length; i += 2)
                data.WriteEncoded(i, chunks[i], 1);
            writer.Complete();
        }
        using var file = Hdf5File.Open(Target);
        var dataset = file.Root.OpenDataset("data");
        Assert.Equal([0u, 3, 2, 0, 2], dataset.Filters[0].Parameters);
        var index = dataset.ReadChunkIndex();
        Assert.Equal(500, index.StoredCount);
        for (int i = 0; i < chunks.Length; i++)
        {
            var stored = new byte[index[i].Size];
            dataset.ReadStoredChunk(index[i], stored);
            Assert.Equal(chunks[i], stored);
            Assert.Equal((uint)(i & 1), index[i].FilterMask);
        }
    }

    [Fact]
    public void ManyChunks_HaveTheirIndexOnOnePage()
    {
        const int count = 300_000;
        using (var writer = new Hdf5Writer(Target))
        {
            var data = writer.Root.Chunked<byte>("data", [count, 1], [1, 1], new Hdf5Filter(32008, "", true, []));
            for (int i = 0; i < count; i++)
                data.AppendEncoded([(byte)i]);
            writer.Complete();
        }
        using var file = Hdf5File.Open(Target);
        var index = file.Root.OpenDataset("data").ReadChunkIndex();
        Assert.Equal((long)count, index.StoredCount);
        Assert.Equal(index[0].Offset + count - 1, index[count - 1].Offset);
        if (H5py.Missing is null)
            Assert.Equal(
                count, H5py.Describe(Target).Single().GetProperty("objects").GetProperty("/data").GetProperty("stored").GetInt64());
    }

    [Fact]
    public void DisposedBeforeComplete_LeavesNothing()
    {
        using (var writer = new Hdf5Writer(Target))
            writer.Root.Scalar("x", 1);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void ExistingFile_IsKeptUnlessOverwritten()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<IOException>(() => new Hdf5Writer(Target));
        Assert.Equal("old", File.ReadAllText(Target));
        using (var writer = new Hdf5Writer(Target, overwrite: true))
            writer.Complete();
        using var file = Hdf5File.Open(Target);
        Assert.Empty(file.Root.Links);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Misuse_IsRefused()
    {
        using var writer = new Hdf5Writer(Target);
        writer.Root.Scalar("x", 1);
        Assert.Throws<ArgumentException>(() => writer.Root.Scalar("x", 1));
        Assert.Throws<ArgumentException>(() => writer.Root.Scalar("a/b", 1));
        Assert.Throws<ArgumentException>(() => writer.Root.Scalar("guid", Guid.Empty));
        Assert.Throws<ArgumentException>(() => writer.Root.Dataset("y", [3], new int[4].AsSpan()));
        Assert.Throws<ArgumentException>(() => writer.Root.Chunked<int>("z", [3, 4], [3]));
        Assert.Throws<ArgumentException>(() => writer.Root.Attribute("long", new double[10_000].AsSpan()));
        var half = writer.Root.Contiguous<int>("half", [4]);
        half.Append([1, 2]);
        Assert.Throws<InvalidOperationException>(writer.Complete);
    }

    private static ushort[] WriteAll(string path)
    {
        var random = new Random(11);
        var frames = new ushort[5 * 6 * 7];
        foreach (ref ushort pixel in frames.AsSpan())
            pixel = (ushort)random.Next(9);
        using var writer = new Hdf5Writer(path);
        var root = writer.Root;
        root.Attribute("bool", true);
        root.Attribute("doubles", [1.5, -2.0]);
        root.Attribute("texts", ["a", "bc", "µ"]);
        root.Attribute("empty", "");
        var entry = root.Group("entry");
        entry.Attribute("NX_class", "NXentry");
        entry.Text("description", "Dectris ARINA Si").Attribute("units", "none");
        Assert.Same(entry, root.Group("entry"));
        foreach (int i in Enumerable.Range(0, 200))
            entry.Group("many").Group($"group{i}").Attribute("number", i);
        entry.Scalar("u8", (byte)1);
        entry.Scalar("i8", (sbyte)-1);
        entry.Scalar("u16", (ushort)1);
        entry.Scalar("i16", (short)-1);
        entry.Scalar("u32", 1u);
        entry.Scalar("i64", -1L);
        entry.Scalar("u64", ulong.MaxValue);
        entry.Scalar("f16", (Half)1.5);
        entry.Scalar("f32", 1.5f);
        entry.Scalar("f64", 1.5);
        entry.Dataset("flags", [3], [true, false, true]);
        entry.Dataset("nothing", [0, 3], ReadOnlySpan<float>.Empty);
        var data = entry.Group("data");
        var plain = data.Chunked<ushort>("plain", [5, 6, 7], [1, 6, 7]);
        var deflated = data.Chunked<ushort>(
            "deflated", [5, 6, 7], [2, 6, 7], new Hdf5Filter(2, "shuffle", true, [2]), new Hdf5Filter(1, "deflate", true, [4]));
        for (int i = 0; i < 5; i++)
            plain.Append(MemoryMarshal.AsBytes(frames.AsSpan(i * 42, 42)));
        for (int i = 0; i < 6; i += 2)
        {
            var chunk = new ushort[84];
            frames.AsSpan(i * 42, Math.Min(84, frames.Length - (i * 42))).CopyTo(chunk);
            deflated.Append(MemoryMarshal.AsBytes(chunk.AsSpan()));
        }
        data.Chunked<int>("holes", [7], [3]).WriteEncoded(1, MemoryMarshal.AsBytes<int>([7, 8, 9]));
        data.Chunked<int>("no_chunks", [0, 4], [1, 4]);
        data.ExternalLink("data_000001", "x_data_000001.h5", "/entry/data/data");
        data.SoftLink("soft", "/entry/data/plain");
        writer.Complete();
        return frames;
    }
}
