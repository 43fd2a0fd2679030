using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class MeanTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task MeanPattern_LeavesOutWhatIsNoMeasurement(int seed, bool hasNoData)
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(3, random.Next(2, 40)), new Extent(4, 5));
        ushort[] values = [.. Enumerable.Range(0, (int)shape.Full.Count)
            .Select(at => hasNoData && (at % 20 == 7 || random.Next(9) == 0) ? ushort.MaxValue : (ushort)random.Next(60000))];
        var masked = PixelSet.From(20, static pixel => pixel == 3);
        var source = new ArraySource<ushort>(values, shape, new Validity { MaximumIsNoData = hasNoData, MaskedPixels = masked });
        var expected = Enumerable.Range(0, 20).Select(pixel =>
        {
            var measured = Enumerable.Range(0, (int)shape.FrameCount)
                .Select(frame => values[(frame * 20) + pixel])
                .Where(value => !hasNoData || value != ushort.MaxValue)
                .Select(static value => (double)value)
                .ToList();
            return pixel == 3 || measured.Count == 0 ? double.NaN : measured.Average();
        }).ToArray();

        foreach (IFrameSource form in new IFrameSource[]
        {
            source,
            await ScanBlockedCube.LoadAsync(source, cancellationToken: Cancellation),
        })
        {
            var mean = (await new CpuExecutor(2)
                .RunAsync(RunPlan.Create(form, [new Mean()]), cancellationToken: Cancellation))[Mean.Result];
            Assert.Equal(ElementType.F32, mean.ElementType);
            for (var pixel = 0; pixel < 20; pixel++)
            {
                Assert.Equal((float)expected[pixel], mean.Span<float>()[pixel]);
                Assert.Equal(!double.IsNaN(expected[pixel]), mean.IsMeasured(pixel));
            }
        }
    }
}
