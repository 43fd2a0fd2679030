using System.Text.Json;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

public sealed class SpectraTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SpectraTests()
    {
        // 2×3 spectra of four channels: channel c of spectrum s holds 10·s + c.
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 4), }".PadRight(117) + "\n";
        File.WriteAllBytes(
            _folder.File("data.npy"),
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
                .. Enumerable.Range(0, 24).Select(static i => (byte)((10 * (i / 4)) + (i % 4)))]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Info_SaysThatTheseAreSpectra()
    {
        Assert.Contains("spectra of 4 channels", Run("info").Output, StringComparison.Ordinal);
        Assert.Contains("3×4 uint8", RonchiProgram.Run(_folder.Path, "info", "data.npy").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void EnergyWindow_GivesAMap()
    {
        var program = Run("run", "virtual-image", "--detector", "range:1,2", "--json");
        Assert.True(program.ExitCode == 0, program.Errors);
        var image = JsonDocument.Parse(program.Output).RootElement.GetProperty("results")[0];
        Assert.Equal([2, 3], image.GetProperty("shape").EnumerateArray().Select(static length => length.GetInt32()));
        Assert.Equal(103, image.GetProperty("max").GetInt32());
    }

    [Fact]
    public void SumOfSpectra_IsACurveInEveryFile()
    {
        var program = Run("run", "sum", "-o", "sum.csv", "-o", "sum.png", "-o", "sum.npy");
        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.Equal("channel,intensity (counts)\n0,150\n1,156\n2,162\n3,168\n", File.ReadAllText(_folder.File("sum.csv")));
        // Width and height in the header of the picture: a curve, not a line of four pixels.
        var png = File.ReadAllBytes(_folder.File("sum.png"));
        Assert.Equal((800, 480), ((png[18] << 8) + png[19], (png[22] << 8) + png[23]));
    }

    [Theory]
    [InlineData("out.npy")]
    [InlineData("out.h5")]
    [InlineData("out.raw")]
    public void FileThatRonchiWrites_SaysThatItHoldsSpectra(string name)
    {
        var written = RonchiProgram.Run(_folder.Path, "convert", "data.npy", name, "--detector-axes", "1");
        Assert.True(written.ExitCode == 0, written.Errors);
        var info = RonchiProgram.Run(_folder.Path, "info", name);
        Assert.Contains("2×3 (6 frames)", info.Output, StringComparison.Ordinal);
        Assert.Contains("spectra of 4 channels", info.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not used", info.Output + info.Errors, StringComparison.Ordinal);
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "run", "sum", name, "-o", "sum.csv").ExitCode);
        Assert.Equal("channel,intensity (counts)\n0,150\n1,156\n2,162\n3,168\n", File.ReadAllText(_folder.File("sum.csv")));
    }

    [Fact]
    public void HotPixelsOfSpectra_AreRefused() =>
        Assert.Contains("Looking for hot pixels needs frames of two axes", Run("run", "sum", "--hot-pixels", "fix").Errors,
            StringComparison.Ordinal);

    private RonchiProgram Run(params string[] command) => RonchiProgram.Run(_folder.Path, [.. command, "data.npy", "--detector-axes", "1"]);
}
