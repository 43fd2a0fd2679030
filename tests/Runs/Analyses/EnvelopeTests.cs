using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class MaximumContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new Envelope(isMaximum: true);
}

public sealed class MinimumContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new Envelope(isMaximum: false);
}

public sealed class EnvelopeTests
{
    [Theory]
    [MemberData(nameof(VirtualImageTests.Types), MemberType = typeof(VirtualImageTests))]
    public async Task LargestAndSmallest_EqualAPlainLoop(ElementType type) => await type.Dispatch<Comparison, Task>(new());

    [Fact]
    public async Task SaturatedDataWithoutNoData_KeepTheirValues()
    {
        using var source = new ArraySource<byte>(
            Enumerable.Repeat(byte.MaxValue, 12).ToArray(), new DataShape(new Extent(3), new Extent(4)));
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new Envelope(false)]));
        Assert.All(results["min"].Span<byte>().ToArray(), static value => Assert.Equal(255, value));
    }

    private static T Nothing<T>()
        where T : INumber<T>
        => typeof(T) == typeof(float) || typeof(T) == typeof(double) ? T.CreateSaturating(double.NaN) : T.Zero;

    private readonly struct Comparison : IElementTypeAction<Task>
    {
        public Task Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => CompareAsync<T>();
    }

    private static async Task CompareAsync<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        foreach (var (pixels, frames, noData) in new[] { (1, 1, false), (7, 30, true), (64, 9, false), (131, 40, true), (300, 3, true) })
        {
            var random = new Random(pixels);
            var isUnsigned = T.IsZero(T.MinValue);
            var values = Enumerable.Range(0, pixels * frames)
                .Select(_ => random.Next(6) == 0 ? T.MaxValue : T.CreateTruncating(random.Next(isUnsigned ? 0 : -100, 100))).ToArray();
            if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            {
                values[0] = T.CreateSaturating(double.NaN);
                for (var i = pixels / 2; i < values.Length; i += pixels)
                    values[i] = T.CreateSaturating(i % 2 == 0 ? double.NegativeInfinity : double.PositiveInfinity);
            }

            var masked = PixelSet.From(pixels, static pixel => pixel % 11 == 4);
            var validity = noData && (isUnsigned || pixels == 131)
                ? new Validity { MaximumIsNoData = true, MaskedPixels = masked }
                : Validity.Everything;
            using var source = new ArraySource<T>(values, new DataShape(new Extent(frames), new Extent(pixels)), validity);
            var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Envelope(true), new Envelope(false)]));
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var all = Enumerable.Range(0, frames)
                    .Select(frame => values[(frame * pixels) + pixel])
                    .Where(value => !(validity.MaximumIsNoData && value == T.MaxValue)).ToList();
                var isBlank = all.Count == 0 || (validity.MaskedPixels is { } bad && bad[pixel]);
                Assert.Equal(!isBlank, results["max"].IsMeasured(pixel));
                Assert.Equal(isBlank ? Nothing<T>() : all.Aggregate(T.Max), results["max"].Span<T>()[pixel]);
                Assert.Equal(isBlank ? Nothing<T>() : all.Aggregate(T.Min), results["min"].Span<T>()[pixel]);
            }
        }
    }
}
