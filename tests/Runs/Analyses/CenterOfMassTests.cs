using Ronchi.Analyses.Deflection;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class CenterOfMassTests
{
    [Theory]
    [InlineData("com_default")]
    [InlineData("com_disk")]
    [InlineData("com_annular")]
    [InlineData("com_rot_flip")]
    [InlineData("com_mean")]
    [InlineData("com_linear")]
    [InlineData("com_given")]
    [InlineData("com_mean_roi")]
    public async Task LibertemRules_GiveLibertemsNumbers(string name)
    {
        var golden = new LibertemCase(name);
        using var source = golden.Open();
        var settings = new CenterOfMassSettings { LibertemRules = true };
        ScanSelection? roi = null;
        if (name == "com_mean_roi")
        {
            settings = settings with { Regression = FieldRegression.Mean };
            roi = ScanSelection.FromMask(source.Shape.Scan, golden.Roi);
        }
        else
        {
            var given = golden.Parameters;
            settings = settings with
            {
                Center = given.TryGetProperty("cy", out var row) ? (row.GetDouble(), given.GetProperty("cx").GetDouble()) : null,
                Radius = given.TryGetProperty("r", out var radius) ? radius.GetDouble() : null,
                InnerRadius = given.TryGetProperty("ri", out var inner) ? inner.GetDouble() : 0,
                ScanRotation = given.TryGetProperty("scan_rotation", out var angle) ? angle.GetDouble() : 0,
                FlipY = given.TryGetProperty("flip_y", out var flip) && flip.GetBoolean(),
                Regression = !given.TryGetProperty("regression", out var regression) ? FieldRegression.None
                    : regression.ValueKind == System.Text.Json.JsonValueKind.Array
                    ? FieldRegression.Given([.. regression.EnumerateArray()
                        .SelectMany(static pair => pair.EnumerateArray())
                        .Select(static one => one.GetDouble())])
                    : regression.GetInt32() == 0 ? FieldRegression.Mean : FieldRegression.Linear,
            };
        }

        var results = await RunAsync(source, settings, roi: roi);
        foreach (var expected in golden.Expected.EnumerateObject())
            golden.AssertEqual(expected.Name, results[expected.Name]);
    }

    // One bright pixel at (row(i, j), column(i, j)) of a 3 × 3 detector for each position (i, j) of a 3 × 3 scan.
    [Theory]
    [InlineData("radial", 2, 0)]
    [InlineData("inward", -2, 0)]
    [InlineData("clockwise", 0, 2)]
    [InlineData("anticlockwise", 0, -2)]
    public async Task SimpleFields_HaveTheirDivergenceAndCurl(string kind, float divergence, float curl)
    {
        using var source = Pixels(3, 3, (i, j) => kind switch
        {
            "radial" => (i, j),
            "inward" => (2 - i, 2 - j),
            "clockwise" => (j, 2 - i),
            _ => (2 - j, i),
        });
        var results = await RunAsync(source, new() { Center = (1, 1) });
        Assert.All(results["divergence"].Span<float>().ToArray(), value => Assert.Equal(divergence, value, 1e-6f));
        Assert.All(results["curl"].Span<float>().ToArray(), value => Assert.Equal(curl, value, 1e-6f));
    }

    [Fact]
    public async Task FlipAndRotation_UndoWhatTheDetectorDoes()
    {
        using var straight = Pixels(3, 3, static (i, j) => (2 - j, i));
        var expected = (await RunAsync(straight, new() { Center = (1, 1) }))["field"].Span<float>().ToArray();
        using var flipped = Pixels(3, 3, static (i, j) => (j, i));
        Assert.Equal(expected, (await RunAsync(flipped, new() { Center = (1, 1), FlipY = true }))["field"].Span<float>().ToArray(), Close);
        // The detector turned by 90° clockwise on screen: (row, column) comes to lie at (column, 2 − row).
        using var turned = Pixels(3, 3, static (i, j) => (i, 2 - (2 - j)));
        Assert.Equal(
            expected, (await RunAsync(turned, new() { Center = (1, 1), ScanRotation = -90 }))["field"].Span<float>().ToArray(), Close);
    }

    [Fact]
    public async Task Linear_FindsThePlaneAndLeavesNothing()
    {
        using var source = Pixels(7, 9, static (i, j) => (2 * i + 1, 45 - j), detector: 50);
        var results = await RunAsync(source, new() { Center = (3, 3), Regression = FieldRegression.Linear });
        Assert.Equal([-2, 42, 2, 0, 0, -1], results["regression"].Span<float>().ToArray(), static (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.All(results["field"].Span<float>().ToArray(), static value => Assert.Equal(0, value, 1e-4f));

        // With holes in the region of interest.
        var random = new Random(2);
        var roi = ScanSelection.FromMask(source.Shape.Scan, [.. Enumerable.Range(0, 63).Select(_ => random.Next(3) > 0)]);
        var partly = await RunAsync(source, new() { Center = (3, 3), Regression = FieldRegression.Linear }, roi: roi);
        Assert.Equal([-2, 42, 2, 0, 0, -1], partly["regression"].Span<float>().ToArray(), static (a, b) => Math.Abs(a - b) < 1e-4);
        var mask = roi.ToMask();
        var field = partly["field_y"].Span<float>().ToArray();
        for (var i = 0; i < 63; i++)
            Assert.Equal(mask[i] ? 0f : float.NaN, field[i], 1e-4f);
    }

    [Fact]
    public async Task PartialResults_HaveThePlaneOfWhatIsThere()
    {
        using var first = Pixels(7, 9, static (i, j) => ((2 * i) + 1, 45 - j), detector: 50);
        using var second = Pixels(7, 9, static (i, j) => (1 + (2 * i) + (3 * j), 4 + i + (4 * j)), detector: 50);
        foreach (var (source, expected) in new[] { (first, (float[])[-2, 42, 2, 0, 0, -1]), (second, [-2, 1, 2, 1, 3, 4]) })
        {
            var plan = RunPlan.Create(
                source,
                [new CenterOfMass(new() { Center = (3, 3), Regression = FieldRegression.Linear })],
                options: new RunOptions { Partitions = 3 });
            var count = 0;
            await foreach (var results in new InlineExecutor().RunPartsAsync(plan))
            {
                count++;
                Assert.Equal(expected, results["regression"].Span<float>().ToArray(), static (a, b) => Math.Abs(a - b) < 1e-3);
                var (field, valid) = (results["field_y"], results["field_y"].ValidMask());
                for (var i = 0; i < 63; i++)
                    Assert.Equal(valid[i] ? 0f : float.NaN, field.Span<float>()[i], 1e-3f);
            }

            Assert.Equal(3, count);
        }
    }

    [Fact]
    public async Task ComplexFrames_HaveTheRealPartOfTheirCentre()
    {
        var shape = new DataShape(new Extent(1, 3), new Extent(4, 4));
        var values = new Complex64[48];
        for (var i = 0; i < 16; i++)
            values[i] = new(1, i % 2 == 0 ? 2 : -2);
        values[16 + 4 + 2] = new(1, -2);
        using var source = new ArraySource<Complex64>(values, shape);
        var com = (await RunAsync(source, new() { Center = (0.5, 0.25) }))["raw_com"].Span<float>().ToArray();
        Assert.Equal(1.5f, com[0], 1e-6f);
        Assert.Equal([1f, 2f, 0.5f, 0.25f], com[2..]);
        var sum = (await new CpuExecutor(2)
            .RunAsync(
                RunPlan.Create(source, [new Ronchi.Analyses.Statistics.Sum()])))["intensity"].Span<System.Numerics.Complex>().ToArray();
        Assert.Equal(new System.Numerics.Complex(2, 0), sum[6] + (sum[6].Imaginary * -System.Numerics.Complex.ImaginaryOne));
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(1, 1)]
    public async Task ScansOfOneLine_HaveNoDerivativeAcrossIt(int rows, int columns)
    {
        using var source = Pixels(rows, columns, static (i, j) => (i + 1, j + 2), detector: 20);
        var results = await RunAsync(source, new() { Center = (1, 2), Regression = FieldRegression.Linear });
        Assert.All(results["field"].Span<float>().ToArray(), static value => Assert.Equal(0, value, 1e-5f));
        Assert.All(results["curl"].Span<float>().ToArray(), static value => Assert.Equal(0, value, 1e-5f));
    }

    [Fact]
    public async Task EmptyFrames_HaveNoShift()
    {
        var shape = new DataShape(new Extent(2, 2), new Extent(4, 5));
        using var source = new ArraySource<ushort>(new ushort[80], shape);
        var results = await RunAsync(source, new() { Center = (1.25, 3.5) });
        Assert.All(results["raw_shifts"].Span<float>().ToArray(), static value => Assert.Equal(0, value));
        Assert.Equal([1.25f, 3.5f], results["raw_com"].Span<float>()[..2].ToArray());
    }

    [Fact]
    public async Task RegionMasksAndNoData_EqualThePlainLoop()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var shape = new DataShape(new Extent(3, 4), new Extent(random.Next(1, 40), random.Next(1, 40)));
            int pixels = (int)shape.FrameElements, columns = (int)shape.Detector[1];
            var values = Enumerable.Range(0, 12 * pixels)
                .Select(_ => random.Next(20) == 0 ? ushort.MaxValue : (ushort)random.Next(100)).ToArray();
            var masked = PixelSet.From(pixels, _ => random.Next(10) == 0);
            using var source = new ArraySource<ushort>(values, shape, new Validity { MaximumIsNoData = true, MaskedPixels = masked });
            var center = ((double)shape.Detector[0] / 2, (double)columns / 2);
            var results = await RunAsync(source, new() { Center = center, Radius = 25, InnerRadius = 0.5 });
            var excluded = 0UL;
            for (var frame = 0; frame < 12; frame++)
            {
                double total = 0, row = 0, column = 0;
                for (var pixel = 0; pixel < pixels; pixel++)
                {
                    double r = pixel / columns, c = pixel % columns, d = Math.Pow(r - center.Item1, 2) + Math.Pow(c - center.Item2, 2);
                    if (masked[pixel] || d > 625 || d < 0.25)
                        continue;
                    var value = values[(frame * pixels) + pixel];
                    if (value == ushort.MaxValue)
                    {
                        excluded++;
                        continue;
                    }

                    total += value;
                    row += value * r;
                    column += value * c;
                }

                var com = results["raw_com"].Span<float>().Slice(2 * frame, 2);
                Assert.Equal(total == 0 ? center.Item1 : row / total, com[0], 1e-4);
                Assert.Equal(total == 0 ? center.Item2 : column / total, com[1], 1e-4);
            }

            Assert.Equal(excluded, results[CenterOfMass.NoDataResult].Span<ulong>()[0]);
        }
    }

    [Theory]
    [InlineData(90, false)]
    [InlineData(-33, false)]
    [InlineData(0, true)]
    [InlineData(71, true)]
    public async Task UnderLibertemsRules_TheRegressionIsTakenOffTheField(double rotation, bool flip)
    {
        var random = new Random(11);
        using var source = new ArraySource<ushort>(
            Enumerable.Range(0, 20 * 12 * 14).Select(_ => (ushort)random.Next(9)).ToArray(),
            new DataShape(new Extent(4, 5), new Extent(12, 14)));
        double[] given = [0.5, 0, 0.1, -0.2, 0, 0.3];
        foreach (var regression in (FieldRegression[])[
            FieldRegression.None, FieldRegression.Mean, FieldRegression.Linear, FieldRegression.Given(given)])
        {
            var settings = new CenterOfMassSettings { Center = (5, 6), ScanRotation = rotation, FlipY = flip, Regression = regression };
            var shifts = (await RunAsync(source, settings))["raw_shifts"].ToDoubles();
            var theirs = await RunAsync(source, settings with { LibertemRules = true });
            var plane = theirs["regression"].ToDoubles();
            var (sine, cosine) = Math.SinCos(rotation * Math.PI / 180);
            // numpy.linalg.lstsq over [1, row, column] of the turned shifts: by normal equations here.
            var turned = Enumerable.Range(0, 20)
                .Select(i => (Y: flip ? -shifts[2 * i] : shifts[2 * i], X: shifts[(2 * i) + 1]))
                .Select(shift => (Y: (cosine * shift.Y) + (sine * shift.X), X: (cosine * shift.X) - (sine * shift.Y))).ToArray();
            var expected = regression.Name switch
            {
                "none" => new double[6],
                "mean" => [turned.Average(static shift => shift.Y), turned.Average(static shift => shift.X), 0, 0, 0, 0],
                "given" => given,
                _ => LeastSquares(turned),
            };
            Assert.Equal(expected, plane, static (a, b) => Math.Abs(a - b) < 1e-6);
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(
                    turned[i].Y - (expected[0] + (expected[2] * (i / 5)) + (expected[4] * (i % 5))),
                    theirs["field_y"].ToDoubles()[i],
                    1e-5);
                Assert.Equal(
                    turned[i].X - (expected[1] + (expected[3] * (i / 5)) + (expected[5] * (i % 5))),
                    theirs["field_x"].ToDoubles()[i],
                    1e-5);
            }
        }

        // Rows and columns of a full grid are independent: each slope by itself.
        static double[] LeastSquares((double Y, double X)[] shifts)
        {
            double[] plane = new double[6];
            foreach (var (component, at) in new (Func<(double Y, double X), double>, int)[]
            {
                (static shift => shift.Y, 0),
                (static shift => shift.X, 1),
            })
            {
                plane[2 + at] = shifts.Select((shift, i) => ((i / 5) - 1.5) * component(shift)).Sum() / (5 * 5);
                plane[4 + at] = shifts.Select((shift, i) => ((i % 5) - 2.0) * component(shift)).Sum() / (4 * 10);
                plane[at] = shifts.Average(component) - (1.5 * plane[2 + at]) - (2 * plane[4 + at]);
            }

            return plane;
        }
    }

    [Fact]
    public void WhatCannotBe_IsRefusedBeforeTheRun()
    {
        Assert.Throws<ArgumentException>(() => new CenterOfMass(new() { Radius = 3, InnerRadius = 3 }));
        Assert.Throws<ArgumentException>(() => new CenterOfMass(new() { InnerRadius = -1 }));
        Assert.Throws<ArgumentException>(() => FieldRegression.Given([1, 2, 3]));
        using var line = new ArraySource<ushort>(new ushort[12], new DataShape(new Extent(3), new Extent(2, 2)));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(line, [new CenterOfMass()]));
        using var spectra = new ArraySource<ushort>(new ushort[12], new DataShape(new Extent(3, 2), new Extent(2)));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(spectra, [new CenterOfMass()]));
        using var small = new ArraySource<ushort>(new ushort[16], new DataShape(new Extent(2, 2), new Extent(2, 2)));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(small, [new CenterOfMass(new() { Center = (100, 100), Radius = 3 })]));
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-6f;

    private static ArraySource<byte> Pixels(int rows, int columns, Func<int, int, (int Row, int Column)> where, int detector = 3)
    {
        var values = new byte[rows * columns * detector * detector];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var (row, column) = where(i, j);
                values[((((i * columns) + j) * detector) + row) * detector + column] = 1;
            }
        }

        return new(values, new DataShape(new Extent(rows, columns), new Extent(detector, detector)));
    }

    private static Task<ResultSet> RunAsync(IFrameSource source, CenterOfMassSettings settings, ScanSelection? roi = null) =>
        new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new CenterOfMass(settings)], roi));
}
