using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class FrameStatisticsTests
{
    public static TheoryData<ElementType> Types => VirtualImageTests.Types;

    [Theory]
    [MemberData(nameof(Types))]
    public async Task EveryFrame_HasItsOwn(ElementType type) => await type.Dispatch<Comparison, Task>(new());

    [Fact]
    public async Task AFrameWithoutAPixelThatCounts_IsZero()
    {
        var shape = new DataShape(new Extent(2), new Extent(2, 2));
        var source = new ArraySource<byte>(
            new byte[] { 255, 255, 255, 9, 4, 6, 255, 9 },
            shape,
            new Validity { MaximumIsNoData = true, MaskedPixels = PixelSet.From(4, static pixel => pixel == 3) });
        var results = await new CpuExecutor()
            .RunAsync(RunPlan.Create(source, [new FrameStatistics()]), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([0, 4], results["min"].Span<byte>().ToArray());
        Assert.Equal([0, 6], results["max"].Span<byte>().ToArray());
        Assert.Equal([float.NaN, 5], results["mean"].Span<float>().ToArray());
        Assert.Equal([float.NaN, 1], results["std"].Span<float>().ToArray());
        Assert.All(
            results.Where(static result => result.Kind == ResultKind.Scan), static result => Assert.Equal([false, true], result.Valid!));
        Assert.Equal(4ul, results["no_data_values_left_out"].Span<ulong>()[0]);
        var complex = new ArraySource<Complex>(new Complex[8], shape);
        Assert.Throws<ArgumentException>(() => RunPlan.Create(complex, [new FrameStatistics()]));
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
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var shape = new DataShape(
                new Extent(1 + random.Next(5), 1 + random.Next(5)), new Extent(1 + random.Next(9), 1 + random.Next(9)));
            int frames = (int)shape.FrameCount, pixels = (int)shape.FrameElements;
            var values = Enumerable.Range(0, frames * pixels).Select(_ => T.CreateSaturating((random.NextDouble() - 0.3) * 300)).ToArray();
            var masked = seed % 2 == 0 ? PixelSet.From(pixels, pixel => pixel % 4 == 1) : null;
            var source = new ArraySource<T>(values, shape, new Validity { MaskedPixels = masked });
            var results = await new CpuExecutor(1 + (seed % 3))
                .RunAsync(RunPlan.Create(source, [new FrameStatistics()]), cancellationToken: TestContext.Current.CancellationToken);
            for (var frame = 0; frame < frames; frame++)
            {
                var counted = Enumerable.Range(0, pixels)
                    .Where(pixel => masked is null || !masked[pixel])
                    .Select(pixel => values[(frame * pixels) + pixel]).ToArray();
                var numbers = counted.Select(static value => double.CreateTruncating(value)).ToArray();
                Assert.Equal(counted.Min(), results["min"].Span<T>()[frame]);
                Assert.Equal(counted.Max(), results["max"].Span<T>()[frame]);
                Assert.Equal(numbers.Average(), results["mean"].ToDoubles()[frame], 1e-3);
                Assert.Equal(
                    Math.Sqrt(numbers.Select(value => Math.Pow(value - numbers.Average(), 2)).Average()),
                    results["std"].ToDoubles()[frame],
                    1e-3);
            }
        }
    }
}
