using System.Buffers.Binary;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class ArrayFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".npy")]
    [InlineData(".npz")]
    [InlineData(".png")]
    [InlineData(".tif")]
    public void Array_SavedByExtension_IsThere(string extension)
    {
        ArrayFile.Save(_folder.File("a" + extension), [RandomArrays.Make("a", ElementType.U64, [5, 7], seed: 2)]);

        Assert.NotEqual(0, new FileInfo(_folder.File("a" + extension)).Length);
    }

    [Fact]
    public void Extension_Unknown_ListsThose()
    {
        var error = Assert.Throws<ArgumentException>(() => ArrayFile.Check(_folder.File("a.jpg"), ["a"]));

        Assert.Contains(".npz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralResults_InOneNpy_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ArrayFile.Check(_folder.File("a.npy"), ["bf", "adf"]));

        Assert.Contains("bf, adf", error.Message, StringComparison.Ordinal);
        ArrayFile.Check(_folder.File("a.npz"), ["bf", "adf"]);
    }

    [Fact]
    public void Picture_OfTooManyAxes_IsRefusedAndLeavesNothing()
    {
        Assert.Throws<ArgumentException>(
            () => ArrayFile.Save(_folder.File("a.png"), [RandomArrays.Make("a", ElementType.U8, [2, 3, 4], seed: 2)]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Picture_OfAPartOfTheScan_ShowsTheRestAsNoNumbers()
    {
        DebianPython.Require("PIL", "numpy");
        var part = new NamedArray("a", ElementType.U8, [1, 3], new byte[] { 0, 5, 9 }) { Valid = [false, true, true] };
        ArrayFile.Save(
            _folder.File("a.png"), [part], picture: new PictureOptions { MinimumSide = 1, LowPercentile = 0, HighPercentile = 100 });

        Assert.Equal(
            "[[[0, 128, 128], [0, 0, 0], [255, 255, 255]]]",
            DebianPython.Run(
                "import sys, numpy as np; from PIL import Image; print(np.array(Image.open(sys.argv[1])).tolist())",
                _folder.File("a.png")).Trim());
    }

    [Fact]
    public void Tiff_OfCounts_KeepsThemExact()
    {
        DebianPython.Require("tifffile");
        var counts = new NamedArray("a", ElementType.U64, [1, 3], new ulong[] { 0, 4_000_000_000, 16_777_217 });
        ArrayFile.Save(_folder.File("a.tif"), [counts]);

        Assert.Equal(
            "uint32 [[0, 4000000000, 16777217]]",
            DebianPython.Run(
                "import sys, tifffile; a = tifffile.imread(sys.argv[1]); print(a.dtype, a.tolist())", _folder.File("a.tif")).Trim());
    }

    [Fact]
    public void PictureWithLegend_IsLargerThanThePlainOne()
    {
        using var folder = new TemporaryFolder();
        var image = new NamedArray(
            "image", ElementType.F64, [64, 64], Enumerable.Range(0, 64 * 64).Select(static i => (double)i).ToArray());
        ArrayFile.Save(folder.File("plain.png"), [image]);
        ArrayFile.Save(
            folder.File("legend.png"),
            [image],
            picture: PictureOptions.ForScan with { HasLegend = true, Axis = new("scan column", 0.5, Unit: "nm") });

        Assert.Equal(256, Width(folder.File("plain.png")));
        Assert.InRange(Width(folder.File("legend.png")), 280, 400);

        static int Width(string path) => BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(path).AsSpan(16));
    }
}
