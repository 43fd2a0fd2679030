using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class SumTests
{
    [Fact]
    public async Task NoData_IsLeftOutAndMaskedPixelsAreZero()
    {
        var shape = new DataShape(new Extent(2, 2), new Extent(3));
        ushort[] values = [1, 2, 65535, 4, 65535, 65535, 7, 8, 9, 65535, 11, 65535];
        var source = new ArraySource<ushort>(
            values, shape, new Validity { MaximumIsNoData = true, MaskedPixels = PixelSet.From(3, static pixel => pixel == 2) });
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new Sum()]));
        Assert.Equal([12, 21, 0], results[Sum.Result].Span<ulong>().ToArray());
        Assert.Equal(2UL, results[Sum.NoDataResult].Span<ulong>()[0]);
    }

    [Fact]
    public async Task SignedAndFloat_KeepTheirKind()
    {
        var shape = new DataShape(new Extent(3), new Extent(2));
        var signed = await new CpuExecutor()
            .RunAsync(RunPlan.Create(new ArraySource<short>(new short[] { -1, 5, -2, 6, -3, 7 }, shape), [new Sum()]));
        Assert.Equal([-6, 18], signed[Sum.Result].Span<long>().ToArray());
        var floats = await new CpuExecutor()
            .RunAsync(RunPlan.Create(new ArraySource<float>(new float[] { -1, 5, -2, 6.5f, -3, 7 }, shape), [new Sum()]));
        Assert.Equal(ElementType.F32, floats[Sum.Result].ElementType);
        Assert.Equal([-6, 18.5f], floats[Sum.Result].Span<float>().ToArray());
    }

    [Fact]
    public async Task ManyFramesOnManyThreads_EqualPlainSums()
    {
        var random = new Random(3);
        var shape = new DataShape(new Extent(517), new Extent(13, 11));
        var values = Enumerable.Range(0, 517 * 143).Select(_ => (ushort)random.Next(65536)).ToArray();
        var expected = new ulong[143];
        for (var i = 0; i < values.Length; i++)
            expected[i % 143] += values[i];
        for (var threads = 1; threads <= 4; threads++)
        {
            var results = await new CpuExecutor(threads).RunAsync(RunPlan.Create(new ArraySource<ushort>(values, shape), [new Sum()]));
            Assert.Equal(expected, results[Sum.Result].Span<ulong>().ToArray());
        }
    }
}
