using Ronchi.Analyses.BrightField;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Where disks begin to be found, and that nothing else is taken for one.</summary>
public sealed class DiskThresholdTests
{
    private const int Side = 128;
    private static readonly Extent Detector = new(Side, Side);

    [Theory]
    [InlineData(50)]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    [InlineData(20_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Disks_AreFound_AsWellAsTheirElectronsAllow(int electrons)
    {
        foreach (var (bragg, hasStop, offset) in new[] { (0.0, false, 6.0), (0.0, false, 30.0), (0.15, false, 6.0), (0.15, true, 6.0) })
        {
            for (var seed = 0; seed < 12; seed++)
            {
                var (pattern, disk) = Pattern(seed, electrons, bragg, hasStop, offset);
                var what = FormattableString.Invariant(
                    $"{electrons} electrons, Bragg {bragg}, stop {hasStop}, offset {offset}, seed {seed}: {disk}");
                var found = BrightFieldSearch.TryFind(pattern, Detector, masked: null, out var reason);
                if (found is null)
                {
                    // Few electrons beside Bragg disks or a stop are no certain disk; a plain one is.
                    Assert.True(electrons < 1_000 && (bragg > 0 || hasStop), $"{what}: {reason}");
                    Assert.Contains("stands out", reason, StringComparison.Ordinal);
                    continue;
                }

                var (row, column, radius) = found.Value;
                var allowed = 0.15 + (disk.Radius * (electrons < 1_000 ? 0.35 : 4 / Math.Sqrt(electrons)));
                // A few dozen electrons of which some are in Bragg disks tell no single disk from a cluster.
                if (electrons >= 100 || bragg == 0)
                    Assert.True(
                        double.Hypot(row - disk.Row, column - disk.Column) <= allowed && Math.Abs(radius - disk.Radius) <= 2 * allowed,
                        $"{what} found at {found}");
                Assert.InRange(found.Value.Quality, electrons < 1_000 ? 0.2 : 0.4, 1);
            }
        }
    }

    [Fact]
    public void Noise_HoldsNoDisk()
    {
        foreach (var mean in new[] { 0.0005, 0.003, 0.02, 0.1, 0.5, 2, 10, 100, 5_000 })
        {
            for (var seed = 0; seed < 25; seed++)
            {
                var random = new Random(seed);
                var (rows, columns) = (random.Next(20, 160), random.Next(20, 160));
                double[] pattern = [.. Enumerable.Range(0, rows * columns).Select(_ => (double)Poisson(random, mean))];
                // Some frames have hot pixels besides.
                for (var hot = 0; hot < seed % 5; hot++)
                    pattern[random.Next(pattern.Length)] = 1e6;
                var found = BrightFieldSearch.TryFind(pattern, new Extent(rows, columns), masked: null, out var reason);
                Assert.True(
                    found is null && reason.Length > 0,
                    FormattableString.Invariant($"mean {mean}, seed {seed}, {rows}×{columns}: {found}"));
            }
        }
    }

    [Fact]
    public void NormalNoiseAboutAnyLevel_HoldsNoDisk()
    {
        foreach (var (level, width) in new[] { (0.0, 1.0), (1000.0, 5.0), (-300.0, 40.0), (1e6, 1e-3) })
        {
            for (var seed = 0; seed < 20; seed++)
            {
                var random = new Random(seed);
                double[] pattern = [.. Enumerable.Range(0, Side * Side).Select(_ => level + (width * Normal(random)))];
                Assert.True(
                    BrightFieldSearch.TryFind(pattern, Detector, masked: null, out _) is null,
                    FormattableString.Invariant($"{level} ± {width}, seed {seed}"));
            }
        }
    }

    [Fact]
    public void PatternsWithoutContent_SayWhatTheyHold()
    {
        var pattern = new double[Side * Side];
        Assert.Contains("all pixels are 0", Reason(pattern), StringComparison.Ordinal);
        Array.Fill(pattern, 7);
        Assert.Contains("all pixels have the same value", Reason(pattern), StringComparison.Ordinal);
        pattern[5000] = 1e9;
        Assert.Contains("only 1 of 16384 pixels is brighter", Reason(pattern), StringComparison.Ordinal);
        pattern[9000] = 12;
        Assert.Contains("only 2 of 16384 pixels are brighter", Reason(pattern), StringComparison.Ordinal);
        Assert.Contains(
            "Give its centre and radius",
            Assert.Throws<ArgumentException>(() => BrightFieldSearch.Find(pattern, Detector)).Message,
            StringComparison.Ordinal);

        static string Reason(double[] pattern)
        {
            Assert.Null(BrightFieldSearch.TryFind(pattern, Detector, masked: null, out var reason));
            return reason;
        }
    }

    [Fact]
    public void ScaleAndOffset_ChangeLittle()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (pattern, _) = Pattern(seed, electrons: 300 << seed, bragg: 0, hasStop: false, offset: 6);
            var found = BrightFieldSearch.Find(pattern, Detector);
            var scaled = BrightFieldSearch.Find(Array.ConvertAll(pattern, static count => (count * 137.5) - 4000), Detector);
            Assert.True(
                Math.Abs(found.Row - scaled.Row) + Math.Abs(found.Column - scaled.Column)
                    + Math.Abs(found.Radius - scaled.Radius) + Math.Abs(found.Quality - scaled.Quality)
                    < 0.4,
                $"seed {seed}: {found}, {scaled}");
        }
    }

    [Fact]
    public void NearAPlaceWithoutADisk_NoneIsInvented()
    {
        var random = new Random(1);
        double[] noise = [.. Enumerable.Range(0, Side * Side).Select(_ => (double)Poisson(random, 3))];
        Assert.Contains(
            "No bright-field disk was found: nothing stands out",
            Assert.Throws<ArgumentException>(() => BrightFieldSearch.Refine(noise, Detector, new(60, 60, 20))).Message,
            StringComparison.Ordinal);
    }

    private static (double[] Pattern, BrightFieldDisk Disk) Pattern(int seed, int electrons, double bragg, bool hasStop, double offset)
    {
        var random = new Random(seed);
        var disk = new BrightFieldDisk(
            63.5 + (offset * ((2 * random.NextDouble()) - 1)),
            63.5 + (offset * ((2 * random.NextDouble()) - 1)),
            9 + (random.NextDouble() * 18));
        var mean = new double[Side * Side];
        double g = disk.Radius * (2.2 + random.NextDouble()), angle = random.NextDouble() * Math.PI;
        Add(disk.Row, disk.Column, 1);
        for (var spot = 0; spot < 6 && bragg > 0; spot++)
            Add(
                disk.Row + (g * Math.Sin(angle + (spot * Math.PI / 3))),
                disk.Column + (g * Math.Cos(angle + (spot * Math.PI / 3))),
                bragg * random.NextDouble());
        for (var pixel = 0; pixel < mean.Length; pixel++)
        {
            if (hasStop && Math.Abs((pixel % Side) - disk.Column) < 0.2 * disk.Radius && pixel / Side > disk.Row - (0.2 * disk.Radius))
                mean[pixel] = 0;
        }

        var scale = electrons / mean.Sum();
        return ([.. mean.Select(expected => (double)Poisson(random, expected * scale))], disk);

        void Add(double row, double column, double strength)
        {
            for (var pixel = 0; pixel < mean.Length; pixel++)
                mean[pixel] += strength / (1 + Math.Exp((double.Hypot((pixel / Side) - row, (pixel % Side) - column) - disk.Radius) / 0.4));
        }
    }

    private static int Poisson(Random random, double mean)
    {
        if (mean > 50)
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal(random))));
        var count = 0;
        for (double limit = Math.Exp(-mean), product = random.NextDouble(); product > limit; product *= random.NextDouble())
            count++;
        return count;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
