using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Signals;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class CalibrationTests
{
    [Fact]
    public void Axes_KeepTheirPlaces_AndBinnedPixelsAreLarger()
    {
        ImmutableArray<Axis> axes = [new("t", 2, 1, "s"), new("y"), new("x"), new("ky", 0.5, -16, "1/nm"), new("kx", 0.5, -16, "1/nm")];
        var calibrated = new Calibration { ScanStep = 0.2, ScanUnit = "nm", DetectorStep = 1.5, DetectorUnit = "mrad" }.Of(axes, binning: 2);
        Assert.Equal(axes[0], calibrated[0]);
        Assert.Equal(new Axis("y", 0.2, 0, "nm"), calibrated[1]);
        Assert.Equal(new Axis("kx", 3, -96, "mrad"), calibrated[4]);   // pixel 32 is in the middle before and after
        Assert.Equal(axes, new Calibration { Voltage = 300 }.Of(axes));
    }

    [Theory]
    [InlineData("""{"scanStep":0}""")]
    [InlineData("""{"detectorUnit":"ell"}""")]
    [InlineData("""{"voltage":-1}""")]
    [InlineData("null")]
    public void Nonsense_IsNone(string json) => Assert.Null(Calibration.Read(json));
}
