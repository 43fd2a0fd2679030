using System.Text;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Zarr;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Zarr;

public sealed class ZarrSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("blosclz")]
    [InlineData("lz4")]
    [InlineData("lz4hc")]
    [InlineData("snappy")]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public void EveryCompressorOfBlosc_IsRead(string name)
    {
        foreach (var shuffle in (int[])[0, 1, 2])
        {
            using var source = PythonStore.Open(
                _folder,
                $"zarr.save_array(path, values.astype('<u2'), compressor=numcodecs.Blosc('{name}', 5, {shuffle}))",
                $"{shuffle}.zarr");
            Assert.Equal(PythonStore.Bytes(static value => (ushort)value), All(source));
        }
    }

    [Fact]
    public void ChunksThatAreNotThere_HaveTheFillValue()
    {
        using var source = PythonStore.Open(
            _folder,
            """
            array = zarr.open(path, mode='w', shape=(4, 6, 2, 3), chunks=(2, 2, 2, 2), dtype='<i4', fill_value=-7)
            array[0:2, 2:4] = 5
            """);
        var values = All(source);
        for (var i = 0; i < values.Length / 4; i++)
        {
            var (row, column) = (i / 36, i / 6 % 6);
            Assert.Equal(row < 2 && column is 2 or 3 ? 5 : -7, BitConverter.ToInt32(values, 4 * i));
        }
    }

    [Fact]
    public void FillValuesOfFloats_MayBeNoNumbers()
    {
        using var source = PythonStore.Open(
            _folder, "zarr.open(path, mode='w', shape=(2, 2, 3), chunks=(1, 2, 3), dtype='<f4', fill_value=float('nan'))");
        Assert.All(Enumerable.Range(0, 12), i => Assert.Equal(float.NaN, BitConverter.ToSingle(All(source), 4 * i)));
    }

    [Fact]
    public void LargestArray_IsOpened_AndTheOthersAreNamed()
    {
        PythonStore.Write(
            _folder,
            """
            root = zarr.open_group(path, mode='w')
            root.create_dataset('small/a', data=values[:2].astype('<u2'))
            root.create_dataset('large/b', data=values.astype('<u4'))
            root.create_dataset('text', data=np.array(['a', 'b']))
            """);
        using var source = SourceOpener.Open(_folder.File("a.zarr"));
        Assert.Equal(ElementType.U32, source.ElementType);
        Assert.Contains(source.Info.Facts, static fact => fact is { Name: "dataset", Value: "/large/b" });
        Assert.Contains(source.Info.Notes, static note => note.Contains("/small/a (2×7×6×10 <u2)", StringComparison.Ordinal));
        using var named = SourceOpener.Open(_folder.File("a.zarr"), Named("small/a"));
        Assert.Equal(new Extent(2, 7), named.Shape.Scan);
        Assert.Contains(
            "there is no array 'c'; there are /text",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.zarr"), Named("c"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'/text' holds <U1, which is not a number",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.zarr"), Named("text"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void GatheredDescriptions_AreEnough()
    {
        PythonStore.Write(
            _folder,
            """
            root = zarr.open_group(path, mode='w')
            root.create_dataset('in/side', data=values.astype('<u2'))
            zarr.consolidate_metadata(path)
            """);
        foreach (var mark in (string[])["in/.zgroup", "in/side/.zarray"])
            File.Delete(Path.Combine(_folder.File("a.zarr"), mark));
        using var source = SourceOpener.Open(_folder.File("a.zarr"));
        Assert.Equal(PythonStore.Bytes(static value => (ushort)value), All(source));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("..")]
    public void PathsOutOfTheStore_AreRefused(string path)
    {
        PythonStore.Write(_folder, "zarr.save_array(path, values.astype('<u2'))");
        PythonStore.Write(_folder, "zarr.save_array(path, values.astype('<u2'))", "outside");
        Assert.Contains(
            "leads out of the store",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.zarr"), Named(path))).Message,
            StringComparison.Ordinal);
        // Neither do images lead there.
        Directory.CreateDirectory(_folder.File("ome.zarr"));
        File.WriteAllText(_folder.File("ome.zarr/.zgroup"), """{"zarr_format": 2}""");
        File.WriteAllText(
            _folder.File("ome.zarr/.zattrs"), $$"""{"multiscales": [{"axes": [], "datasets": [{"path": "{{path}}"}]}]}""");
        Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("ome.zarr")));
        File.WriteAllText(
            _folder.File("ome.zarr/.zmetadata"), $$"""{ "metadata": { ".zgroup": { }, "{{path}}/.zarray": { } } }""");
        Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("ome.zarr")));
    }

    [Fact]
    public void LinksOutOfTheFoldersThatMayBeRead_AreRefused()
    {
        PythonStore.Write(_folder, "zarr.save_array(path, values.astype('<u2'), chunks=(5, 7, 6, 10))");
        var chunk = _folder.File("a.zarr/0.0.0.0");
        File.Move(chunk, _folder.File("elsewhere"));
        File.CreateSymbolicLink(chunk, _folder.File("elsewhere"));
        using (var source = SourceOpener.Open(_folder.File("a.zarr")))
            Assert.Equal(PythonStore.Bytes(static value => (ushort)value), All(source));
        var options = new OpenOptions { MayRead = file => new FileInfo(file).LinkTarget is null };
        Assert.Contains(
            "leads out of the folders",
            Assert.Throws<SourceException>(() => All(SourceOpener.Open(_folder.File("a.zarr"), options))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedChunks_AreToldWithTheirFile()
    {
        PythonStore.Write(_folder, "zarr.save_array(path, values.astype('<u2'), chunks=(5, 7, 6, 10))");
        var chunk = _folder.File("a.zarr/0.0.0.0");
        var bytes = File.ReadAllBytes(chunk);
        foreach (var damaged in (byte[][])[[], bytes[..20], bytes[..^1], [.. bytes.Reverse()]])
        {
            File.WriteAllBytes(chunk, damaged);
            using var source = SourceOpener.Open(_folder.File("a.zarr"));
            var fault = Assert.Throws<SourceException>(() => All(source));
            Assert.Equal(chunk, fault.Path);
            Assert.Contains("this chunk cannot be decoded by blosc-lz4. It is damaged", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"zarr_format": 2}""", "'shape' is missing")]
    [InlineData("""{"shape": [4, 4, "x"]}""", "no whole number")]
    [InlineData("""{"shape": [4, -4, 4], "chunks": [1, 1, 1], "dtype": "<u2"}""", "the shape is 4×-4×4")]
    [InlineData("""{"shape": [4, 4, 4], "chunks": [1, 0, 1], "dtype": "<u2"}""", "chunks are 1×0×1")]
    [InlineData("""{"shape": [4, 4, 4], "chunks": [1, 1], "dtype": "<u2"}""", "chunks are 1×1 of 4×4×4")]
    [InlineData("""{"shape": [4000000000, 4000000000, 4000000000], "chunks": [1, 1, 1], "dtype": "<u2"}""", "the shape is 4000000000")]
    [InlineData("""{"shape": [4, 4, 4], "chunks": [4, 65536, 65536], "dtype": "<u2"}""", "has chunks of 34359738368 bytes")]
    [InlineData("""{"shape": [4, 4, 4], "chunks": [1, 4, 4], "dtype": "<c8"}""", "holds complex numbers (<c8)")]
    [InlineData("""{"shape": [4, 4, 4], "chunks": [1, 4, 4], "dtype": "<M8[ns]"}""", "holds <M8[ns], which is not a number")]
    [InlineData("""{"shape": [4, 4, 4], "chunks": [1, 4, 4], "dtype": "<u2", "compressor": {"id": "lzma"}}""", "is encoded with 'lzma'")]
    [InlineData("""{"shape": [4, 4, 4], "chunks": [1, 4, 4], "dtype": "<u2", "fill_value": 1.5}""", "has the fill value 1.5")]
    [InlineData("""{"shape": [0, 4, 4], "chunks": [1, 4, 4], "dtype": "<u2"}""", "it holds no frame")]
    [InlineData("""{"shape": [4], "chunks": [4], "dtype": "<u2"}""", "no array of two or more axes")]
    [InlineData("""{"shape": [4, 4""", "this description is no JSON")]
    [InlineData("""[]""", "this description is no JSON object")]
    public void ImpossibleDescriptions_AreRefused(string description, string sentence)
    {
        var folder = Directory.CreateDirectory(_folder.File("b.zarr")).FullName;
        File.WriteAllText(Path.Combine(folder, ".zarray"), description);
        Assert.Contains(sentence, Assert.Throws<SourceException>(() => SourceOpener.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScanShape_MayBeAnother()
    {
        PythonStore.Write(_folder, "zarr.save_array(path, values.reshape(35, 6, 10).astype('<u2'), chunks=(4, 6, 10))");
        using var source = SourceOpener.Open(_folder.File("a.zarr"), new OpenOptions { ScanShape = new Extent(5, 7) });
        Assert.Equal(new Extent(5, 7), source.Shape.Scan);
        Assert.Equal(PythonStore.Bytes(static value => (ushort)value), All(source));
        Assert.Throws<ArgumentException>(
            () => SourceOpener.Open(_folder.File("a.zarr"), new OpenOptions { ScanShape = new Extent(5, 8) }));
    }

    [Fact]
    public void StoreOfManyChunks_IsOpenedWithoutAWalk()
    {
        var store = new CountedStore(
            new Dictionary<string, byte[]>(StringComparer.Ordinal)
            {
                [".zgroup"] = Encoding.UTF8.GetBytes("""{"zarr_format": 2}"""),
                ["data/.zarray"] = Encoding.UTF8.GetBytes(
                    """{"shape": [256, 256, 8, 8], "chunks": [1, 1, 8, 8], "dtype": "<u2", "zarr_format": 2, "fill_value": 3}"""),
            },
            ["data"]);
        using var source = ZarrSource.Open(store, OpenOptions.None);
        Assert.Equal(65_536, source.Shape.FrameCount);
        Assert.InRange(store.Calls, 1, 20);
        Assert.Equal([""], store.Listed);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(1000, 1));
        Assert.True(reader.TryRead(out var tile));
        Assert.All(tile.Pixels<ushort>().ToArray(), static value => Assert.Equal(3, value));
    }

    private static OpenOptions Named(string dataset) => new() { OfFormats = [new DatasetOptions { Dataset = dataset }] };

    private static byte[] All(IFrameSource source)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 4));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        var values = new List<byte>();
        while (reader.TryRead(out var tile))
            values.AddRange(tile.Pixels<byte>());
        return [.. values];
    }

    // A store of which all that is asked is noted.
    private sealed class CountedStore(Dictionary<string, byte[]> files, string[] folders) : ZarrStore("counted")
    {
        public int Calls { get; private set; }

        public List<string> Listed { get; } = [];

        public override StoredObject? Open(string key)
        {
            Calls++;
            return files.TryGetValue(key, out var bytes) ? new Held(bytes) : null;
        }

        public override bool Has(string key) => files.ContainsKey(key);

        public override bool HasFolder(string key)
        {
            Calls++;
            return false;
        }

        public override IEnumerable<string> FoldersIn(string folder)
        {
            Calls++;
            Listed.Add(folder);
            return folder.Length == 0 ? folders : [];
        }

        public override void Dispose()
        {
            // Nothing is open.
        }

        private sealed class Held(byte[] bytes) : StoredObject
        {
            public override string Path => "held";

            public override long Length => bytes.Length;

            public override void Read(long offset, Span<byte> to) => bytes.AsSpan((int)offset, to.Length).CopyTo(to);

            public override void Dispose()
            {
                // Nothing is open.
            }
        }
    }
}
