using Ronchi.Analyses.Masks;
using Ronchi.Frames;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class MaskShapesTests
{
    private static readonly Extent Detector = new(8, 7);

    [Fact]
    public void Membership_IsThatOfLibertem()
    {
        var golden = new LibertemCase("mask_shapes");
        Same(golden.Values("circular(cx3,cy4,r2.5)"), MaskShapes.Circular(Detector, 4, 3, 2.5));
        Same(golden.Values("ring(cx3,cy4,r3.5,ri1.5)"), MaskShapes.Ring(Detector, 4, 3, 3.5, 1.5));
        Same(golden.Values("circular_antialiased(cx3.2,cy3.9,r2.5)"), MaskShapes.CircularAntialiased(Detector, 3.9, 3.2, 2.5));
        Same(
            golden.Values("radial_bins(cx3,cy4,r4,n3)"),
            [.. MaskShapes.RadialBins(Detector, 4, 3, 4, count: 3).SelectMany(static ring => ring)]);
        Same(golden.Values("background_subtraction(3,4,7,8,r3.5,ri2)"), MaskShapes.BackgroundSubtraction(Detector, 4, 3, 3.5, 2));
        Same(golden.Values("radial_gradient(3,4,7,8,r3)"), MaskShapes.RadialGradient(Detector, 4, 3, 3));
        Assert.Equal(golden.Expected.GetProperty("bounding_radius(3,4,7,8)").GetInt32(), MaskShapes.BoundingRadius(Detector, 4, 3));
    }

    [Theory]
    [InlineData(42)]
    [InlineData(2)]
    [InlineData(null)]
    public void RadialBins_AddUpToOne(int? count)
    {
        var detector = new Extent(80, 80);
        var rings = MaskShapes.RadialBins(detector, 37, 35, count: count);
        for (var pixel = 0; pixel < 6400; pixel++)
            Assert.Equal(1, rings.Sum(ring => (double)ring[pixel]), 1e-5);
    }

    [Fact]
    public void BalancedMasks_AddUpToZero()
    {
        Assert.Equal(0, MaskShapes.BackgroundSubtraction(new Extent(20, 20), 10, 10, 5, 3).Sum(static weight => (double)weight), 1e-4);
        var gradient = MaskShapes.RadialGradientBackgroundSubtraction(new Extent(20, 20), 10, 10, 5, 7);
        Assert.Equal(0, gradient.Sum(static weight => (double)weight), 1e-4);
        for (var pixel = 0; pixel < 400; pixel++)
            Assert.True(Math.Pow((pixel / 20) - 10, 2) + Math.Pow((pixel % 20) - 10, 2) <= 49 || gradient[pixel] == 0);
    }

    [Fact]
    public void Rectangles_MayRunBackwardsOrBeEmpty()
    {
        var forward = MaskShapes.Rectangular(Detector, 2, 1, 3, 4);
        Assert.Equal(4 * 5, forward.Sum());
        Assert.Equal(forward, MaskShapes.Rectangular(Detector, 5, 5, -3, -4));
        Assert.All(MaskShapes.Rectangular(Detector, 2, 1, 0, 4), static weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void PolarMap_TurnsAndStretches()
    {
        var (distance, angle) = MaskShapes.PolarMap(new Extent(9, 9), 4, 4);
        Assert.Equal(4, distance[(4 * 9) + 8], 1e-6);
        Assert.Equal(Math.PI / 2, angle[(8 * 9) + 4], 1e-6);
        var (stretched, _) = MaskShapes.PolarMap(new Extent(9, 9), 4, 4, stretch: 2);
        Assert.Equal(2, stretched[4], 1e-6);
        Assert.Equal(4, stretched[4 * 9], 1e-6);
        var (_, turned) = MaskShapes.PolarMap(new Extent(9, 9), 4, 4, angle: Math.PI / 2);
        Assert.Equal(0, turned[(8 * 9) + 4], 1e-5);
    }

    [Fact]
    public void Gradients_AreRowAndColumn()
    {
        Assert.Equal(7, MaskShapes.RowGradient(Detector)[^1]);
        Assert.Equal(6, MaskShapes.ColumnGradient(Detector)[^1]);
    }

    private static void Same(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6);
    }
}
