using System.Globalization;
using System.Text.Json;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

public sealed class SimulateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryKindOfFile_HoldsTheSameFrames()
    {
        var sums = new List<string>();
        foreach (var file in (string[])["a_master.h5", "b.h5", "c.npy", "d.raw"])
        {
            var program = RonchiProgram.Run(
                _folder.Path, "simulate", "quick", file, "--scan-shape", "9x5", "--frame-shape", "40x48", "--seed", "7");
            Assert.Equal((0, ""), (program.ExitCode, program.Errors));
            Assert.Contains("45 frames of 40×48 uint16", program.Output, StringComparison.Ordinal);
            string[] layout = file == "d.raw" ? ["--scan-shape", "9x5", "--frame-shape", "40x48", "--dtype", "uint16"] : [];
            if (layout.Length > 0)
                Assert.Contains("open it with " + string.Join(' ', layout), program.Output, StringComparison.Ordinal);
            var info = RonchiProgram.Run(_folder.Path, ["info", "--stats", "--json", file, .. layout]);
            using var found = JsonDocument.Parse(info.Output);
            sums.Add(found.RootElement.GetProperty("sha256_c_order_le").ToString());
        }

        Assert.Single(sums.Distinct());
        Assert.Equal(
            [
                "a.h5", "a_data_000001.h5", "a_master.h5", "a_truth.json", "a_truth.npz", "b.h5", "b_truth.json", "b_truth.npz", "c.npy",
                "c.npy.ronchi.json", "c_truth.json", "c_truth.npz", "d.raw", "d.raw.ronchi.json", "d_truth.json", "d_truth.npz"],
            Directory.EnumerateFiles(_folder.Path).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Truth_IsWhatNumPyFindsInTheFrames()
    {
        DebianPython.Require("numpy");
        Assert.Equal(
            0,
            RonchiProgram.Run(
                _folder.Path, "simulate", "dpc", "s.npy", "--scan-shape", "24x20", "--dose", "200000", "--dtype", "u32").ExitCode);
        DebianPython.Run(
            """
            import sys, json, numpy as np
            folder = sys.argv[1]
            frames = np.load(f'{folder}/s.npy').astype(float)
            maps = np.load(f'{folder}/s_truth.npz')
            truth = json.load(open(f'{folder}/s_truth.json'))
            assert frames.shape == (24, 20, 96, 96)
            dead, saturated, hot = (maps[n] for n in ('dead_pixels', 'saturated_pixels', 'hot_pixels'))
            assert (frames[:, :, dead] == 0).all() and (frames[:, :, saturated] == 2**32 - 1).all()
            assert sorted(map(list, np.argwhere(hot))) == sorted(truth['hot_pixels']) and len(truth['dead_pixels']) == dead.sum() == 2
            r, c = np.mgrid[:96, :96]
            for i, j in np.ndindex(24, 20):
                row, column = maps['centre_row'][i, j], maps['centre_column'][i, j]
                near = ((r - row)**2 + (c - column)**2 < 30**2) & ~(dead | saturated | hot)
                weights = frames[i, j] * near
                found = (weights * r).sum() / weights.sum(), (weights * c).sum() / weights.sum()
                # a bad pixel in the disk moves the mean by up to 22 / 1520, counting by 11 / sqrt(2e5)
                assert abs(found[0] - row) < 0.2 and abs(found[1] - column) < 0.2, (i, j, found, row, column)
            assert np.ptp(maps['deflection_row']) > 1
            """,
            _folder.Path);
    }

    // Bragg disks, a beam stop, bad pixels and little light: the disk is found all the same.
    [Theory]
    [InlineData("quick")]
    [InlineData("strain")]
    [InlineData("dpc")]
    [InlineData("amorphous")]
    [InlineData("benchmark")]
    public void AutoCenter_FindsTheDiskAtFiveHundredElectrons(string preset)
    {
        Assert.Equal(
            0, RonchiProgram.Run(_folder.Path, "simulate", preset, "s_master.h5", "--scan-shape", "32x32", "--dose", "500").ExitCode);
        using var truth = JsonDocument.Parse(File.ReadAllBytes(_folder.File("s_truth.json")));
        var said = RonchiProgram.Run(_folder.Path, "run", "auto-center", "s_master.h5").Output;
        var centre = Numbers(said, "  center: ");
        var expected = truth.RootElement.GetProperty("centre_px");
        var radius = truth.RootElement.GetProperty("disk_radius_px").GetDouble();

        Assert.InRange(centre[0] - expected[0].GetDouble(), -0.1, 0.1);
        Assert.InRange(centre[1] - expected[1].GetDouble(), -0.1, 0.1);
        Assert.InRange(Numbers(said, "  radius: ")[0], 0.98 * radius, 1.02 * radius);
    }

    [Fact]
    public void Series_IsAnAxisOrAFileAMember()
    {
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "simulate", "quick", "s.npy", "--scan-shape", "4x3", "--series", "2").ExitCode);
        Assert.Equal(
            0, RonchiProgram.Run(_folder.Path, "simulate", "quick", "t_master.h5", "--scan-shape", "4x3", "--series", "2").ExitCode);
        var shape = RonchiProgram.Run(_folder.Path, "info", "s.npy");

        Assert.Contains("2×4×3", shape.Output, StringComparison.Ordinal);
        foreach (var member in (string[])["t_000_master.h5", "t_001_master.h5"])
            Assert.Contains("4×3", RonchiProgram.Run(_folder.Path, "info", member).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("t_truth.npz")));
        Assert.False(File.Exists(_folder.File("t_master.h5")));
    }

    [Theory]
    [InlineData("s_master.h5", "1")]
    [InlineData("s_master.h5", "2")]
    [InlineData("s.raw", "1")]
    public void Interrupted_LeavesNoFile(string output, string series)
    {
        var program = RonchiProgram.RunAndInterrupt(
            _folder.Path,
            _ => Directory.EnumerateFiles(_folder.Path, ".*.part").Any(),   // from the first moment on that something is there to take back
            "simulate", "benchmark", output, "--scan-shape", "400x400", "--frame-shape", "64x64", "--series", series);

        Assert.Equal(130, program.ExitCode);
        Assert.Equal("ronchi: cancelled; nothing was written.", program.Errors.Trim());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void TruthThatExists_StopsItBeforeItBegins()
    {
        File.WriteAllText(_folder.File("s_truth.json"), "mine");
        var program = RonchiProgram.Run(_folder.Path, "simulate", "quick", "s.npy");

        Assert.Equal(1, program.ExitCode);
        Assert.Contains("s_truth.json: already exists", program.Errors, StringComparison.Ordinal);
        Assert.Equal(["s_truth.json"], Directory.EnumerateFiles(_folder.Path).Select(static path => Path.GetFileName(path)));
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "simulate", "quick", "s.npy", "--force").ExitCode);
    }

    private static double[] Numbers(string output, string name) =>
        [.. output.Split('\n')
            .Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..]
            .Split(" px")[0]
            .Split(',')
            .Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
}
