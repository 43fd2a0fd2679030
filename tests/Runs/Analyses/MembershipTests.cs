using System.Text.Json.Nodes;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Frames;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>
/// Which pixels belong to a shape: the same for the library and the page, after a list that a third hand wrote
/// (viewer/tests/goldens/make.py).
/// </summary>
public sealed class MembershipTests
{
    [Fact]
    public void PixelsOfEveryShape_AreThoseOfTheList()
    {
        var list = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "membership.json")))!;
        var extent = new Extent((int)list["rows"]!, (int)list["columns"]!);
        var cases = list["cases"]!.AsArray();
        Assert.True(cases.Count > 200);
        foreach (var one in cases)
        {
            var text = (string)one!["text"]!;
            var pixels = VirtualDetectorText.ParseAll([text], null!, null!)[0].On(extent).Pixels;
            Assert.Equal(
                one["pixels"]!.AsArray().Select(static pixel => (int)pixel!),
                Enumerable.Range(0, pixels.Pixels).Where(pixel => pixels[pixel]));
        }
    }

    [Theory]
    [InlineData("polygon:1,1,2,2")]
    [InlineData("polygon:1,1,2,2,3")]
    [InlineData("line:1,1,2")]
    public void ShapesWithTooFewNumbers_AreRefused(string text) =>
        Assert.Throws<FormatException>(() => VirtualDetectorText.ParseAll([text], null!, null!));

    [Fact]
    public void LinesAndPolygonsWithoutEnd_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => VirtualDetector.Line(0, 0, 1e9, 0));
        Assert.Throws<ArgumentException>(() => VirtualDetector.Line(0, 0, double.NaN, 0));
        Assert.Throws<ArgumentException>(() => VirtualDetector.Polygon([.. Enumerable.Repeat((1.0, 2.0), 5000)]));
    }
}
