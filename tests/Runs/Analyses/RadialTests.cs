using System.Numerics;
using Ronchi.Analyses.Radial;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Profiles, fluctuations and Fourier coefficients of rings against plain loops and laws.</summary>
public sealed class RadialTests
{
    [Fact]
    public async Task AllTypesAndForms_EqualThePlainLoop()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            await CheckAsync<byte>(seed);
            await CheckAsync<ushort>(seed);
            await CheckAsync<uint>(seed);
            await CheckAsync<ulong>(seed);
            await CheckAsync<sbyte>(seed);
            await CheckAsync<short>(seed);
            await CheckAsync<int>(seed);
            await CheckAsync<long>(seed);
            await CheckAsync<float>(seed);
            await CheckAsync<double>(seed);
        }
    }

    [Fact]
    public async Task RingsThatHoldEverything_AddUpToTheFrame()
    {
        using var source = Random(new DataShape(new Extent(5, 6), new Extent(23, 17)));
        var results = await RunAsync(
            source,
            new RadialProfile(new() { Center = (7.3, 20.1), EllipseRatio = 1.2, EllipseAngle = 30 }),
            FrameSumAnalysis.Of(DataDescription.Of(source)));
        var rings = (int)results["pixels"].Shape[0];

        Assert.Equal(
            results["intensity"].Span<ulong>().ToArray(),
            results["sum"].Span<ulong>().ToArray().Chunk(rings).Select(static frame => frame.Aggregate(0UL, static (a, b) => a + b)));
        Assert.Equal(23 * 17, results["pixels"].Span<long>().ToArray().Sum());
    }

    [Fact]
    public async Task ConstantFrame_HasNoVariance()
    {
        var values = new float[9 * 15 * 15];
        Array.Fill(values, 3.7f);
        using var source = new ArraySource<float>(values, new DataShape(new Extent(9), new Extent(15, 15)));
        var results = await RunAsync(
            source, new RadialProfile(new() { Center = (7, 7), OuterRadius = 7, Bins = 7 }), new FluctuationMicroscopy(7, 7, 2, 5));

        Assert.All(results["mean"].Span<float>().ToArray(), static mean => Assert.Equal(3.7f, mean));
        Assert.All(results["variance"].Span<float>().ToArray(), static variance => Assert.Equal(0, variance, 1e-12f));
        Assert.All(results["intensity"].Span<float>().ToArray(), static deviation => Assert.Equal(0, deviation, 1e-6f));
    }

    [Fact]
    public async Task FrameTurnedByNinetyDegrees_HasTheSameProfile()
    {
        using var source = Random(new DataShape(new Extent(4), new Extent(16, 16)));
        var turned = new ushort[4 * 256];
        var values = Values(source);
        for (var frame = 0; frame < 4; frame++)
        {
            for (var pixel = 0; pixel < 256; pixel++)
                turned[(frame * 256) + (pixel % 16 * 16) + 15 - (pixel / 16)] = values[(frame * 256) + pixel];
        }

        using var other = new ArraySource<ushort>(turned, source.Shape);
        var geometry = new RadialGeometry { Center = (7.5, 7.5) };
        Assert.Equal(
            (await RunAsync(source, new RadialProfile(geometry)))["sum"].Values,
            (await RunAsync(other, new RadialProfile(geometry)))["sum"].Values);
    }

    [Fact]
    public void Ellipse_IsACircleAfterwards()
    {
        // A point of an ellipse with axes 2 : 1 along 30°, at any parameter: all have one radius, √(a·b).
        var geometry = new RadialGeometry { Center = (50, 40), EllipseRatio = 2, EllipseAngle = 30 };
        for (var t = 0.0; t < 6.28; t += 0.1)
        {
            double along = 20 * Math.Cos(t), across = 10 * Math.Sin(t), angle = 30 * Math.PI / 180;
            var column = 40 + (along * Math.Cos(angle)) - (across * Math.Sin(angle));
            var row = 50 + (along * Math.Sin(angle)) + (across * Math.Cos(angle));
            Assert.Equal(Math.Sqrt(200), geometry.Radius(row, column), 1e-9);
        }
    }

    [Theory]
    [InlineData(2, 6)]
    [InlineData(4, 8)]
    [InlineData(3, 6)]
    public async Task DisksAroundTheCentre_ShowTheirSymmetry(int fold, int side)
    {
        const int size = 65;
        var frame = new float[size * size];
        for (var disk = 0; disk < fold; disk++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * disk / fold);
            for (var pixel = 0; pixel < frame.Length; pixel++)
            {
                var (dr, dc) = ((pixel / size) - 32 - (20 * sin), (pixel % size) - 32 - (20 * cos));
                if ((dr * dr) + (dc * dc) <= side)
                    frame[pixel] += 10;
            }
        }

        using var source = new ArraySource<float>(frame, new DataShape(new Extent(1, 1), new Extent(size, size)));
        var results = await RunAsync(
            source, new RadialFourier(source.Shape.Detector, (32, 32), outerRadius: 28, innerRadius: 10, maxOrder: 9));
        var absolute = results["absolute"].Span<float>();

        Assert.True(absolute[fold] > 0.8);
        for (var order = 1; order < fold; order++)
            Assert.True(absolute[order] < 0.08, $"order {order} of {fold}: {absolute[order]}");
        Assert.Equal(0, results["dominant"].Span<int>()[0] % fold);
    }

    [Fact]
    public async Task OneDisk_HasThePhaseOfItsDirection()
    {
        foreach (var (row, column, phase) in new[] { (16, 26, 0.0), (26, 16, Math.PI / 2), (6, 16, -Math.PI / 2) })
        {
            var frame = new float[33 * 33];
            frame[(row * 33) + column] = 1;
            using var source = new ArraySource<float>(frame, new DataShape(new Extent(1, 1), new Extent(33, 33)));
            var results = await RunAsync(source, new RadialFourier(source.Shape.Detector, (16, 16), maxOrder: 2));
            Assert.Equal(phase, results["phase"].Span<float>()[1], 1e-6);
            Assert.Equal(1, results["absolute"].Span<float>()[1], 1e-6);
        }
    }

    [Fact]
    public async Task NothingThere_HasNoDominantOrder()
    {
        using var source = new ArraySource<float>(new float[4 * 81], new DataShape(new Extent(2, 2), new Extent(9, 9)));
        Assert.All(
            (await RunAsync(source, new RadialFourier(source.Shape.Detector, (4, 4), rings: 2)))["dominant"].Span<int>().ToArray(),
            static order => Assert.Equal(0, order));
    }

    [Fact]
    public async Task DominantOrders_AreHeldAgainstTheStrongestOfTheirRing()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            // Frames of very different intensity: LiberTEM looks at |c|, not at its share of the frame.
            using var source = new ArraySource<float>(
                Enumerable.Range(0, 12)
                    .SelectMany(
                        frame => Enumerable.Range(0, 400).Select(_ => (float)(random.NextDouble() * Math.Pow(1.6, frame)))).ToArray(),
                new DataShape(new Extent(3, 4), new Extent(20, 20)));
            var results = await RunAsync(
                source, new RadialFourier(source.Shape.Detector, (9.3, 10.1), outerRadius: 9, rings: 2, maxOrder: 5));
            var raw = results["raw"].Span<Complex64>().ToArray();
            for (var ring = 0; ring < 2; ring++)
            {
                var heights = Enumerable.Range(0, 12)
                    .Select(frame => Enumerable.Range(1, 5)
                        .Select(order => raw[(((frame * 2) + ring) * 6) + order].Magnitude).ToArray()).ToArray();
                var largest = heights.Max(static frame => frame.Max());
                for (var frame = 0; frame < 12; frame++)
                    Assert.Equal(
                        heights[frame].Max() < 0.2f * largest ? 0 : 1 + Array.IndexOf(heights[frame], heights[frame].Max()),
                        results["dominant"].Span<int>()[(frame * 2) + ring]);
            }
        }
    }

    [Fact]
    public async Task ARingWithoutPixels_HasNoCoefficients()
    {
        var masked = PixelSet.From(400, static pixel => Math.Pow((pixel / 20) - 10, 2) + Math.Pow((pixel % 20) - 10, 2) < 36);
        using var source = new ArraySource<ushort>(
            Enumerable.Range(0, 800).Select(static i => (ushort)(i % 91)).ToArray(),
            new DataShape(new Extent(1, 2), new Extent(20, 20)),
            new Validity { MaskedPixels = masked });
        var results = await RunAsync(source, new RadialFourier(source.Shape.Detector, (10, 10), outerRadius: 8, rings: 2, maxOrder: 2));
        var compared = await RunAsync(
            source, new RadialFourier(source.Shape.Detector, (10, 10), outerRadius: 8, rings: 2, maxOrder: 2, libertemRules: true));
        for (var frame = 0; frame < 2; frame++)
        {
            for (var order = 0; order < 3; order++)
            {
                var (inner, outer) = ((frame * 6) + order, (frame * 6) + 3 + order);
                Assert.True(double.IsNaN(results["absolute"].ToDoubles()[inner]) && double.IsNaN(results["phase"].ToDoubles()[inner])
                    && float.IsNaN(results["raw"].Span<Complex64>()[inner].Real));
                Assert.Equal(0, compared["absolute"].ToDoubles()[inner]);
                Assert.Equal(compared["raw"].Span<Complex64>()[outer], results["raw"].Span<Complex64>()[outer]);
                Assert.False(double.IsNaN(results["absolute"].ToDoubles()[outer]));
            }

            Assert.Equal(-1, results["dominant"].Span<int>()[2 * frame]);
            Assert.Equal(0, compared["dominant"].Span<int>()[2 * frame]);
        }
    }

    [Fact]
    public void RingsThatCannotBe_AreRefused()
    {
        using var source = Random(new DataShape(new Extent(2), new Extent(9, 9)));
        foreach (var geometry in (RadialGeometry[])[
            new() { Center = (4, 4), InnerRadius = 5, OuterRadius = 5 },
            new() { Center = (4, 4), OuterRadius = double.NaN }, new() { Center = (double.NaN, 4) },
            new() { Center = (4, 4), Bins = 0 }, new() { Center = (4, 4), Bins = 82 }, new() { Center = (4, 4), EllipseRatio = 0 }])
            Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new RadialProfile(geometry)]));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new FluctuationMicroscopy(4, 4, 3, 2)]));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new FluctuationMicroscopy(40, 40, 1, 2)]));
        Assert.Throws<ArgumentException>(() => new RadialFourier(new Extent(9, 9), (4, 4), outerRadius: 3, innerRadius: 4));
        Assert.Throws<ArgumentException>(() => new RadialFourier(new Extent(9), (4, 4)));
        Assert.Throws<ArgumentException>(() => new RadialFourier(new Extent(4096, 4096), (4, 4), rings: 1000));
        using var line = Random(new DataShape(new Extent(2), new Extent(9)));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(line, [new RadialProfile(new() { Center = (4, 4) })]));
    }

    private static ArraySource<ushort> Random(DataShape shape)
    {
        var random = new Random(9);
        return new(Enumerable.Range(0, (int)shape.Full.Count).Select(_ => (ushort)random.Next(60000)).ToArray(), shape);
    }

    private static ushort[] Values(ArraySource<ushort> source)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, int.MaxValue));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        Assert.True(reader.TryRead(out var tile));
        return tile.Pixels<ushort>().ToArray();
    }

    private static Task<ResultSet> RunAsync(IFrameSource source, params Udf[] udfs) =>
        new CpuExecutor(2).RunAsync(RunPlan.Create(source, udfs));

    private static async Task CheckAsync<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(random.Next(1, 6), random.Next(1, 9)), new Extent(random.Next(1, 23), random.Next(1, 23)));
        int frames = (int)shape.FrameCount, pixels = (int)shape.FrameElements, columns = (int)shape.Detector[1];
        var isUnsigned = T.IsZero(T.MinValue);
        var noData = isUnsigned && seed % 3 == 1;
        var sparse = !noData && seed % 3 == 2;
        var values = new T[frames * pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = noData && random.Next(7) == 0
                ? T.MaxValue
                : sparse && random.Next(3) > 0
                ? T.Zero
                : T.CreateTruncating(random.Next(isUnsigned ? 0 : -50, 50));
        var masked = PixelSet.From(pixels, pixel => seed % 2 == 1 && pixel % 5 == 3);
        using var source = new ArraySource<T>(values, shape, new Validity { MaximumIsNoData = noData, MaskedPixels = masked })
        {
            Forms = sparse ? [TileForm.Sparse] : [TileForm.Pixels],
        };
        var geometry = new RadialGeometry
        {
            Center = (random.NextDouble() * 12, random.NextDouble() * 12),
            InnerRadius = random.Next(2),
            EllipseRatio = 0.8 + random.NextDouble(),
            EllipseAngle = random.Next(180),
        };
        var (row, column) = geometry.Center;
        var edges = geometry.Edges(shape.Detector);
        var width = edges[1] - edges[0];
        var any = PixelSet.From(pixels, pixel => !masked[pixel] && Distance(pixel) is >= 1 and <= 9);
        var udfs = any.Count == 0
            ? (Udf[])[new RadialProfile(geometry)]
            : [new RadialProfile(geometry), new FluctuationMicroscopy(row, column, 1, 9)];
        var results = await RunAsync(source, udfs);
        var where = $"{typeof(T).Name}, seed {seed}";
        double[] means = results["mean"].ToDoubles(), variances = results["variance"].ToDoubles();
        for (var frame = 0; frame < frames; frame++)
        {
            for (var ring = 0; ring < edges.Length - 1; ring++)
            {
                var members = Members(
                    frame,
                    pixel => geometry.Radius(pixel / columns, pixel % columns) is var radius && radius >= edges[0]
                        && radius <= edges[^1] && Math.Min((int)((radius - edges[0]) / width), edges.Length - 2) == ring);
                var at = (frame * (edges.Length - 1)) + ring;
                var mean = members.DefaultIfEmpty().Average();
                var sum = Convert.ToDouble(results["sum"].Values.GetValue(at), null);
                Assert.True(
                    members.Count == 0 && results["sum"].ElementType.IsFloat() ? double.IsNaN(sum) : members.Sum() == sum, $"sum, {where}");
                Assert.True(members.Count > 0 == results["sum"].ValidMask()[at], $"valid sum, {where}");
                double foundMean = means[at], foundVariance = variances[at];
                if (members.Count == 0)
                {
                    Assert.True(double.IsNaN(foundMean) && double.IsNaN(foundVariance), $"ring without pixels, {where}");
                    continue;
                }

                Assert.True(Math.Abs(mean - foundMean) <= 1e-6 * Math.Abs(mean), $"mean, {where}");
                Assert.True(Math.Abs(Variance(members) - foundVariance) <= 1e-5 * Variance(members), $"variance, {where}");
            }

            if (any.Count > 0)
            {
                var members = Members(frame, pixel => any[pixel]);
                Assert.Equal(members.Count == 0 ? double.NaN : Math.Sqrt(Variance(members)), results["intensity"].ToDoubles()[frame], 1e-4);
            }
        }

        double Distance(int pixel) =>
            Math.Sqrt(
                (((pixel / columns) - row) * ((pixel / columns) - row)) + (((pixel % columns) - column) * ((pixel % columns) - column)));
        List<double> Members(int frame, Func<int, bool> isInside) => [.. Enumerable.Range(0, pixels)
            .Where(pixel => !masked[pixel] && isInside(pixel) && !(noData && values[(frame * pixels) + pixel] == T.MaxValue))
            .Select(pixel => double.CreateTruncating(values[(frame * pixels) + pixel]))];
    }

    private static double Variance(List<double> values)
    {
        var mean = values.DefaultIfEmpty().Average();
        return values.Select(value => (value - mean) * (value - mean)).DefaultIfEmpty().Average();
    }
}
