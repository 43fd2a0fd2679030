using System.Numerics;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Masks;
using Ronchi.Analyses.Radial;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Results are as precise as the data: f64 where f32 does not hold what is stored.</summary>
public sealed class ResultPrecisionTests
{
    private static readonly DataShape Shape = new(new Extent(5, 7), new Extent(9, 11));

    [Theory]
    [InlineData(ElementType.U8, ElementType.F32)]
    [InlineData(ElementType.U16, ElementType.F32)]
    [InlineData(ElementType.I16, ElementType.F32)]
    [InlineData(ElementType.F32, ElementType.F32)]
    [InlineData(ElementType.U32, ElementType.F64)]
    [InlineData(ElementType.I32, ElementType.F64)]
    [InlineData(ElementType.U64, ElementType.F64)]
    [InlineData(ElementType.I64, ElementType.F64)]
    [InlineData(ElementType.F64, ElementType.F64)]
    public async Task EveryResult_HasThePrecisionOfTheData(ElementType type, ElementType expected)
    {
        using var source = type.Dispatch<Making, IFrameSource>(new(3));
        var results = await RunAsync(source, Udfs(source.Shape.Detector));
        string[] ofReals = [
            "raw_com", "field", "divergence", "curl", "regression", "weighted", "mean",
            "variance", "std", "var", "varsum", "logsum", "phase", "absolute"];
        foreach (var result in Enumerable.Range(0, results.UdfCount).SelectMany(results.Of).Where(result => ofReals.Contains(result.Name)))
            Assert.True(expected == result.ElementType, $"{result.Name} of {type}: {result.ElementType}");
        Assert.Equal(expected == ElementType.F64 ? ElementType.C128 : ElementType.C64, results["raw"].ElementType);
        Assert.Equal(expected, results.Of(0)[0].ElementType);   // masks
    }

    [Fact]
    public async Task DoublesAndLargeIntegers_LoseNothing()
    {
        foreach (var type in (ElementType[])[ElementType.F64, ElementType.U32, ElementType.I32])
        {
            foreach (var form in (TileForm[])[TileForm.Pixels, TileForm.Sparse, TileForm.Blocked])
                await type.Dispatch<Comparing, Task>(new(form));
        }
    }

    [Fact]
    public async Task Derivatives_AreOfTheUnroundedField()
    {
        // Shifts of a thousandth of a pixel far from the reference: rounded to f32, their differences would have an error of a percent.
        var random = new Random(5);
        var shape = new DataShape(new Extent(6, 8), new Extent(64, 64));
        var (rows, columns) = (new double[48], new double[48]);
        var values = new double[48 * 4096];
        for (var frame = 0; frame < 48; frame++)
        {
            (rows[frame], columns[frame]) = (60 + (1e-3 * random.NextDouble()), 60 + (1e-3 * random.NextDouble()));
            double y = rows[frame] - 60, x = columns[frame] - 60;
            var at = (frame * 4096) + (60 * 64) + 60;
            (values[at], values[at + 1], values[at + 64], values[at + 65]) = ((1 - y) * (1 - x), (1 - y) * x, y * (1 - x), y * x);
        }

        using var source = new ArraySource<double>(values, shape);
        var results = await RunAsync(source, new CenterOfMass(new() { Center = (0, 0) }));
        // The same frames in f32 keep their derivatives to the last digit of f32, too.
        using var singles = new ArraySource<float>(Array.ConvertAll(values, static value => (float)value), shape);
        var rounded = await RunAsync(singles, new CenterOfMass(new() { Center = (0, 0) }));
        for (var i = 0; i < 48; i++)
        {
            double divergence = Along(rows, i, 8, 6, i / 8) + Along(columns, i, 1, 8, i % 8),
                curl = Along(rows, i, 1, 8, i % 8) - Along(columns, i, 8, 6, i / 8);
            Assert.Equal(divergence, results["divergence"].Span<double>()[i], 1e-12);
            Assert.Equal(curl, results["curl"].Span<double>()[i], 1e-12);
            Assert.Equal(divergence, rounded["divergence"].Span<float>()[i], 1e-8);
        }

        static double Along(double[] field, int at, int stride, int count, int index)
        {
            int before = index > 0 ? stride : 0, after = index < count - 1 ? stride : 0;
            return (field[at + after] - field[at - before]) * stride / (before + after);
        }
    }

    [Fact]
    public async Task PhaseOfDoubles_IsDouble()
    {
        using var source = ElementType.F64.Dispatch<Making, IFrameSource>(new(4));
        foreach (var udf in (Udf[])[
            new IntegratedDeflection(new() { Regression = FieldRegression.Mean }),
            IntegratedDeflection.OfQuadrants(4, 5, 3, new() { Regression = FieldRegression.Mean })])
        {
            var results = await RunAsync(source, udf);
            foreach (var name in (string[])["phase", "field_y", "field_x"])
                Assert.Equal(ElementType.F64, results[name].ElementType);
            var mean = results["field_y"].Span<double>().ToArray().Average();
            Assert.True(Math.Abs(mean) < 1e-13, $"{udf.Name}: {mean}");
        }
    }

    private static Udf[] Udfs(Extent detector) =>
    [
        new ApplyMasks(Weights()),
        new CenterOfMass(new() { Regression = FieldRegression.Linear }),
        new VirtualImage(VirtualDetector.FromWeights("weighted", WeightsOf(0), detector).On(detector)),
        new RadialProfile(new() { Center = (4, 5) }),
        new FluctuationMicroscopy(4, 5, 1, 4), new RadialFourier(detector, (4, 5), maxOrder: 2),
        new FrameStatistics(), new StandardDeviation(), new LogSum(),
    ];

    private static double[] WeightsOf(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 99).Select(_ => random.NextDouble() - 0.3)];
    }

    private static MaskStack Weights() => MaskStack.OfDoubles(static () => WeightsOf(1), static () => WeightsOf(2));

    private static Task<ResultSet> RunAsync(IFrameSource source, params Udf[] udfs) =>
        new CpuExecutor(2).RunAsync(RunPlan.Create(source, udfs));

    private readonly struct Making(int seed) : IElementTypeAction<IFrameSource>
    {
        public IFrameSource Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new ArraySource<T>(Values<T>(seed), Shape);
    }

    private static T[] Values<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var isSmall = System.Runtime.CompilerServices.Unsafe.SizeOf<T>() < 4;
        return [.. Enumerable.Range(0, (int)Shape.Full.Count)
            .Select(_ => typeof(T) == typeof(double)
                ? T.CreateTruncating(random.NextDouble() - 0.2)
                : T.CreateTruncating(isSmall ? random.Next(100) : random.Next(1 << 30, int.MaxValue)))];
    }

    private readonly struct Comparing(TileForm form) : IElementTypeAction<Task>
    {
        public async Task Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = Values<T>(8);
            var exact = Array.ConvertAll(values, double.CreateTruncating);
            IFrameSource source = new ArraySource<T>(values, Shape)
            {
                Forms = form == TileForm.Sparse ? [TileForm.Sparse] : [TileForm.Pixels],
            };
            if (form == TileForm.Blocked)
                source = await ScanBlockedCube.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken);
            using (source)
            {
                var results = await RunAsync(
                    source,
                    new Sum(),
                    FrameSumAnalysis.Of(DataDescription.Of(source)),
                    new VirtualImage(VirtualDetector.FromWeights("weighted", WeightsOf(0), Shape.Detector).On(Shape.Detector)),
                    new ApplyMasks(Weights()),
                    new CenterOfMass(new() { Center = (0, 0) }));
                var what = $"{typeof(T).Name}, {form}";
                double[] sum = results.Of(0)[0].ToDoubles(), image = results.Of(1)[0].ToDoubles(),
                    weighted = results["weighted"].ToDoubles(), masks = results.Of(3)[0].ToDoubles(), com = results["raw_com"].ToDoubles();
                for (var pixel = 0; pixel < 99; pixel++)
                    Near(Enumerable.Range(0, 35).Sum(frame => exact[(frame * 99) + pixel]), sum[pixel], what);
                for (var frame = 0; frame < 35; frame++)
                {
                    var own = exact[(frame * 99)..((frame + 1) * 99)];
                    Near(own.Sum(), image[frame], what);
                    Near(own.Zip(WeightsOf(0), static (value, weight) => value * weight).Sum(), weighted[frame], what);
                    Near(own.Zip(WeightsOf(1), static (value, weight) => value * weight).Sum(), masks[2 * frame], what);
                    Near(own.Zip(WeightsOf(2), static (value, weight) => value * weight).Sum(), masks[(2 * frame) + 1], what);
                    Near(own.Select(static (value, pixel) => value * (pixel / 11)).Sum() / own.Sum(), com[2 * frame], what);
                    Near(own.Select(static (value, pixel) => value * (pixel % 11)).Sum() / own.Sum(), com[(2 * frame) + 1], what);
                }
            }
        }

        private static void Near(double expected, double found, string what) =>
            Assert.True(
                Math.Abs(found - expected) <= 1e-12 * Math.Max(Math.Abs(expected), 1), $"{what}: {found:R} instead of {expected:R}");
    }
}
