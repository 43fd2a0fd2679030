using System.Numerics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class VirtualImageTests
{
    public static TheoryData<ElementType> Types { get; } =
    [
        ElementType.U8,
        ElementType.U16, ElementType.U32, ElementType.U64, ElementType.I8, ElementType.I16,
        ElementType.I32, ElementType.I64, ElementType.F32, ElementType.F64,
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task DenseFrames_EqualPlainSums(ElementType type) => await type.Dispatch<Comparison, Task>(new());

    [Fact]
    public async Task NoDataAndMaskedPixels_AreLeftOutAndCounted()
    {
        var shape = new DataShape(new Extent(3), new Extent(4, 4));
        var values = Enumerable.Range(0, 48).Select(static i => (ushort)i).ToArray();
        values[5] = ushort.MaxValue;
        values[16 + 6] = ushort.MaxValue;
        values[9] = ushort.MaxValue;
        var validity = new Validity { MaximumIsNoData = true, MaskedPixels = PixelSet.From(16, static pixel => pixel == 9) };
        var all = VirtualDetector.Rectangle(0, 0, 3, 3).Named("all").On(shape.Detector);
        var half = VirtualDetector.Rectangle(0, 0, 0, 3).Named("top").On(shape.Detector);
        var weights = VirtualDetector.FromWeights("half", [.. Enumerable.Repeat(0.5f, 16)], shape.Detector).On(shape.Detector);
        var source = new ArraySource<ushort>(values, shape, validity);
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new VirtualImage(all, half, weights)]));
        ulong[] expected = [120 - 5 - 9, 120 + 256 - 22 - 25, 120 + 512 - 41];
        Assert.Equal(expected, results["all"].Span<ulong>().ToArray());
        Assert.Equal([6, 70, 134], results["top"].Span<ulong>().ToArray());
        Assert.Equal(expected.Select(static sum => sum / 2f), results["half"].Span<float>().ToArray());
        Assert.Equal([2, 0, 2], results[VirtualImage.NoDataResult].Span<ulong>().ToArray());
        Assert.Equal(BufferUse.Report, results[VirtualImage.NoDataResult].Use);
    }

    [Theory]
    [InlineData(ImageCombination.Mean)]
    [InlineData(ImageCombination.Difference)]
    [InlineData(ImageCombination.Ratio)]
    public async Task ACombination_IsMadeOfTheFirstTwo(ImageCombination combination)
    {
        var shape = new DataShape(new Extent(3, 5), new Extent(4, 4));
        var random = new Random(7);
        var values = Enumerable.Range(0, 15 * 16).Select(_ => (ushort)(random.Next(3) == 0 ? random.Next(60000) : 0)).ToArray();
        values[3] = ushort.MaxValue;
        var detectors = new[]
        {
            VirtualDetector.Rectangle(0, 0, 1, 3).Named("a").On(shape.Detector),
            VirtualDetector.Disk(3, 3, 1).Named("b").On(shape.Detector),
            VirtualDetector.Disk(0, 0, 1).Named("c").On(shape.Detector),
        };
        var source = new ArraySource<ushort>(values, shape, new Validity { MaximumIsNoData = true });
        var results = await new CpuExecutor(2)
            .RunAsync(
                RunPlan.Create(source, [new VirtualImage(combination, detectors)]),
                cancellationToken: TestContext.Current.CancellationToken);
        var combined = results[combination.ToString().ToLowerInvariant()].Span<double>();   // of whole numbers nothing is lost
        for (var i = 0; i < 15; i++)
        {
            double a = results["a"].Span<ulong>()[i], b = results["b"].Span<ulong>()[i];
            Assert.Equal(
                combination switch
                {
                    ImageCombination.Mean => (a + b) / 2,
                    ImageCombination.Difference => a - b,
                    _ => b == 0 ? double.NaN : a / b,
                },
                combined[i]);
        }

        Assert.Equal([1, 0, 0], results[VirtualImage.NoDataResult].Span<ulong>().ToArray());
        Assert.Throws<ArgumentException>(() => new VirtualImage(combination, detectors[..1]));
        Assert.Throws<ArgumentException>(() => CombinedImage.Of(combination, new double[3], new double[4]));
    }

    [Fact]
    public void DetectorOfAnotherFrame_IsRefusedBeforeTheRun()
    {
        var source = new ArraySource<ushort>(new ushort[32], new DataShape(new Extent(2), new Extent(4, 4)));
        var udf = new VirtualImage(VirtualDetector.Disk(1, 1, 1).On(new Extent(5, 5)));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [udf]));
        Assert.Throws<ArgumentException>(static () => new VirtualImage());
    }

    private readonly struct Comparison : IElementTypeAction<Task>
    {
        public Task Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => CompareAsync<T>();
    }

    private static async Task CompareAsync<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        foreach (var (rows, columns, frames) in new[] { (1, 1, 1), (7, 5, 13), (16, 16, 4), (33, 31, 9) })
        {
            var random = new Random((rows * 1000) + columns);
            var shape = new DataShape(new Extent(frames), new Extent(rows, columns));
            var values = Enumerable.Range(0, (int)shape.Full.Count)
                .Select(_ => T.CreateTruncating(random.NextInt64(typeof(T) == typeof(ulong) ? 0 : -1000000, 1000000))).ToArray();
            DetectorWeights[] detectors =
            [
                VirtualDetector.Disk(rows / 2, columns / 2, 3).Named("a").On(shape.Detector),
                VirtualDetector.Rectangle(0, 0, rows, columns).Named("b").On(shape.Detector),
                VirtualDetector.FromWeights(
                    "c", [.. Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextDouble() - 0.3f)], shape.Detector)
                    .On(shape.Detector),
            ];
            var results = await new CpuExecutor()
                .RunAsync(RunPlan.Create(new ArraySource<T>(values, shape), [new VirtualImage(detectors)]));
            for (var frame = 0; frame < frames; frame++)
            {
                foreach (var detector in detectors)
                {
                    var exact = Int128.Zero;
                    double weighted = 0, scale = 1;
                    for (var pixel = 0; pixel < rows * columns; pixel++)
                    {
                        var value = values[(frame * rows * columns) + pixel];
                        var weight = detector.Weights is { } weights ? weights[pixel] : detector.Pixels[pixel] ? 1 : 0;
                        weighted += weight * double.CreateTruncating(value);
                        scale += Math.Abs(weight * double.CreateTruncating(value));
                        if (weight != 0)
                            exact += Int128.CreateTruncating(value);
                    }

                    var result = results[detector.Name].Values.GetValue(frame)!;
                    if (result is float f)
                        Assert.True(
                            Math.Abs(f - weighted) <= 1e-6 * scale,
                            $"{typeof(T).Name} {detector.Name} frame {frame}: {f} instead of {weighted}");
                    else if (result is double d)
                        Assert.True(
                            Math.Abs(d - weighted) <= 1e-13 * scale,
                            $"{typeof(T).Name} {detector.Name} frame {frame}: {d} instead of {weighted}");
                    else
                        Assert.Equal(result is ulong u ? (Int128)u : (long)result, exact);
                }
            }
        }
    }
}
