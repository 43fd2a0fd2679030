using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

public sealed class DemoTests(DemoScan demo) : IClassFixture<DemoScan>
{
    [Fact]
    public void Demo_SaysWhatItFoundAndHowLongItTook()
    {
        Assert.Equal((0, ""), (demo.Program.ExitCode, demo.Program.Errors));
        foreach (var part in (string[])["made a scan of 128 × 128", "3 bad pixels", "bright field", "frames/s", "sum pattern", " s  wrote"])
            Assert.Contains(part, demo.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_AreAllThereAndNothingElse() => Assert.Equal(
        ["adf.npy", "adf.png", "bf.npy", "bf.png", "overview.png", "scan.h5", "scan_data_000001.h5", "scan_data_000002.h5", "scan_master.h5", "sum.npy", "sum.png"],
        Directory.EnumerateFiles(demo.Folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Arrays_AreWhatNumPyComputesFromTheFiles()
    {
        DebianPython.Require("h5py", "hdf5plugin", "numpy");
        DebianPython.Run(
            """
            import sys, h5py, hdf5plugin, numpy as np
            folder = sys.argv[1]
            with h5py.File(f'{folder}/scan_master.h5') as f:
                names = sorted(f['entry/data'])
                frames = np.concatenate([f['entry/data'][n][:] for n in names]).reshape(128, 128, 96, 96)
                mask = f['entry/instrument/detector/detectorSpecific/pixel_mask'][:]
            assert frames.dtype == np.uint16 and mask.astype(bool).sum() == 3
            assert (frames[:, :, mask != 0] == 65535).all()
            frames[:, :, mask != 0] = 0
            r, c = np.mgrid[:96, :96]
            d = (r - 47.5)**2 + (c - 47.5)**2
            for name, weights in [('bf', d <= 12**2), ('adf', (d >= 20**2) & (d <= 46**2))]:
                expected = frames[:, :, weights].sum(axis=2, dtype=np.uint64)
                got = np.load(f'{folder}/{name}.npy')
                assert got.dtype == np.uint64 and got.shape == (128, 128) and (got == expected).all(), name
            assert (np.load(f'{folder}/sum.npy') == frames.sum(axis=(0, 1), dtype=np.uint64)).all()
            """,
            demo.Folder);
    }

    [Fact]
    public void Pictures_AreDecodedByPillow_AndShowTheScan()
    {
        DebianPython.Require("PIL", "numpy");
        DebianPython.Run(
            """
            import sys, numpy as np
            from PIL import Image
            folder = sys.argv[1]
            for name in ['bf', 'adf', 'sum']:
                picture = np.array(Image.open(f'{folder}/{name}.png'))
                values = np.load(f'{folder}/{name}.npy').astype(float)
                factor = picture.shape[0] // values.shape[0]
                assert picture.shape == (values.shape[0] * factor, values.shape[1] * factor, 3), picture.shape
                brightness = picture[::factor, ::factor].sum(axis=2).ravel()
                order = np.argsort(values.ravel())
                assert (np.diff(brightness[order].astype(int)) >= -30).all(), name   # brighter is more
                assert brightness.max() - brightness.min() > 400, name
            assert np.array(Image.open(f'{folder}/overview.png')).shape == (384, 3 * 384 + 2 * 8, 3)
            """,
            demo.Folder);
    }

    [Fact]
    public void Demo_RunAgain_ReplacesItsFiles()
    {
        var again = RonchiProgram.Run(Path.GetDirectoryName(demo.Folder)!, "demo");

        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
    }
}
