using System.Collections.Immutable;
using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Signals;

/// <summary>Where derived frames lie in the data, with and without a calibration.</summary>
public sealed class PlacesTests
{
    private static readonly Extent Steps = new(4, 5);

    public static TheoryData<string> Operations() => [.. KnownFrameOperations.All.Select(static operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Places_AreTheSameWithAndWithoutAxes(string name)
    {
        using Scan plain = Open(name, isCalibrated: false), calibrated = Open(name, isCalibrated: true);
        Assert.Equal(Told(Derived(plain, name)), Told(Derived(calibrated, name)));
        Assert.Empty(Derived(plain, name).Info.Axes);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Places_AreWhereTheAxesOfTheDataSayTheSameAsThoseOfTheFrames(string name)
    {
        using var scan = Open(name, isCalibrated: true);
        var frames = Derived(scan, name);
        Assert.Equal(frames.Shape.Full.Rank, frames.Places.Length);
        for (var i = 0; i < frames.Places.Length; i++)
        {
            var (place, own) = (frames.Places[i], frames.Info.Axes[i]);
            Assert.Equal(own.IsCalibrated, place.IsCalibrated);
            if (!own.IsCalibrated)
                continue;
            // The axes that are left out are the last ones of their kind.
            var data = scan.Info.Axes[i < frames.Shape.Scan.Rank ? i : i - frames.Shape.Scan.Rank + Steps.Rank];
            foreach (var index in new[] { 0, 1 })
                Assert.Equal(own.At(index), data.Offset + (place.At(index) * data.Scale), 12);
        }
    }

    [Fact]
    public void PlacesOfStepsBehindOneAnother_AreThoseInTheData()
    {
        using var scan = Open("crop", isCalibrated: false);
        var frames = scan
            .Derive(new CropParameters { Crop = new(1, 2, 4, 7) })
            .Derive(new BinDetectorParameters { DetectorBinning = 2 })
            .Derive(new SelectPositionsParameters { Region = new("rect:1,1,2,4") })
            .Derive(new BinScanParameters { ScanBinning = 2 });
        Assert.Equal([(1.5, 2), (1.5, 2), (1.5, 2), (2.5, 2)], Told(frames).Select(static place => (place.First, place.Step)));
        Assert.All(frames.Places, place => Assert.Equal(scan.Places[0].Unit, place.Unit));
        Assert.Empty(frames.Info.Axes);
    }

    [Fact]
    public void PlacesInOtherData_AreInAnotherUnit()
    {
        using Scan one = Open("crop", isCalibrated: true), other = Open("crop", isCalibrated: true);
        Assert.Empty(one.Places.Select(static place => place.Unit).Intersect(other.Places.Select(static place => place.Unit)));
    }

    private static Scan Derived(Scan scan, string name) => scan.Derive(SignalGraphTests.CallOf(scan, name));

    private static IEnumerable<(double First, double Step, bool LiesInTheData)> Told(Scan frames) =>
        [.. frames.Places.Select(static place => (place.Offset, place.Scale, place.IsCalibrated))];

    private static Scan Open(string name, bool isCalibrated)
    {
        var shape = new DataShape(Steps, SignalGraphTests.DetectorFor(name));
        ImmutableArray<Axis> axes =
        [
            new("scan row", 0.5, 3, "nm"), new("scan column", 0.25, -1, "nm"),
            .. Enumerable.Range(0, shape.Detector.Rank).Select(static i => new Axis("detector", 0.75 + i, -2.5, "mrad")),
        ];
        var info = new SourceInfo("memory", "memory") { Axes = isCalibrated ? axes : [] };
        return new(new ArraySource<ushort>(new ushort[shape.Full.Count], shape) { Info = info });
    }
}
