using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class ColorPictureTests : IDisposable
{
    private const string Decode =
        """
        import sys, numpy as np
        if sys.argv[1].endswith('.png'):
            from PIL import Image
            a = np.asarray(Image.open(sys.argv[1]))
        else:
            import tifffile
            with tifffile.TiffFile(sys.argv[1]) as f:
                a = f.asarray()
                assert len(f.pages) == 1 and f.pages[0].photometric.name == 'RGB', f.pages[0].photometric
        print(a.dtype.name, 'x'.join(map(str, a.shape)))
        np.ascontiguousarray(a).tofile(sys.argv[2])
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Bytes_AreColorsAsTheyAre(int colors)
    {
        DebianPython.Require("PIL", "tifffile", "numpy");
        var values = (byte[])RandomArrays.Make("a", ElementType.U8, [300, 5, colors], seed: 3).Values;
        var array = new NamedArray("a", ElementType.U8, [300, 5, colors], values) { VectorAxes = 1, IsColor = true };
        ArrayFile.Save(_folder.File("a.png"), [array]);
        ArrayFile.Save(_folder.File("a.tif"), [array]);

        // A fourth is kept, but is no colour of a picture.
        AssertHolds("a.png", "uint8 300x5x3", [.. values.Where((_, i) => i % colors < 3)]);
        AssertHolds("a.tif", $"uint8 300x5x{colors}", values);
    }

    [Theory]
    [InlineData(ElementType.U16)]
    [InlineData(ElementType.F32)]
    public void OtherNumbers_HaveTheSameLimitsForAllColors(ElementType type)
    {
        DebianPython.Require("PIL", "tifffile", "numpy");
        float[] values = [.. Enumerable.Range(0, 256 * 3).Select(static i => (1000 * (i / 3)) + (i % 3 == 1 ? 250f : 0))];
        Array stored = type == ElementType.F32 ? values : Array.ConvertAll(values, static value => (ushort)(value / 10));
        var array = new NamedArray("a", type, [16, 16, 3], stored) { VectorAxes = 1, IsColor = true };
        ArrayFile.Save(_folder.File("a.png"), [array], picture: new() { LowPercentile = 0, HighPercentile = 100, MinimumSide = 1 });
        ArrayFile.Save(_folder.File("a.tif"), [array]);

        var doubles = array.ToDoubles();
        var high = doubles.Max();
        AssertHolds(
            "a.png", "uint8 16x16x3", [.. doubles.Select(value => (byte)Math.Round(value / high * 255, MidpointRounding.AwayFromZero))]);
        var numbers = new byte[Buffer.ByteLength(stored)];
        Buffer.BlockCopy(stored, 0, numbers, 0, numbers.Length);
        AssertHolds("a.tif", $"{type.Name()} 16x16x3", numbers);
    }

    [Fact]
    public void PixelsWithoutAMeasurement_AreNotBlack()
    {
        var picture = ColorPicture.Render(
            [0, 1, 2, 0, double.NaN, 2], rows: 1, columns: 2, areBytes: false, PictureOptions.ForScan with { MinimumSide = 1 });
        Assert.True(picture.IsScaled);
        Assert.Equal(ColorMap.Gray.NotANumber.ToArray(), picture.Rgb[3..]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void OtherNumbersOfColors_AreAPictureEach(int colors)
    {
        Assert.Equal(new PictureAxes(1), PictureAxes.Of(Engine.ResultKind.Detector, default, new Extent(4, 5, colors)));
        Assert.Equal(new PictureAxes(1, IsColor: true), PictureAxes.Of(Engine.ResultKind.Detector, default, new Extent(4, 5, 3)));
        Assert.Equal(new PictureAxes(2), PictureAxes.Of(Engine.ResultKind.Detector, new Extent(6), new Extent(4, 5, 3)));
        Assert.Equal(default, PictureAxes.Of(Engine.ResultKind.Scan, default, new Extent(4, 5, 3)));
    }

    private void AssertHolds(string name, string typeAndShape, byte[] bytes)
    {
        Assert.Equal(typeAndShape, DebianPython.Run(Decode, _folder.File(name), _folder.File("a.bin")).Trim());
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File("a.bin")));
    }
}
