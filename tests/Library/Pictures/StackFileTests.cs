using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class StackFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Shape, axes behind rows and columns, then pages, rows and columns.
    [Theory]
    [InlineData(new long[] { 9, 14 }, 0, 1, 9, 14)]
    [InlineData(new long[] { 9, 14, 2 }, 1, 2, 9, 14)]
    [InlineData(new long[] { 9, 14, 5 }, 1, 5, 9, 14)]
    [InlineData(new long[] { 9, 14, 1 }, 1, 1, 9, 14)]
    [InlineData(new long[] { 1, 14, 2 }, 1, 2, 1, 14)]
    [InlineData(new long[] { 9, 1, 3 }, 1, 3, 9, 1)]
    [InlineData(new long[] { 9, 14, 5, 8 }, 2, 40, 9, 14)]
    [InlineData(new long[] { 3, 9, 14 }, 0, 3, 9, 14)]
    [InlineData(new long[] { 3, 9, 14, 2 }, 1, 6, 9, 14)]
    [InlineData(new long[] { 14, 2 }, 1, 2, 1, 14)]
    public void Pages_RunOverSeriesAndVectors(long[] shape, int vectorAxes, int pages, int rows, int columns)
    {
        var count = (int)shape.Aggregate(1L, static (product, length) => product * length);
        var values = Enumerable.Range(0, count).Select(static value => (float)value).ToArray();
        using var stream = new MemoryStream();
        StackFile.Write(stream, new("a", ElementType.F32, [.. shape], values) { VectorAxes = vectorAxes }, run: null);

        var planes = ImagePlanes.Of(new("a", ElementType.F32, [.. shape], values) { VectorAxes = vectorAxes });
        Assert.Equal(new(pages, rows, columns), planes);
        // The values are the end of the file, page after page.
        var written = MemoryMarshal.Cast<byte, float>(stream.ToArray().AsSpan(^(count * sizeof(float))..)).ToArray();
        var vector = pages;
        for (var axis = 0; axis < shape.Length - vectorAxes - 2; axis++)
            vector /= (int)shape[axis];
        for (var at = 0; at < count; at++)
        {
            int page = at / (rows * columns), pixel = at % (rows * columns);
            Assert.Equal((((page / vector * rows * columns) + pixel) * vector) + (page % vector), written[at]);
        }
    }

    [Fact]
    public void PagesInColor_AreNamedByWhatRunsOverThem_NotByTheirColors()
    {
        var scan = new Extent(2, 3);
        var data = new DataDescription(new(scan, new Extent(4, 5, 3)), ElementType.U8, Validity.Everything);
        var frames = new ResultArray(
            "intensity", ResultKind.Single, ElementType.U8, new Extent(2, 3, 4, 5, 3), new byte[360])
        {
            Positions = ScanSelection.All(scan),
        };
        using var stream = new MemoryStream();

        StackFile.Write(stream, NamedArray.Of(frames, data), run: null);

        Assert.Contains(
            "pages=scan row (2) \\u00D7 scan column (3)\n",
            System.Text.Encoding.Latin1.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void VectorsOfAScan_ReadByTifffile_AreTheSameAsInNpy()
    {
        DebianPython.Require("tifffile");
        var array = RandomArrays.Make("raw_com", ElementType.F32, [9, 14, 2], seed: 5) with
        {
            VectorAxes = 1,
            Unit = "px",
            Axes = [new("scan row", 0.5, 1, "nm"), new("scan column", 0.25, 2, "nm"), new("row, column", Unit: "")],
        };
        ArrayFile.Save(_folder.File("a.tif"), [array]);
        ArrayFile.Save(_folder.File("a.npy"), [array]);

        Assert.Equal("px nm 4.0 2.0", DebianPython.Run(
            """
            import sys, numpy as np, tifffile
            folder = sys.argv[1]
            pages = tifffile.imread(f'{folder}/a.tif')
            assert pages.shape == (2, 9, 14), pages.shape
            assert np.array_equal(pages, np.moveaxis(np.load(f'{folder}/a.npy'), -1, 0), equal_nan=True)
            with tifffile.TiffFile(f'{folder}/a.tif') as file:
                said, tags = file.imagej_metadata, file.pages[0].tags
                x, y = (tags[name].value for name in ('XResolution', 'YResolution'))
                print(said['vunit'], said['unit'], x[0] / x[1], y[0] / y[1])
            """,
            _folder.Path).Trim());
    }

    [Fact]
    public void SeveralPictures_InOnePng_AreRefusedInWords()
    {
        var error = Assert.Throws<ArgumentException>(() => ArrayFile.Save(
            _folder.File("a.png"), [RandomArrays.Make("raw_com", ElementType.F32, [1, 14, 2], seed: 5) with { VectorAxes = 1 }]));

        Assert.Contains("'raw_com' of shape 1×14×2 is 2 pictures", error.Message, StringComparison.Ordinal);
    }
}
