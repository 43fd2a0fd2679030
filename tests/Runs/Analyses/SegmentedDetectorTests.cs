using Ronchi.Analyses.VirtualImaging;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class SegmentedDetectorTests
{
    private static readonly Extent Frame = new(41, 37);

    [Fact]
    public void Segments_ShareNoPixel_AndTogetherAreTheAnnulus()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            double row = 15 + (random.NextDouble() * 10), column = 14 + (random.NextDouble() * 10),
                inner = random.Next(3), outer = 6 + (random.NextDouble() * 10);
            if (seed % 3 == 0)
                (row, column) = (Math.Round(row), Math.Round(column));
            var segments = VirtualDetector.Segments(row, column, inner, outer, random.Next(1, 4), random.Next(1, 9))
                .Select(static segment => segment.On(Frame).Pixels).ToList();
            var whole = VirtualDetector.Annulus(row, column, inner, outer).On(Frame).Pixels;
            for (var pixel = 0; pixel < whole.Pixels; pixel++)
                Assert.Equal(whole[pixel] ? 1 : 0, segments.Count(segment => segment[pixel]));
        }
    }

    [Fact]
    public void Quadrants_LieWhereTheirDirectionsPoint()
    {
        var quadrants = VirtualDetector.Segments(20, 18, 0, 10, 1, 4).Select(static segment => segment.On(Frame).Pixels).ToList();
        Assert.Equal(
            [true, true, true, true],
            new[] { (25, 23), (25, 13), (15, 13), (15, 23) }.Select((at, i) => quadrants[i][(at.Item1 * 37) + at.Item2]));
    }

    [Fact]
    public void Sector_TurnsOverTheEndOfTheCircle()
    {
        var sector = VirtualDetector.Sector(20, 18, 2, 10, 315, 405).On(Frame).Pixels;
        Assert.True(sector[(20 * 37) + 25] && sector[(22 * 37) + 25] && sector[(18 * 37) + 25]);
        Assert.False(sector[(20 * 37) + 11] || sector[(28 * 37) + 18]);
        Assert.Equal(
            VirtualDetector.Annulus(20, 18, 2, 10).On(Frame).Pixels.Bits.ToArray(),
            VirtualDetector.Sector(20, 18, 2, 10, 30, 390).On(Frame).Pixels.Bits.ToArray());
    }

    [Fact]
    public void Texts_MakeAllSegments_OrSayWhatWasExpected()
    {
        var detectors = VirtualDetectorText.ParseAll(
            ["segments:20,18,0,10,1,4", "dpc=segments:20,18,3,9,2,2", "half=sector:20,18,0,9,0,180"],
            static _ => throw new NotSupportedException(),
            static () => throw new NotSupportedException());
        Assert.Equal(
            ["segment-1-1", "segment-1-2", "segment-1-3", "segment-1-4", "dpc-1-1", "dpc-1-2", "dpc-2-1", "dpc-2-2", "half"],
            detectors.Select(static detector => detector.Name));
        Assert.Throws<FormatException>(() => VirtualDetectorText.ParseAll(
            ["segments:20,18,0,10,1.5,4"], static _ => throw new NotSupportedException(), static () => throw new NotSupportedException()));
        Assert.Throws<ArgumentException>(() => VirtualDetector.Segments(20, 18, 0, 10, 9, 9));
        Assert.Throws<ArgumentException>(() => VirtualDetector.Segments(20, 18, 0, 10, 0, 4));
    }
}
