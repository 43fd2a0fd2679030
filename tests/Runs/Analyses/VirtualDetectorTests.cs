using Ronchi.Engine;
using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class VirtualDetectorTests
{
    private static readonly Extent Detector = new(17, 23);

    [Fact]
    public void Shapes_HoldThePixelsOfTheirDefinition()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            double row = random.NextDouble() * 17, column = random.NextDouble() * 23,
                inner = random.NextDouble() * 6, outer = inner + (random.NextDouble() * 6) + 1;
            AssertPixels(VirtualDetector.Disk(row, column, outer), (r, c) => Distance(r, c) <= outer * outer);
            AssertPixels(
                VirtualDetector.Annulus(row, column, inner, outer),
                (r, c) => Distance(r, c) >= inner * inner && Distance(r, c) <= outer * outer);
            AssertPixels(
                VirtualDetector.Rectangle(row - 3, column - 4, row, column),
                (r, c) => r >= row - 3 && r <= row && c >= column - 4 && c <= column);

            double Distance(int r, int c) => ((r - row) * (r - row)) + ((c - column) * (c - column));
        }

        AssertPixels(VirtualDetector.Point(4, 5), static (r, c) => r == 4 && c == 5);
    }

    [Fact]
    public void RadiusOnAPixelCentre_IncludesIt()
    {
        Assert.Equal(5, VirtualDetector.Disk(8, 8, 1).On(Detector).Pixels.Count);
        Assert.Equal(4, VirtualDetector.Annulus(8, 8, 1, 1).On(Detector).Pixels.Count);
        Assert.Equal(1, VirtualDetector.Disk(8, 8, 0).On(Detector).Pixels.Count);
    }

    [Theory]
    [InlineData("disk:8,9,3", "disk")]
    [InlineData("bf=disk:8,9,3", "bf")]
    [InlineData("annulus:8,9,3,5.5", "annulus")]
    [InlineData("rect:1,2,3,4", "rect")]
    [InlineData("point:3,4", "point")]
    [InlineData("disk:8.5,-1e0,30", "disk")]
    public void Text_IsRead(string text, string name)
    {
        var detector = Assert.Single(VirtualDetectorText.ParseAll([text], NoFile, NoDisk));
        Assert.Equal(text.Contains('=', StringComparison.Ordinal) ? name : VirtualImage.Result, detector.Name);
        Assert.NotEqual(0, detector.On(Detector).Pixels.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("disk")]
    [InlineData("disk:")]
    [InlineData("disk:1,2")]
    [InlineData("disk:1,2,3,4")]
    [InlineData("disk:1,2,three")]
    [InlineData("square:1,2,3")]
    [InlineData("point:1.5,2")]
    [InlineData("=disk:1,2,3")]
    [InlineData("a b=disk:1,2,3")]
    public void TextThatIsNoDetector_ShowsWhatWasExpected(string text)
    {
        var e = Assert.Throws<FormatException>(() => VirtualDetectorText.ParseAll([text], NoFile, NoDisk));
        Assert.Contains("disk:96,96,30", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disk:8,9,-1")]
    [InlineData("disk:8,9,NaN")]
    [InlineData("disk:Infinity,9,1")]
    [InlineData("disk:1e300,9,1")]
    [InlineData("annulus:8,9,5,3")]
    [InlineData("rect:5,2,3,4")]
    public void AbsurdNumbers_AreRefused(string text) =>
        Assert.Throws<ArgumentException>(() => VirtualDetectorText.ParseAll([text], NoFile, NoDisk));

    [Fact]
    public void DetectorBesideTheFrame_IsRefused()
    {
        var e = Assert.Throws<ArgumentException>(() => VirtualDetector.Disk(100, 100, 3).On(Detector));
        Assert.Contains("no pixel", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_AreNumberedOrRefused()
    {
        Assert.Equal(
            ["disk", "disk-2", "a"],
            VirtualDetectorText.ParseAll(["disk:1,1,1", "disk:2,2,1", "a=disk:3,3,1"], NoFile, NoDisk)
                .Select(static detector => detector.Name));
        Assert.Throws<ArgumentException>(() => VirtualDetectorText.ParseAll(["a=disk:1,1,1", "a=disk:2,2,1"], NoFile, NoDisk));
    }

    [Fact]
    public void BinaryWeights_CountPixels()
    {
        var weights = new float[Detector.Count];
        weights[3] = 1;
        weights[100] = 1;
        var placed = VirtualDetector.FromWeights("w", weights, Detector).On(Detector);
        Assert.Null(placed.Weights);
        Assert.Equal(2, placed.Pixels.Count);
        weights[3] = 0.5f;
        Assert.NotNull(VirtualDetector.FromWeights("w", weights, Detector).On(Detector).Weights);
        Assert.Throws<ArgumentException>(() => VirtualDetector.FromWeights("w", weights, Detector).On(new Extent(23, 17)));
        weights[3] = float.NaN;
        Assert.Throws<ArgumentException>(() => VirtualDetector.FromWeights("w", weights, Detector));
    }

    private static void AssertPixels(VirtualDetector detector, Func<int, int, bool> contains)
    {
        if (!Enumerable.Range(0, 17 * 23).Any(pixel => contains(pixel / 23, pixel % 23)))
            return;
        var pixels = detector.On(Detector).Pixels;
        for (var pixel = 0; pixel < 17 * 23; pixel++)
            Assert.True(contains(pixel / 23, pixel % 23) == pixels[pixel], $"{detector}, pixel {pixel / 23},{pixel % 23}");
    }

    private static VirtualDetector NoFile(string path) => throw new FileNotFoundException(path);

    private static BrightFieldDisk NoDisk() => throw new InvalidOperationException();

    [Fact]
    public void Presets_AreRingsAboutTheDisk()
    {
        var detectors = VirtualDetectorText.ParseAll(
            ["bf", "abf", "adf", "haadf", "inner=bf"], NoFile, static () => new BrightFieldDisk(20, 21, 5));
        Assert.Equal(["bf", "abf", "adf", "haadf", "inner"], detectors.Select(static detector => detector.Name));
        VirtualDetector[] expected = [
            VirtualDetector.Disk(20, 21, 5), VirtualDetector.Annulus(20, 21, 2.5, 5), VirtualDetector.Annulus(20, 21, 5, 10),
            VirtualDetector.Annulus(20, 21, 10, 20), VirtualDetector.Disk(20, 21, 5)];
        var frame = new Extent(40, 50);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].On(frame).Pixels.Bits.ToArray(), detectors[i].On(frame).Pixels.Bits.ToArray());
    }

    [Theory]
    [InlineData("disk:16,15,2mrad", "disk:16,15,4")]
    [InlineData("disk:0mrad,-0.5mrad,2mrad", "disk:16,15,4")]
    [InlineData("disk:0 mrad,0mrad,0.002rad", "disk:16,16,4")]
    [InlineData("annulus:16,16,2mrad,4mrad", "annulus:16,16,4,8")]
    [InlineData("sector:16,16,1mrad,4mrad,0,90", "sector:16,16,2,8,0,90")]
    [InlineData("rect:-2mrad,-1mrad,2mrad,1mrad", "rect:12,14,20,18")]
    [InlineData("polygon:-2mrad,0mrad,2mrad,2mrad,2mrad,-2mrad", "polygon:12,16,20,20,20,12")]
    [InlineData("segments:16,16,1mrad,4mrad,2,4", "segments:16,16,2,8,2,4")]
    public void Units_OfTheDetectorAxes(string text, string inPixels)
    {
        var axes = new PlaneAxes(new Axis("detector row", 0.5, -8, "mrad"), new Axis("detector column", 0.5, -8, "mrad"));
        var shape = new Extent(32, 33);
        var expected = VirtualDetectorText.ParseAll([inPixels], NoFile, NoDisk);
        var detectors = VirtualDetectorText.ParseAll([text], NoFile, NoDisk, axes);
        Assert.Equal(expected.Count, detectors.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var (a, b) = (expected[i].On(shape).Pixels, detectors[i].On(shape).Pixels);
            Assert.True(a.Count > 0);
            Assert.All(Enumerable.Range(0, a.Pixels), pixel => Assert.Equal(a[pixel], b[pixel]));
        }
    }

    [Theory]
    [InlineData("disk:16,15,2nm", "is in nm, but detector column is in mrad")]
    [InlineData("sector:16,16,1,4,0mrad,90", "expected [NAME=]bf")]
    [InlineData("disk:16,15,2furlong", "the unit 'furlong' is not known")]
    public void UnitsThatDoNotFit_AreRefused(string text, string reason)
    {
        var axes = new PlaneAxes(new Axis("detector row", 0.5, -8, "mrad"), new Axis("detector column", 0.5, -8, "mrad"));
        Assert.Contains(
            reason,
            Assert.Throws<FormatException>(() => VirtualDetectorText.ParseAll([text], NoFile, NoDisk, axes)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTheInnerEdge_RingsAreLibertems()
    {
        var detector = new Extent(40, 41);
        foreach (var (inner, outer) in new[] { (10.0, 15.0), (0, 5), (5, 13), (2.5, 3) })
        {
            var ring = VirtualDetector.Annulus(20, 20, inner, outer);
            var theirs = Ronchi.Analyses.Masks.MaskShapes.Ring(detector, 20, 20, outer, inner);
            if (theirs.Sum() > 0)
                Assert.Equal(theirs.Select(static weight => weight != 0), Members(ring.WithoutInnerEdge()));
            Assert.True(Members(ring).Count(static isIn => isIn) >= theirs.Sum());
            Assert.Equal(
                Members(ring),
                Members(ring.WithoutInnerEdge())
                    .Zip(
                        Enumerable.Range(0, 1640),
                        (isIn, pixel) => isIn || (Math.Pow((pixel / 41) - 20, 2) + Math.Pow((pixel % 41) - 20, 2)) == inner * inner));
        }

        var disk = VirtualDetector.Disk(20, 20, 5);
        Assert.Equal(Members(disk), Members(disk.WithoutInnerEdge()));
        Assert.Equal(
            Members(VirtualDetector.Annulus(20, 20, 5, 13).WithoutInnerEdge()),
            VirtualDetector.Segments(20, 20, 5, 13, 2, 3)
                .Select(segment => Members(segment.Named("s").WithoutInnerEdge()))
                .Aggregate(static (a, b) => [.. a.Zip(b, static (x, y) => x || y)]));

        bool[] Members(VirtualDetector one) => [.. Enumerable.Range(0, 1640).Select(pixel => one.On(detector).Pixels[pixel])];
    }
}
