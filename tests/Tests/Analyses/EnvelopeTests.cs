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

public sealed class MaximumContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data) => new Envelope(isMaximum: true);
}

public sealed class MinimumContractTests : RandomFramesContract
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
        using var source = new ArraySource<byte>(Enumerable.Repeat(byte.MaxValue, 12).ToArray(), new DataShape(new Extent(3), new Extent(4)));
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new Envelope(false)]));
        Assert.All(results["min"].Span<byte>().ToArray(), static value => Assert.Equal(255, value));
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
        foreach (var (pixels, frames, noData) in new[] { (1, 1, false), (7, 30, true), (64, 9, false), (131, 40, true), (300, 3, true) })
        {
            var random = new Random(pixels);
            var isUnsigned = T.IsZero(T.MinValue);
            var values = Enumerable.Range(0, pixels * frames).Select(_ => random.Next(6) == 0 ? T.MaxValue : T.CreateTruncating(random.Next(isUnsigned ? 0 : -100, 100))).ToArray();
            if (!T.IsInteger(T.One / (T.One + T.One)) && typeof(T) == typeof(float))
                values[0] = (T)(object)float.NaN;
            var masked = PixelSet.From(pixels, static pixel => pixel % 11 == 4);
            var validity = noData && isUnsigned ? new Validity { MaximumIsNoData = true, MaskedPixels = masked } : Validity.Everything;
            using var source = new ArraySource<T>(values, new DataShape(new Extent(frames), new Extent(pixels)), validity);
            var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Envelope(true), new Envelope(false)]));
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var all = Enumerable.Range(0, frames).Select(frame => values[(frame * pixels) + pixel]).Where(value => !T.IsNaN(value) && !(validity.MaximumIsNoData && value == T.MaxValue)).ToList();
                var isBlank = all.Count == 0 || (validity.MaskedPixels is { } bad && bad[pixel]);
                // A float pixel that holds nothing but the type's end is taken for one that never held a measurement.
                var isEnd = values[0] is float or double;
                Assert.Equal(isBlank || (isEnd && all.Max() == T.MinValue) ? T.Zero : all.Max(), results["max"].Span<T>()[pixel]);
                Assert.Equal(isBlank || (isEnd && all.Min() == T.MaxValue) ? T.Zero : all.Min(), results["min"].Span<T>()[pixel]);
            }
        }
    }
}
