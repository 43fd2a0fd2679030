using System.IO.Compression;
using System.Text;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class VectorsFileTests : IDisposable
{
    private static readonly VectorLayout Layout = new(ElementType.F32, new("row", "px"), new("column", "px"), new("height", "counts"));

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("peaks.npz");

    [Fact]
    public void WhatIsSaved_IsOpenedAgain_AndTakesNoMemoryForRows()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var vectors = Vectors(new Random(seed));
            Save(vectors);
            var opened = VectorsFile.Open(File);
            Assert.Equal(["peaks"], VectorsFile.Names(File));
            Assert.Equal(vectors, opened);
            Assert.Equal(vectors.Column<float>("height"), opened.Column<float>("height"));
            Assert.True(opened.HeldBytes <= (opened.Scan.Count + 1) * (sizeof(long) + 1));
            var half = ScanSelection.FromMask(
                vectors.Scan, [.. Enumerable.Range(0, (int)vectors.Scan.Count).Select(static i => i % 2 == 0)]);
            Assert.Equal(vectors.Slice(half), opened.Slice(half));
        }
    }

    [Fact]
    public void NumPy_ReadsThem()
    {
        var vectors = Vectors(new Random(3));
        Save(vectors);
        DebianPython.Require("numpy");
        DebianPython.Run(
            """
            import sys, json, numpy as np
            z = np.load(sys.argv[1])
            values, offsets = z['peaks_values'], z['peaks_offsets']
            said = json.loads(str(z['columns']))['peaks']
            assert offsets.dtype == np.int64 and len(offsets) == np.prod(said['scan']) + 1 and offsets[-1] == len(values)
            assert [(c['name'], c['unit']) for c in said['columns']] == [('row', 'px'), ('column', 'px'), ('height', 'counts')]
            lists = [values[a:b] for a, b in zip(offsets[:-1], offsets[1:])]
            np.savetxt(sys.argv[2], np.array([[p, *row] for p, rows in enumerate(lists) for row in rows]).reshape(-1, 4), '%.9g')
            mask = z['peaks.mask'] if 'peaks.mask' in z.files else z['scan_mask']
            assert all(len(rows) == 0 for rows, gone in zip(lists, mask.ravel()) if gone) and mask.any() and not mask.all()
            """,
            File,
            _folder.File("rows.txt"));
        var expected = Enumerable.Range(0, (int)vectors.Scan.Count)
            .SelectMany(position => vectors.Rows<float>(position).ToArray().Chunk(3).Select(row => (position, row)))
            .Select(static pair => (IEnumerable<double>)[pair.position, .. pair.row.Select(static value => (double)value)]);
        Assert.Equal(
            expected.SelectMany(static row => row).Select(static value => (float)value),
            System.IO.File.ReadAllText(_folder.File("rows.txt"))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(static text => float.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Text_HasALineForEachRow()
    {
        var vectors = Engine.Vectors.Of(
            Layout,
            new Extent(2, 2),
            [[1, 2.5f, float.NaN], [], null, [3, 4, 1e9f, 5, 6, float.PositiveInfinity, 7, 8, float.NegativeInfinity]]);
        ArrayFile.Save(_folder.File("peaks.csv"), [NamedArray.Of(ResultArray.Of("peaks", vectors), Data(vectors))]);
        Assert.Equal(
            "scan row,scan column,row (px),column (px),height (counts)\n0,0,1,2.5,\n1,1,3,4,1E+09\n1,1,5,6,inf\n1,1,7,8,-inf\n",
            System.IO.File.ReadAllText(_folder.File("peaks.csv")));
    }

    [Theory]
    [InlineData("peaks.npy")]
    [InlineData("peaks.tif")]
    public void FilesOfOneArray_AreRefused(string name)
    {
        var array = NamedArray.Of(ResultArray.Of("peaks", Vectors(new Random(1))));
        var e = Assert.Throws<ArgumentException>(() => ArrayFile.Save(_folder.File(name), [array]));
        Assert.Contains("which .npz and .csv files keep", e.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(_folder.File(name)));
    }

    [Fact]
    public void APicture_ShowsNumbersOfRows()
    {
        var vectors = Engine.Vectors.Of(Layout, new Extent(2, 2), [new float[3], [], null, new float[9]]);
        ArrayFile.Save(_folder.File("peaks.png"), [NamedArray.Of(ResultArray.Of("peaks", vectors), Data(vectors))]);
        Assert.True(new FileInfo(_folder.File("peaks.png")).Length > 0);
    }

    [Theory]
    [InlineData("offsets that fall", "the offsets fall behind position 1")]
    [InlineData("offsets beyond", "bytes are not the 999 rows that the offsets count")]
    [InlineData("offsets of another scan", "3 offsets are not one more")]
    [InlineData("offsets of floats", "offsets are a row of int64")]
    [InlineData("no offsets", "'peaks_offsets' is missing from the archive")]
    [InlineData("no values", "'peaks_values' is missing from the archive")]
    [InlineData("other columns", "but 3 columns are named")]
    [InlineData("huge offsets", "'peaks_offsets' is truncated: its header declares 8000000000000 bytes of values")]
    [InlineData("huge values", "'peaks_values' is truncated: its header declares 12000000000000 bytes of values")]
    [InlineData("huge scan", "5 offsets are not one more")]
    [InlineData("rows of masked", "position 0 has rows, but was not recorded")]
    [InlineData("mask of another scan", "'scan_mask' is 4 bool: the mask of a scan of 2×2 is 2×2 bool")]
    [InlineData("mask of numbers", "'scan_mask' is 2×2 uint8")]
    [InlineData("broken text", "its text 'columns' cannot be read")]
    [InlineData("no text", "the file holds no vectors result")]
    [InlineData("compressed", "save it again with numpy.savez")]
    [InlineData("big-endian", "'peaks_values' is big-endian")]
    public void DamagedFiles_AreRefusedInOneSentence(string damage, string words)
    {
        var text = """{"peaks": {"scan": [2, 2], "columns": [{"name": "a", "unit": null}, """
            + """{"name": "b", "unit": "px"}, {"name": "c", "unit": null}]}}""";
        using (var archive = new ZipArchive(System.IO.File.Create(File), ZipArchiveMode.Create))
        {
            long[] offsets = damage switch
            {
                "offsets that fall" => [0, 3, 1, 4, 4],
                "offsets beyond" => [0, 1, 1, 2, 999],
                "offsets of another scan" => [0, 1, 4],
                _ => [0, 1, 1, 2, 4],
            };
            if (damage != "no offsets")
                Put("peaks_offsets", stream => Array(
                    stream,
                    damage == "offsets of floats" ? "<f8" : "<i8",
                    damage == "huge offsets" ? "(1000000000000,)" : $"({offsets.Length},)",
                    [.. offsets.SelectMany(BitConverter.GetBytes)]));
            if (damage != "no values")
                Put("peaks_values", stream => Array(
                    stream,
                    damage == "big-endian" ? ">f4" : "<f4",
                    damage switch { "other columns" => "(6, 2)", "huge values" => "(1000000000000, 3)", _ => "(4, 3)" },
                    new byte[48]));
            if (damage == "rows of masked")
                Put("scan_mask", static stream => NpyWriter.Write<bool>(stream, [true, false, false, false], 2, 2));
            if (damage == "mask of another scan")
                Put("scan_mask", static stream => NpyWriter.Write<bool>(stream, [true, false, false, false], 4));
            if (damage == "mask of numbers")
                Put("scan_mask", static stream => NpyWriter.Write<byte>(stream, [1, 0, 0, 0], 2, 2));
            if (damage == "huge scan")
                text = text.Replace("[2, 2]", "[3000000000, 3000000000]", StringComparison.Ordinal);
            if (damage != "no text")
                Put("columns", stream => NpyWriter.WriteText(stream, damage == "broken text" ? text[..40] : text));

            void Put(string name, Action<Stream> write)
            {
                using var stream = archive.CreateEntry(
                    $"{name}.npy", damage == "compressed" ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                write(stream);
            }
        }

        var e = Assert.Throws<SourceException>(() => VectorsFile.Open(File));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void AFileThatIsCutOff_IsRefusedWhereverItIsCut()
    {
        Save(Vectors(new Random(5)));
        var bytes = System.IO.File.ReadAllBytes(File);
        for (var length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 50))
        {
            System.IO.File.WriteAllBytes(File, bytes[..length]);
            Assert.Throws<SourceException>(() => VectorsFile.Open(File));
        }
    }

    [Fact]
    public void AFileThatIsShortenedWhileItIsOpen_IsToldAndNotDeadly()
    {
        Save(Vectors(new Random(6)));
        var opened = VectorsFile.Open(File);
        using (var file = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(10);
        Assert.Contains(
            "was shortened", Assert.Throws<SourceException>(() => opened.Column<float>("row")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCache_CountsMemoryAndNotFiles()
    {
        var vectors = Engine.Vectors.Of(Layout, new Extent(1), [new float[30_000]]);
        Assert.InRange(ResultBytes.Of(ResultArray.Of("peaks", vectors)), 120_000, 121_000);
        Save(vectors);
        Assert.InRange(ResultBytes.Of(ResultArray.Of("peaks", VectorsFile.Open(File))), 1, 1000);
    }

    public void Dispose() => _folder.Dispose();

    private void Save(Vectors vectors)
    {
        var result = ResultArray.Of("peaks", vectors);
        ArrayFile.Save(File, [NamedArray.Of(result), .. MeasurementMasks.Of([result], Data(vectors))], overwrite: true);
    }

    private static void Array(Stream stream, string type, string shape, byte[] values)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), .. values]);
    }

    private static DataDescription Data(Vectors vectors) =>
        new(new DataShape(vectors.Scan, new Extent(1)), ElementType.U16, Validity.Everything);

    private static Vectors Vectors(Random random)
    {
        var scan = new Extent(random.Next(2, 9), random.Next(2, 9));
        return Engine.Vectors.Of(
            Layout,
            scan,
            [.. Enumerable.Range(0, (int)scan.Count).Select(i => (i == 1 ? 0 : random.Next(4)) switch
            {
                0 => null,
                1 => [],
                _ => Enumerable.Range(0, 3 * random.Next(1, 5)).Select(_ => random.NextSingle()).ToArray(),
            })]);
    }
}
