using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Hdf5.Oracles;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Dectris;

/// <summary>What is calibrated in an ARINA scan, and what is only written there.</summary>
public sealed class DetectorAxesTests
{
    [Fact]
    public void RecordedScan_HasAnglesFromTheCameraLength_AndNoStepThatIsMarkedAsNotCalibrated()
    {
        var path = Path.Combine(Folders.TestData, "formats", "arina", "test_00_master.h5");
        Assert.SkipUnless(File.Exists(path), $"the test data file {path} is missing (RONCHI_TESTDATA)");
        using var source = SourceOpener.Open(path);
        // 0.1 mm pixels at 0.115 m.
        Assert.All(
            source.Info.Axes.TakeLast(2),
            static axis => Assert.Equal((Math.Round(0.1 / 0.115, 9), "mrad"), (Math.Round(axis.Scale, 9), axis.Unit)));
        Assert.All(source.Info.Axes.Take(2), static axis => Assert.False(axis.IsCalibrated));
        Assert.Contains(
            source.Info.Notes,
            static note => note.Contains("0.139152 nm", StringComparison.Ordinal)
                && note.Contains("not calibrated", StringComparison.Ordinal));
        Assert.Contains(source.Info.Facts, static fact => fact.Name == "camera_length");
    }

    [Theory]
    [InlineData("{'Pixel Size': 0.25, 'IsPixelSizeCalibrated': 1}", "nm", "px")]
    [InlineData("{'Pixel Size': 0.25}", "nm", "px")]
    [InlineData("{'Pixel Size': 0.25, 'IsPixelSizeCalibrated': 0}", "px", "px")]
    [InlineData("{'Pixel Size': 0.25, 'Camera Length': 0.2, 'IsCameraLengthCalibrated': 0}", "nm", "px")]
    [InlineData("{'Camera Length': 0.2}", "px", "mrad")]
    [InlineData("{'Camera Length': 0.0}", "px", "px")]
    [InlineData("{'Camera Length': float('nan'), 'Pixel Size': float('inf')}", "px", "px")]
    public void MarksOfTheScanSoftware_AreObeyed(string attributes, string scan, string detector)
    {
        DebianPython.Require("h5py", "numpy");
        using var folder = new TemporaryFolder();
        DebianPython.Run("""
            import h5py, numpy as np, os, sys
            os.chdir(sys.argv[1])
            with h5py.File('s_master.h5', 'w') as f:
                f['entry/data/data_000001'] = np.ones((4, 5, 6), 'u2')
                d = f.create_group('entry/instrument/detector')
                for n, s in (('x_pixel_size', 1e-4), ('y_pixel_size', 2e-4)): d[n] = s; d[n].attrs['units'] = 'm'
            with h5py.File('s.h5', 'w') as f: f.create_group('STEM Metadata').attrs.update(dict(eval(sys.argv[2]), NumPixelsX=2, NumPixelsY=2))
            """, folder.Path, attributes);
        using var source = SourceOpener.Open(folder.File("s_master.h5"));
        Assert.Equal([scan, scan, detector, detector], source.Info.Axes.Select(static axis => axis.Unit));
        if (detector == "mrad")
            Assert.Equal([1.0, 0.5], source.Info.Axes.TakeLast(2).Select(static axis => Math.Round(axis.Scale, 9)));
    }
}
