using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Dectris;

/// <summary>What a file of the microscope beside a master file adds, and when it is not used.</summary>
public sealed class MicroscopeCompanionTests : IDisposable
{
    private const string Script = """
        import h5py, numpy as np, os, sys
        os.chdir(sys.argv[1])
        more = eval(sys.argv[2])
        with h5py.File("a_master.h5", "w") as f:
            f.create_dataset("entry/data/data_000001", data=np.ones((12, 4, 5), "u2"), chunks=(1, 4, 5))
            d = f.create_group("entry/instrument/detector/detectorSpecific")
            d["ntrigger"], d["nimages"] = 12, 1
            f["entry/instrument/detector/x_pixel_size"] = 1e-4; f["entry/instrument/detector/y_pixel_size"] = 1e-4
            if "scan_shape" in more: f["entry/data"].attrs["scan_shape"] = np.array(more.pop("scan_shape"), "u8")
        with h5py.File("a_em_metadata.h5", "w") as f:
            values = {"scan_controller/scan_type": "regular", "scan_controller/regular_scan/n_pixels_y": 3, "scan_controller/regular_scan/n_pixels_x": 4,
                      "scan_controller/regular_scan/n_frames": 1, "scan_controller/regular_scan/pixel_size_y": (0.2, "nm"), "scan_controller/regular_scan/pixel_size_x": (3.0, "angstrom"),
                      "scan_controller/regular_scan/dwell_time": (20.0, "us"), "electron_source/accelerating_voltage": (300.0, "kV"),
                      "illumination_system/semi_convergence_angle": (0.021, "rad"), "imaging_system/camera_length": (200.0, "mm")}
            values.update(more)
            for name, value in values.items():
                if value is None: continue
                f["electron_microscope/" + name] = value[0] if isinstance(value, tuple) else value
                if isinstance(value, tuple): f["electron_microscope/" + name].attrs["units"] = value[1]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShapeStepsAnglesAndFacts_AreTaken_AndSayWhereTheyComeFrom()
    {
        using var source = Open("{}");
        Assert.Equal(new Extent(3, 4), source.Shape.Scan);
        Assert.Equal(
            ["scan row 0.2 nm Companion", "scan column 0.3 nm Companion", "detector row 0.5 mrad Companion",
                "detector column 0.5 mrad Companion"],
            source.Info.Axes.Select(
                static axis => FormattableString.Invariant($"{axis.Name} {Math.Round(axis.Scale, 12)} {axis.Unit} {axis.Origin}")));
        Assert.Equal(
            ["high_tension 300000 V", "camera_length 0.2 m", "convergence_semi_angle 21 mrad", "scan_dwell_time 2E-05 s"],
            source.Info.Facts.Where(static fact => fact.Origin == CalibrationOrigin.Companion)
                .Select(static fact => $"{fact.Name} {fact.Value} {fact.Unit}"));
        Assert.Contains(_folder.File("a_em_metadata.h5"), source.Info.FilesBeside);
        Assert.Empty(source.Info.Notes);
    }

    [Fact]
    public void AnglesOfPixels_GoBeforeTheCameraLength()
    {
        using var source = Open(
            "{'imaging_system/reciprocal_pixel_size_y': (0.7, 'mrad'), 'imaging_system/reciprocal_pixel_size_x': (0.0008, 'rad')}");
        Assert.Equal((0.7, 0.8), (source.Info.Axes[2].Scale, Math.Round(source.Info.Axes[3].Scale, 12)));
    }

    [Theory]
    [InlineData("{'scan_controller/regular_scan/n_pixels_y': 5}",
        "describes a scan of 5×4, which is not that of 12 frames: it is not used.")]
    [InlineData("{'scan_controller/scan_type': 'spiral'}", "describes a scan of type 'spiral'; only regular ones are understood")]
    [InlineData("{'scan_controller/regular_scan/n_pixels_x': None}", "does not say how many rows and columns the scan has")]
    public void CompanionOfAnotherScan_IsNotUsed_AndSaid(string more, string note)
    {
        using var source = Open(more);
        Assert.Equal(new Extent(12), source.Shape.Scan);
        Assert.DoesNotContain(source.Info.Axes, static axis => axis.IsCalibrated);
        Assert.DoesNotContain(source.Info.Facts, static fact => fact.Origin == CalibrationOrigin.Companion);
        Assert.Contains($"a_em_metadata.h5 {note}", Assert.Single(source.Info.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'electron_source/accelerating_voltage': 300.0}",
        "gives '/electron_microscope/electron_source/accelerating_voltage' as 300 without a unit: it is not used.")]
    [InlineData("{'electron_source/accelerating_voltage': (300.0, 'nm')}", "as 300 in 'nm', which is not a voltage: it is not used.")]
    public void NumberWithoutItsUnit_IsSaid_NotUsed(string more, string note)
    {
        using var source = Open(more);
        Assert.Null(source.Info.Kilovolts);
        Assert.Equal("nm", source.Info.Axes[0].Unit);
        Assert.Contains(note, Assert.Single(source.Info.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void ScanShapeOfTheFrames_GoesBeforeTheCompanions_WhereItFits()
    {
        using (var source = Open("{'scan_shape': (4, 3)}"))
        {
            Assert.Equal(new Extent(4, 3), source.Shape.Scan);
            Assert.False(source.Info.Axes[0].IsCalibrated);
            Assert.Equal("mrad", source.Info.Axes[2].Unit);
        }

        using var other = Open("{'scan_shape': (4, 4)}");
        Assert.Equal(new Extent(3, 4), other.Shape.Scan);
        Assert.Contains(
            "the scan has shape 4×4, which is not that of 12 frames", Assert.Single(other.Info.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralFramesAtAPosition_AreASeries()
    {
        using var source = Open(
            "{'scan_controller/regular_scan/n_frames': 2, 'scan_controller/regular_scan/n_pixels_y': 2, "
            + "'scan_controller/regular_scan/n_pixels_x': 3}");
        Assert.Equal(new Extent(2, 2, 3), source.Shape.Scan);
    }

    [Fact]
    public void OutOfReachCompanion_IsLeftAlone()
    {
        Write("{}");
        using var source = SourceOpener.Open(
            _folder.File("a_master.h5"), new() { MayRead = static path => !path.EndsWith("_em_metadata.h5", StringComparison.Ordinal) });
        Assert.Equal(new Extent(12), source.Shape.Scan);
    }

    private IFrameSource Open(string more)
    {
        Write(more);
        return SourceOpener.Open(_folder.File("a_master.h5"));
    }

    private void Write(string more)
    {
        DebianPython.Require("h5py", "numpy");
        DebianPython.Run(Script, _folder.Path, more);
    }
}
