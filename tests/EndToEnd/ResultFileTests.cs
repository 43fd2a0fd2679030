using System.Text.Json;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

public sealed class ResultFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ResultFileTests() =>
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "simulate", "dpc", "s.npy", "--scan-shape", "9x14", "--seed", "3").ExitCode);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatWasFound_IsPrintedAndRepeatsTheRun()
    {
        var found = RonchiProgram.Run(_folder.Path, "run", "virtual-image", "s.npy", "--detector", "bf", "-o", "a.npz", "--json");
        using var summary = JsonDocument.Parse(found.Output);
        var disk = summary.RootElement.GetProperty("found");
        string[] numbers = [.. ((string[])["center_row", "center_column", "radius"]).Select(name => disk.GetProperty(name).GetRawText())];
        Assert.Equal("counts", summary.RootElement.GetProperty("results")[0].GetProperty("unit").GetString());
        Assert.Equal("bf", summary.RootElement.GetProperty("parameters").GetProperty("detector").GetString());

        var again = RonchiProgram.Run(
            _folder.Path, "run", "virtual-image", "s.npy", "--detector", "bf", "--center",
            $"{numbers[0]},{numbers[1]}", "--radius", numbers[2], "-o", "b.npz");
        Assert.DoesNotContain("found", again.Output, StringComparison.Ordinal);
        DebianPython.Require("numpy");
        DebianPython.Run(
            """
            import sys, json, numpy as np
            a, b = (np.load(f'{sys.argv[1]}/{name}.npz') for name in 'ab')
            assert np.array_equal(a['bf'], b['bf'])
            assert str(a['bf.unit']) == 'counts' and json.loads(str(a['parameters'])) == {'detector': 'bf'}
            assert [json.loads(str(a['found']))[n] for n in ('center_row', 'center_column', 'radius')] == [float(x) for x in sys.argv[2:5]]
            assert 'found' not in b.files and str(b['source']).endswith('s.npy')
            """,
            [_folder.Path, .. numbers]);
    }

    [Fact]
    public void RingAndMaskOfMaskedPixels_AreMaskedInTheFile()
    {
        DebianPython.Require("numpy");
        DebianPython.Run(
            """
            import sys, numpy as np
            shape = np.load(f'{sys.argv[1]}/s.npy', mmap_mode='r').shape[2:]
            r = np.hypot(*np.indices(shape))
            np.save(f'{sys.argv[1]}/near.npy', r < 4)
            np.save(f'{sys.argv[1]}/weights.npy', np.stack([r < 3, r < 6]).astype(float))
            """,
            _folder.Path);
        var rings = RonchiProgram.Run(
            _folder.Path, "run", "radial", "s.npy", "--pixel-mask", "near.npy",
            "--center", "0,0", "--outer-radius", "9", "--bins", "3", "-o", "rings.npz");
        Assert.True(rings.ExitCode == 0, rings.Errors);
        Assert.DoesNotContain("NaN", rings.Output, StringComparison.Ordinal);
        Assert.Equal(
            0,
            RonchiProgram.Run(
                _folder.Path, "run", "masks", "s.npy", "--pixel-mask", "near.npy", "--mask", "weights.npy", "-o", "masks.npz").ExitCode);
        DebianPython.Run(
            """
            import sys, numpy as np
            rings, masks = (np.load(f'{sys.argv[1]}/{name}.npz') for name in ('rings', 'masks'))
            first = np.zeros((9, 14, 3), bool)
            first[..., 0] = True
            for name in ('mean', 'variance', 'sum'):
                assert np.array_equal(rings[name + '.mask'], first), name
            assert np.array_equal(np.isnan(rings['mean']), first) and (rings['sum'][first] == 0).all()
            assert np.array_equal(masks['intensity.mask'], first[..., :2]) and np.array_equal(np.isnan(masks['intensity']), first[..., :2])
            assert 'scan_mask' not in rings.files and 'scan_mask' not in masks.files
            """,
            _folder.Path);
    }

    [Fact]
    public void DiskThatIsPartlyGiven_IsToldAsItWasUsed()
    {
        var text = RonchiProgram.Run(
            _folder.Path, "run", "virtual-image", "s.npy", "--detector", "bf", "--center", "11,9", "-o", "partly.npy");
        Assert.Matches("bright-field disk used: centre 11,9 px, radius [0-9.]+ px", text.Output);

        var given = Found("--center", "11,9");
        var searched = Found();
        Assert.Equal((11, 9), (given.Row, given.Column));
        Assert.Equal(searched.Radius, given.Radius);
        var radius = Found("--radius", "2.5");
        Assert.Equal((searched.Row, searched.Column, 2.5), radius);
    }

    private (double Row, double Column, double Radius) Found(params string[] options)
    {
        using var summary = JsonDocument.Parse(
            RonchiProgram.Run(_folder.Path, ["run", "virtual-image", "s.npy", "--detector", "bf", .. options, "--json"]).Output);
        var disk = summary.RootElement.GetProperty("found");
        return (
            disk.GetProperty("center_row").GetDouble(),
            disk.GetProperty("center_column").GetDouble(),
            disk.GetProperty("radius").GetDouble());
    }

    [Fact]
    public void OneFrame_IsCountedAsOne()
    {
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "simulate", "dpc", "one.npy", "--scan-shape", "1x1").ExitCode);
        Assert.Contains("(1 frame)", RonchiProgram.Run(_folder.Path, "info", "one.npy").Output, StringComparison.Ordinal);
        Assert.Contains(
            "convert: 1 frame of", RonchiProgram.Run(_folder.Path, "convert", "one.npy", "one.h5").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_HasUnits()
    {
        var com = RonchiProgram.Run(_folder.Path, "run", "com", "s.npy", "--center", "auto");
        Assert.Matches(@"bright-field disk found: centre [0-9.]+,[0-9.]+ px, radius [0-9.]+ px", com.Output);
        Assert.Matches(@"raw_com: 9×14×2 float\d\d, .* px", com.Output);
        Assert.Matches(@"curl: .* px/position", com.Output);
        Assert.Matches(@"rotation: \S+ degrees", RonchiProgram.Run(_folder.Path, "run", "com-guess", "s.npy").Output);
        Assert.Matches(@"var: .* counts²", RonchiProgram.Run(_folder.Path, "run", "stddev", "s.npy").Output);
    }

    [Fact]
    public void VectorsInTiff_ArePagesOfTheScan()
    {
        DebianPython.Require("tifffile");
        foreach (var (analysis, result, pages) in (ValueTuple<string, string, int>[])[("com", "raw_com", 2), ("radial", "mean", 0)])
        {
            Assert.Equal(
                0,
                RonchiProgram.Run(
                    _folder.Path, "run", analysis, "s.npy", "-o", "a.tif", "-o", "a.npy", "--result", result, "--force").ExitCode);
            DebianPython.Run(
                """
                import sys, numpy as np, tifffile
                pages, array = tifffile.imread(sys.argv[1] + '/a.tif'), np.load(sys.argv[1] + '/a.npy')
                assert pages.shape == (int(sys.argv[2]) or array.shape[2], 9, 14), pages.shape
                assert np.array_equal(pages, np.moveaxis(array, -1, 0).astype(pages.dtype), equal_nan=True)
                """,
                _folder.Path,
                pages.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
