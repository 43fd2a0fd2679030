using System.Text;
using Ronchi.Frames;
using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class CurveTests
{
    [Fact]
    public void Csv_HoldsCoordinatesAndValues_AndLeavesOpenWhatWasNotMeasured()
    {
        var array = new NamedArray("intensity", ElementType.U64, [3], new ulong[] { 18_446_744_073_709_551_614, 7, 9 })
        {
            Unit = "counts",
            Axes = [new("energy, loss", 0.5, 280, "eV")],
            Valid = [true, true, false],
        };
        Assert.Equal("\"energy, loss (eV)\",intensity (counts)\n280,18446744073709551614\n280.5,7\n281,\n", Csv(array));
    }

    [Fact]
    public void Csv_OfSeveralCurves_HasAColumnForEach()
    {
        var array = new NamedArray("profile", ElementType.F32, [2, 2], new[] { 0.1f, 2, float.NaN, 4 }) { VectorAxes = 1 };
        Assert.Equal("channel,profile 0,profile 1\n0,0.1,2\n1,,4\n", Csv(array));
    }

    [Fact]
    public void Csv_OfAnImage_IsRefused()
    {
        var image = new NamedArray("image", ElementType.U8, [2, 2], new byte[4]);
        Assert.Throws<ArgumentException>(() => Csv(image));
        Assert.Contains("no curve",
            Assert.Throws<ArgumentException>(() => ArrayFile.CheckPicture("image.csv", image.Name, image.Type, new Extent(2, 2), default))
            .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Curve_RisesWhereTheValuesDo_AndHasGaps()
    {
        var values = Enumerable.Range(0, 200).Select(static i => i is > 90 and < 110 ? double.NaN : i).ToArray();
        var picture = CurvePicture.Render(values, new("energy", 0.5, 280, "eV"), "sum", "counts");
        var tops = Enumerable.Range(0, picture.Columns).Select(column => Top(picture, column)).ToArray();
        var drawn = tops.Where(static top => top >= 0).ToList();
        Assert.True(drawn.Count > picture.Columns / 2);
        Assert.Equal(drawn.OrderDescending(), drawn);
        var first = Array.FindIndex(tops, static top => top >= 0);
        Assert.Contains(-1, tops[first..Array.FindLastIndex(tops, static top => top >= 0)]);
        Assert.Throws<ArgumentException>(() => CurvePicture.Render([]));
    }

    [Fact]
    public void ConstantOrMissingValues_AreDrawnWithoutFault()
    {
        Assert.NotEmpty(CurvePicture.Render([5, 5, 5]).Rgb);
        Assert.NotEmpty(CurvePicture.Render([double.NaN]).Rgb);
        Assert.NotEmpty(CurvePicture.Render([1]).Rgb);
    }

    // The highest row of the line, which is the only blue thing; -1: none.
    private static int Top(Picture picture, int column)
    {
        for (var row = 0; row < picture.Rows; row++)
        {
            var pixel = picture.Rgb.AsSpan(((row * picture.Columns) + column) * 3, 3);
            if (pixel[2] - pixel[0] > 80)
                return row;
        }

        return -1;
    }

    private static string Csv(NamedArray array)
    {
        using var stream = new MemoryStream();
        CsvWriter.Write(stream, array);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
