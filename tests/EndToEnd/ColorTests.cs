using System.Text.Json;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

public sealed class ColorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ColorTests()
    {
        // 2×3 frames of 4×5 pixels in three colours: color c of pixel p of frame f holds 40·f + p + 10·c.
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 4, 5, 3), }".PadRight(117) + "\n";
        File.WriteAllBytes(
            _folder.File("data.npy"),
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
                .. Enumerable.Range(0, 6 * 60).Select(static i => (byte)((40 * (i / 60)) + (i % 60 / 3) + (10 * (i % 3))))]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Info_SaysHowTheAxesAreTaken()
    {
        Assert.Contains("frames of 4×5 in 3 colors", Run("info").Output, StringComparison.Ordinal);
        Assert.Contains("--detector-axes 3", RonchiProgram.Run(_folder.Path, "info", "data.npy").Output, StringComparison.Ordinal);
        Assert.Contains(
            "--detector-axes 3", RonchiProgram.Run(_folder.Path, "run", "sum", "data.npy").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void VirtualImage_IsTheSumOverColors_OrOfOne()
    {
        Assert.Equal(((5 * 40) + 6) + ((5 * 40) + 16) + ((5 * 40) + 26), Largest("run", "virtual-image", "--detector", "point:1,1"));
        Assert.Equal((5 * 40) + 16, Largest("run", "virtual-image", "--detector", "point:1,1", "--color", "1"));
        Assert.Equal((5 * 40) + 6 + 8.596, Largest("run", "virtual-image", "--detector", "point:1,1", "--color", "luminance")!.Value, 4);
    }

    [Fact]
    public void WhatNeedsRowsAndColumns_SaysTheCure()
    {
        var refused = Run("run", "com");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--color", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, Run("run", "com", "--color", "luminance").ExitCode);
    }

    [Fact]
    public void MaximumOfFrames_IsAPictureInColor()
    {
        var program = Run("run", "max", "-o", "max.npy", "-o", "max.png", "-o", "max.tif");
        Assert.True(program.ExitCode == 0, program.Errors);
        DebianPython.Require("numpy", "PIL", "tifffile");
        Assert.Equal("(4, 5, 3) True (4, 5, 3) True", DebianPython.Run(
            """
            import sys, numpy as np, tifffile
            from PIL import Image
            expected = (200 + np.arange(20)[:, None] + 10 * np.arange(3)).reshape(4, 5, 3)
            a, t, png = np.load(sys.argv[1] + '/max.npy'), tifffile.imread(sys.argv[1] + '/max.tif'), Image.open(sys.argv[1] + '/max.png')
            print(a.shape, (a == expected).all() and png.mode == 'RGB', t.shape, (t == expected).all())
            """,
            _folder.Path).Trim());
    }

    private double? Largest(params string[] command)
    {
        var program = Run([.. command, "--json"]);
        Assert.True(program.ExitCode == 0, program.Errors);
        return JsonDocument.Parse(program.Output).RootElement.GetProperty("results")[0].GetProperty("max").GetDouble();
    }

    private RonchiProgram Run(params string[] command) => RonchiProgram.Run(_folder.Path, [.. command, "data.npy", "--detector-axes", "3"]);
}
