using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

public sealed class DemoTests(DemoScan demo) : IClassFixture<DemoScan>
{
    [Fact]
    public void Demo_SaysWhatItFoundAndHowLongItTook()
    {
        Assert.Equal((0, ""), (demo.Program.ExitCode, demo.Program.Errors));
        foreach (var part in (string[])[
            "simulated a scan of 128 × 128", "5 bad pixels", "bright-field disk: centre 64.", "frames/s", "centre of mass", " s  wrote"])
            Assert.Contains(part, demo.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_AreAllThereAndNothingElse() => Assert.Equal(
        [
            "adf.npy", "adf.png", "bf.npy", "bf.png", "field.npy", "overview.png", "scan.h5", "scan_data_000001.h5",
            "scan_data_000002.h5", "scan_master.h5", "scan_truth.json", "scan_truth.npz", "sum.npy", "sum.png"],
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
                frames = np.concatenate([f['entry/data'][n][:] for n in names]).reshape(128, 128, 128, 128)
                mask = f['entry/instrument/detector/detectorSpecific/pixel_mask'][:]
            assert frames.dtype == np.uint16 and mask.astype(bool).sum() == 5
            frames[:, :, mask != 0] = 0
            assert (np.load(f'{folder}/sum.npy') == frames.sum(axis=(0, 1), dtype=np.uint64)).all()
            truth = np.load(f'{folder}/scan_truth.npz')
            field, row, column = np.load(f'{folder}/field.npy'), truth['deflection_row'], truth['deflection_column']
            assert field.shape == (128, 128, 2) and field.dtype == np.float32
            for measured, true in [(field[..., 0], row), (field[..., 1], column)]:
                assert np.corrcoef(measured.ravel(), true.ravel())[0, 1] > 0.9
            bf = np.load(f'{folder}/bf.npy')
            assert bf.dtype == np.uint64 and bf.shape == (128, 128)
            r, c = np.mgrid[:128, :128]
            inner = ((r - 64.2)**2 + (c - 62.2)**2 <= 5.2**2)
            outer = ((r - 64.2)**2 + (c - 62.2)**2 <= 5.8**2)
            assert (frames[:, :, inner].sum(axis=2) <= bf).all() and (bf <= frames[:, :, outer].sum(axis=2)).all()
            """,
            demo.Folder);
    }

    [Fact]
    public void Pictures_AreDecodedByPillow_AndShowTheScan()
    {
        DebianPython.Require("PIL", "numpy", "h5py");
        DebianPython.Run(
            """
            import sys, numpy as np, h5py
            from PIL import Image
            folder = sys.argv[1]
            with h5py.File(f'{folder}/scan_master.h5') as f:
                masked = f['entry/instrument/detector/detectorSpecific/pixel_mask'][:] != 0
            for name in ['bf', 'adf', 'sum']:
                picture = np.array(Image.open(f'{folder}/{name}.png'))
                values = np.load(f'{folder}/{name}.npy').astype(float)
                factor = picture.shape[0] // values.shape[0]
                assert picture.shape == (values.shape[0] * factor, values.shape[1] * factor, 3), picture.shape
                shown = picture[::factor, ::factor]
                measured = ~masked if name == 'sum' else np.ones(values.shape, bool)
                brightness = shown[measured].astype(int).sum(axis=1)
                order = np.argsort(values[measured])
                assert len(np.unique(shown[~measured], axis=0)) <= 1, name   # masked pixels have one colour of their own
                assert (np.diff(brightness[order].astype(int)) >= -30).all(), name   # brighter is more
                assert brightness.max() - brightness.min() > 400, name
            page = np.array(Image.open(f'{folder}/overview.png'))
            assert page.shape[2] == 3 and page.shape[1] > 4 * 384 and page.shape[0] > 2 * 384
            """,
            demo.Folder);
    }

    [Fact]
    public void Demo_RunAgain_ReplacesItsFiles()
    {
        var again = RonchiProgram.Run(Path.GetDirectoryName(demo.Folder)!, "demo", "--no-view");

        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
    }
}
