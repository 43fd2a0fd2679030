using Ronchi.Analyses.BrightField;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Disks whose place is known, as 500 electrons per frame over a small scan would show them.</summary>
public sealed class BrightFieldSearchTests
{
    private const int Side = 128;

    [Fact]
    public void PlainDisks_AreFoundToAHundredthOfAPixel()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (pattern, disk) = Pattern(seed, braggStrength: 0, electrons: 20_000_000);
            Assert.True(
                Misses(BrightFieldSearch.Find(pattern, new Extent(Side, Side)), disk) is (< 0.03, < 0.01),
                $"seed {seed}: {disk} found at {BrightFieldSearch.Find(pattern, new Extent(Side, Side))}");
        }
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.15, false)]
    [InlineData(0.35, false)]
    [InlineData(0.15, true)]
    public void NoiseBraggDisksAndABeamStop_ShiftNothing(double braggStrength, bool hasBeamStop)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            // 32 × 32 positions at 500 electrons.
            var (pattern, disk) = Pattern(seed, braggStrength, electrons: 512_000, hasBeamStop);
            var found = BrightFieldSearch.Find(pattern, new Extent(Side, Side));
            var (distance, radius) = Misses(found, disk);
            Assert.True(
                distance <= 0.1 && radius <= 0.02, $"seed {seed}, Bragg {braggStrength}, stop {hasBeamStop}: {disk} found at {found}");
        }
    }

    [Fact]
    public void AFaintDiskOnALargeDetector_IsFound()
    {
        // So few counts that no ray shows the edge; an odd number of columns, so that halving leaves one out.
        const int Rows = 1024, Columns = 1031;
        var random = new Random(5);
        var pattern = new double[Rows * Columns];
        for (var i = 0; i < pattern.Length; i++)
        {
            double row = (i / Columns) - 400.3, column = (i % Columns) - 610.7;
            pattern[i] = random.NextDouble() < ((row * row) + (column * column) <= 200 * 200 ? 0.06 : 0.02) ? 1 : 0;
        }

        var disk = BrightFieldSearch.Find(pattern, new Extent(Rows, Columns));
        Assert.InRange(disk.Row, 399.3, 401.3);
        Assert.InRange(disk.Column, 609.7, 611.7);
        Assert.InRange(disk.Radius, 198, 202);
    }

    [Theory]
    [InlineData(1200, 1031, 120.4)]
    [InlineData(700, 1300, 210.9)]
    [InlineData(1030, 1065, 24.3)]
    public void ADistinctDiskOnALargeDetector_IsTheOneOfTheWholePattern(int rows, int columns, double radius)
    {
        // It is looked for in sums over squares first; hot and bad pixels stand on its edge, and a Bragg disk beside it.
        var random = new Random(7);
        var disk = new BrightFieldDisk((0.44 * rows) + 0.37, (0.53 * columns) + 0.81, radius);
        var pattern = new double[rows * columns];
        for (var pixel = 0; pixel < pattern.Length; pixel++)
        {
            double row = (pixel / columns) - disk.Row, column = (pixel % columns) - disk.Column, beside = column - (1.9 * radius);
            var mean = 2 + (400 / (1 + Math.Exp((Math.Sqrt((row * row) + (column * column)) - radius) / 0.4)))
                + (150 / (1 + Math.Exp((Math.Sqrt((row * row) + (beside * beside)) - radius) / 0.4)));
            pattern[pixel] = Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal(random))));
        }

        var masked = new bool[pattern.Length];
        var defects = (int)(radius / 4);
        for (var i = 0; i < defects; i++)
        {
            var (sine, cosine) = Math.SinCos(Math.Tau * i / defects);
            var pixel = ((int)(disk.Row + (radius * sine)) * columns) + (int)(disk.Column + (radius * cosine));
            masked[pixel] = i % 2 == 0;
            pattern[pixel] = i % 4 == 0 ? double.NaN : 1e7;
        }

        var set = PixelSet.From(pattern.Length, pixel => masked[pixel]);
        var found = BrightFieldSearch.Find(pattern, new Extent(rows, columns), set);
        var whole = BrightFieldSearch.Refine(pattern, new Extent(rows, columns), disk, set);
        Assert.True(Misses(found, disk) is (< 0.1, < 0.005), $"{disk} found at {found}");
        Assert.True(Misses(found, whole) is (< 0.01, < 0.001), $"{whole} found at {found}");
        Assert.Equal(whole.Quality, found.Quality, 0.02);
    }

    [Fact]
    public void ARefinedDisk_IsTheOneThatWasMeant()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (pattern, disk) = Pattern(seed, braggStrength: 0.2, electrons: 2_000_000);
            var random = new Random(seed);
            var near = new BrightFieldDisk(
                disk.Row + (0.3 * disk.Radius * (random.NextDouble() - 0.5)),
                disk.Column + (0.3 * disk.Radius * (random.NextDouble() - 0.5)),
                disk.Radius * (0.85 + (0.3 * random.NextDouble())));
            var found = BrightFieldSearch.Refine(pattern, new Extent(Side, Side), near);
            Assert.True(Misses(found, disk) is (< 0.1, < 0.02), $"seed {seed}: {disk} near {near} found at {found}");
        }

        Assert.Contains(
            "all pixels are 0",
            Assert.Throws<ArgumentException>(() => BrightFieldSearch.Refine(new double[400], new Extent(20, 20), new(8, 8, 4))).Message,
            StringComparison.Ordinal);
        foreach (var outside in (BrightFieldDisk[])[new(-1, 8, 4), new(8, 20, 4), new(8, 8, 0), new(8, 8, 1000), new(double.NaN, 8, 4)])
            Assert.Throws<ArgumentException>(() => BrightFieldSearch.Refine(new double[400], new Extent(20, 20), outside));
    }

    [Fact]
    public void HotAndMaskedPixels_ShiftNothing()
    {
        var (pattern, disk) = Pattern(3, braggStrength: 0.1, electrons: 512_000);
        var random = new Random(5);
        var masked = new bool[pattern.Length];
        for (var i = 0; i < 40; i++)
            pattern[random.Next(pattern.Length)] *= 1000;
        for (var i = 0; i < 100; i++)
        {
            var pixel = random.Next(pattern.Length);
            masked[pixel] = true;
            pattern[pixel] = i % 2 == 0 ? double.NaN : 1e12;
        }

        var (distance, radius) = Misses(
            BrightFieldSearch.Find(pattern, new Extent(Side, Side), PixelSet.From(pattern.Length, pixel => masked[pixel])), disk);
        Assert.True(distance <= 0.1 && radius <= 0.02, $"{distance} pixels, {radius:P1}");
    }

    [Fact]
    public void Threshold_IsTheCentroidOfWhatIsBright()
    {
        var pattern = new double[20 * 30];
        foreach (var pixel in (int[])[95, 96, 125, 126])
            pattern[pixel] = 10;
        var disk = BrightFieldDisk.ByThreshold(pattern, new Extent(20, 30));
        Assert.Equal(3.5, disk.Row, 1e-12);
        Assert.Equal(5.5, disk.Column, 1e-12);
        Assert.Equal(Math.Sqrt(4 / Math.PI), disk.Radius, 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    [InlineData(2, 3)]
    [InlineData(9, 9)]
    public void AnyPattern_GivesADiskOrAReason(int rows, int columns)
    {
        var detector = new Extent(rows, columns);
        var count = rows * columns;
        Assert.Throws<ArgumentException>(() => BrightFieldSearch.Find(new double[count], detector));
        Assert.True(double.IsNaN(BrightFieldDisk.ByThreshold(new double[count], detector).Row));
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var pattern = Enumerable.Range(0, count).Select(_ => (double)random.Next(3)).ToArray();
            try
            {
                var disk = BrightFieldSearch.Find(pattern, detector);
                Assert.True(double.IsFinite(disk.Row) && double.IsFinite(disk.Column) && disk.Radius > 0, $"seed {seed}: {disk}");
            }
            catch (ArgumentException e)
            {
                Assert.Contains("Give its centre and radius", e.Message, StringComparison.Ordinal);
            }
        }
    }

    private static (double Distance, double Radius) Misses(BrightFieldDisk found, BrightFieldDisk disk) =>
        (
            Math.Sqrt(Math.Pow(found.Row - disk.Row, 2) + Math.Pow(found.Column - disk.Column, 2)),
            Math.Abs(found.Radius - disk.Radius) / disk.Radius);

    private static (double[] Pattern, BrightFieldDisk Disk) Pattern(int seed, double braggStrength, int electrons, bool hasBeamStop = false)
    {
        var random = new Random(seed);
        var disk = new BrightFieldDisk(58 + (random.NextDouble() * 12), 58 + (random.NextDouble() * 12), 9 + (random.NextDouble() * 20));
        var angle = random.NextDouble() * Math.PI;
        double g = disk.Radius * (1.6 + random.NextDouble());
        var mean = new double[Side * Side];
        Add(mean, disk.Row, disk.Column, disk.Radius, 1);
        for (var h = -2; h <= 2; h++)
        {
            for (var k = -2; k <= 2; k++)
            {
                if ((h, k) is (0, 0) || braggStrength == 0)
                    continue;
                // Strengths differ, also between opposite disks.
                var strength = braggStrength * (0.3 + (0.7 * random.NextDouble())) * Math.Exp(-0.15 * ((h * h) + (k * k) - 1));
                Add(
                    mean, disk.Row + (g * ((h * Math.Cos(angle)) - (k * Math.Sin(angle)))),
                    disk.Column + (g * ((h * Math.Sin(angle)) + (k * Math.Cos(angle)))), disk.Radius, strength);
            }
        }

        for (var pixel = 0; pixel < mean.Length; pixel++)
            mean[pixel] += 0.05
                * Math.Exp(-Math.Sqrt(Math.Pow((pixel / Side) - disk.Row, 2) + Math.Pow((pixel % Side) - disk.Column, 2)) / 25);
        var scale = electrons / mean.Sum();
        var pattern = new double[mean.Length];
        for (var pixel = 0; pixel < mean.Length; pixel++)
        {
            var expected = mean[pixel] * scale;
            pattern[pixel] = Math.Max(0, Math.Round(expected + (Math.Sqrt(expected) * Normal(random))));
            if (hasBeamStop && Math.Abs((pixel % Side) - disk.Column) < 0.2 * disk.Radius && pixel / Side > disk.Row - (0.2 * disk.Radius))
                pattern[pixel] = 0;
        }

        return (pattern, disk);
    }

    // Covered share of each pixel with an edge of half a pixel.
    private static void Add(double[] mean, double row, double column, double radius, double strength)
    {
        for (var pixel = 0; pixel < mean.Length; pixel++)
        {
            var distance = Math.Sqrt(Math.Pow((pixel / Side) - row, 2) + Math.Pow((pixel % Side) - column, 2));
            mean[pixel] += strength / (1 + Math.Exp((distance - radius) / 0.4));
        }
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
