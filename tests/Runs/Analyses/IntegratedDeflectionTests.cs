using Ronchi.Analyses.Deflection;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Sources.Synthetic;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class IntegratedDeflectionTests
{
    [Theory]
    [InlineData(16, 16)]
    [InlineData(15, 22)]
    [InlineData(31, 9)]
    public void GradientOfAPeriodicPotential_IntegratesToIt(int rows, int columns)
    {
        var (potential, y, x) = Waves(rows, columns);

        var found = FieldIntegration.Integrate(y, x, rows, columns, FieldBoundary.Periodic);

        for (var i = 0; i < found.Length; i++)
            Assert.Equal(potential[i], found[i], 1e-10);
    }

    [Fact]
    public void Curl_HasNoPartInThePotential()
    {
        const int rows = 20, columns = 18;
        var (potential, y, x) = Waves(rows, columns);
        // A field (−∂S/∂column, ∂S/∂row) has no divergence.
        var (_, sy, sx) = Waves(rows, columns, seed: 8);
        for (var i = 0; i < y.Length; i++)
            (y[i], x[i]) = (y[i] - sx[i], x[i] + sy[i]);

        var found = FieldIntegration.Integrate(y, x, rows, columns, FieldBoundary.Periodic);

        for (var i = 0; i < found.Length; i++)
            Assert.Equal(potential[i], found[i], 1e-10);
    }

    [Fact]
    public void PotentialThatIsNotPeriodic_IsFoundWithMirrors()
    {
        const int rows = 40, columns = 30;
        double[] potential = new double[rows * columns], y = new double[potential.Length], x = new double[potential.Length];
        for (var i = 0; i < potential.Length; i++)
        {
            double r = (i / columns) + 0.5, c = (i % columns) + 0.5;
            // Its derivative across the border is 0, which is all that mirrors assume.
            potential[i] = Math.Cos(Math.PI * r / rows) + (2 * Math.Cos(2 * Math.PI * c / columns) * Math.Cos(3 * Math.PI * r / rows));
            y[i] = (-Math.PI / rows * Math.Sin(Math.PI * r / rows))
                - (6 * Math.PI / rows * Math.Cos(2 * Math.PI * c / columns) * Math.Sin(3 * Math.PI * r / rows));
            x[i] = -4 * Math.PI / columns * Math.Sin(2 * Math.PI * c / columns) * Math.Cos(3 * Math.PI * r / rows);
        }

        var found = FieldIntegration.Integrate(y, x, rows, columns, FieldBoundary.Mirrored);

        for (var i = 0; i < found.Length; i++)
            Assert.Equal(potential[i], found[i], 1e-9);
    }

    [Fact]
    public void Regularization_DampsLongDistances()
    {
        const int side = 64;
        double[] y = new double[side * side], x = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
            y[i] = Math.Cos(2 * Math.PI * (i / side) / side) + Math.Cos(2 * Math.PI * 8 * (i / side) / side);
        double Amplitude(double regularization, int wave)
        {
            var found = FieldIntegration.Integrate(y, x, side, side, FieldBoundary.Periodic, regularization);
            return Enumerable.Range(0, side).Sum(row => found[row * side] * Math.Sin(2 * Math.PI * wave * row / side)) * 2 / side;
        }

        const double f = 2.0 / side;
        Assert.Equal(Amplitude(0, 1) / (1 + 4), Amplitude(f, 1), 1e-9);
        Assert.Equal(Amplitude(0, 8) / (1 + (4.0 / 64)), Amplitude(f, 8), 1e-9);
    }

    [Fact]
    public void NoiseOfTheHighestFrequency_IsNotAmplified()
    {
        // Rows that alternate, and vary slowly along the columns.
        const int side = 32;
        double[] y = new double[side * side], x = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
            x[i] = (i / side % 2 == 0 ? 1 : -1) * Math.Sin(2 * Math.PI * ((i % side) + 0.5) / side);

        Assert.All(
            FieldIntegration.Integrate(y, x, side, side, FieldBoundary.Periodic), static value => Assert.InRange(value, -0.03, 0.03));
    }

    [Fact]
    public void PositionsThatAreMissing_AndEmptyScans_Work()
    {
        Assert.Empty(FieldIntegration.Integrate([], [], 0, 5, FieldBoundary.Mirrored));
        Assert.Equal([0.0], FieldIntegration.Integrate([3], [4], 1, 1, FieldBoundary.Periodic));
        var (_, y, x) = Waves(8, 8);
        y[5] = double.NaN;
        Assert.Equal(
            [5],
            FieldIntegration.Integrate(y, x, 8, 8, FieldBoundary.Mirrored)
                .Select(static (value, at) => double.IsFinite(value) ? -1 : at)
                .Where(static at => at >= 0));
        Array.Fill(x, double.PositiveInfinity);
        Assert.All(FieldIntegration.Integrate(y, x, 8, 8, FieldBoundary.Mirrored), static value => Assert.True(double.IsNaN(value)));
        Assert.Throws<ArgumentException>(() => FieldIntegration.Integrate(y, x, 8, 7, FieldBoundary.Mirrored));
        Assert.Throws<ArgumentException>(() => FieldIntegration.Integrate(y, x, 8, 8, FieldBoundary.Mirrored, -1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SimulatedSpecimen_ShowsItsPhase(bool isQuadrants)
    {
        // Particles deflect a disk; no descan, and electrons enough.
        var settings = SimulationPresets.Named("dpc") with { ScanRows = 48, ScanColumns = 48, Descan = (0, 0), ElectronsPerFrame = 20_000 };
        var simulation = new Simulation(settings);
        using var source = Frames(simulation, settings);
        var shifts = new CenterOfMassSettings
        {
            Regression = FieldRegression.Mean,
            Center = (settings.CentreRow, settings.CentreColumn),
            Radius = 1.4 * settings.DiskRadius,
        };
        var udf = isQuadrants
            ? IntegratedDeflection.OfQuadrants(settings.CentreRow, settings.CentreColumn, settings.DiskRadius, shifts)
            : new IntegratedDeflection(shifts);

        var phase = (await new CpuExecutor().RunAsync(RunPlan.Create(source, [udf])))["phase"].Span<float>().ToArray();

        double[] truth = [.. Enumerable.Range(0, 48 * 48).Select(position => simulation.At(0, position / 48, position % 48).PhaseRadians)];
        Assert.True(Correlation(truth, phase) > 0.99, $"correlation {Correlation(truth, phase)}");
    }

    [Fact]
    public async Task QuadrantsAndMoments_SeeTheSameShiftOfADisk()
    {
        // A disk that moves by up to half a pixel, with an edge of a pixel.
        const int side = 40;
        var values = new float[3 * 3 * side * side];
        for (var position = 0; position < 9; position++)
        {
            var (row, column) = (19.5 + (0.25 * ((position / 3) - 1)), 19.5 + (0.4 * ((position % 3) - 1)));
            for (var pixel = 0; pixel < side * side; pixel++)
            {
                double dr = (pixel / side) - row, dc = (pixel % side) - column;
                values[(position * side * side) + pixel] = (float)Math.Clamp(12.5 - Math.Sqrt((dr * dr) + (dc * dc)), 0, 1);
            }
        }

        using var source = new ArraySource<float>(values, new DataShape(new Extent(3, 3), new Extent(side, side)));
        var settings = new CenterOfMassSettings { Center = (19.5, 19.5) };
        var run = new CpuExecutor();
        var moments = (await run.RunAsync(RunPlan.Create(source, [new IntegratedDeflection(settings)])))["field_x"].Span<float>().ToArray();
        var quadrants = (await run.RunAsync(
            RunPlan.Create(source, [IntegratedDeflection.OfQuadrants(19.5, 19.5, 12, settings)])))["field_x"].Span<float>().ToArray();

        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(0.4 * ((i % 3) - 1), moments[i], 0.02);
            Assert.Equal(moments[i], quadrants[i], 0.02);
        }
    }

    [Fact]
    public void WhatCannotBe_IsRefused()
    {
        using var line = new ArraySource<ushort>(new ushort[9 * 4], new DataShape(new Extent(4), new Extent(3, 3)));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(line, [new IntegratedDeflection(new())]));
        Assert.Throws<ArgumentException>(() => new IntegratedDeflection(new(), regularization: double.NaN));
        Assert.Throws<ArgumentException>(() => IntegratedDeflection.OfQuadrants(1, 1, 0, new()));
    }

    private static ArraySource<ushort> Frames(Simulation simulation, SimulationSettings settings)
    {
        var pixels = settings.DetectorRows * settings.DetectorColumns;
        var values = new ushort[settings.ScanRows * settings.ScanColumns * pixels];
        Parallel.For(
            0,
            settings.ScanRows * settings.ScanColumns,
            position => simulation.Record<ushort>(
                0, position / settings.ScanColumns, position % settings.ScanColumns, values.AsSpan(position * pixels, pixels)));
        HashSet<int> bad = [.. simulation.Detector.HotPixels, .. simulation.Detector.DeadPixels, .. simulation.Detector.SaturatedPixels];
        return new(
            values,
            new DataShape(new Extent(settings.ScanRows, settings.ScanColumns), new Extent(settings.DetectorRows, settings.DetectorColumns)),
            new Validity { MaskedPixels = PixelSet.From(pixels, bad.Contains) });
    }

    private static (double[] Potential, double[] Row, double[] Column) Waves(int rows, int columns, int seed = 3)
    {
        var random = new Random(seed);
        double[] potential = new double[rows * columns], y = new double[potential.Length], x = new double[potential.Length];
        for (var wave = 0; wave < 5; wave++)
        {
            double u = random.Next(-3, 4), v = random.Next(1, 4), phase = random.NextDouble() * 6, height = random.NextDouble();
            for (var i = 0; i < potential.Length; i++)
            {
                var at = (2 * Math.PI * ((u * (i / columns) / rows) + (v * (i % columns) / columns))) + phase;
                potential[i] += height * Math.Sin(at);
                y[i] += height * 2 * Math.PI * u / rows * Math.Cos(at);
                x[i] += height * 2 * Math.PI * v / columns * Math.Cos(at);
            }
        }

        return (potential, y, x);
    }

    private static double Correlation(double[] a, float[] b)
    {
        double meanA = a.Average(), meanB = b.Average(), ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }

        return ab / Math.Sqrt(aa * bb);
    }
}
