using System.Numerics;
using Ronchi.Analyses.Monitoring;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class MonitoringTests
{
    public static TheoryData<string> Executors => ["threads", "inline", "delayed", "pipelined"];

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task EveryType_ShowsTheFurthestFrameAndPartition(string executor)
    {
        await CheckAsync<byte>(executor, 1);
        await CheckAsync<ushort>(executor, 2);
        await CheckAsync<uint>(executor, 3);
        await CheckAsync<ulong>(executor, 4);
        await CheckAsync<sbyte>(executor, 5);
        await CheckAsync<short>(executor, 6);
        await CheckAsync<int>(executor, 7);
        await CheckAsync<long>(executor, 8);
        await CheckAsync<float>(executor, 9);
        await CheckAsync<double>(executor, 10);
    }

    [Fact]
    public async Task NoFrame_IsPositionMinusOne()
    {
        using var source = new ArraySource<ushort>(new ushort[12], new DataShape(new Extent(3), new Extent(2, 2)));
        var plan = RunPlan.Create(source, [new SignalMonitor()], ScanSelection.FromIndices(source.Shape.Scan, []));
        Assert.Equal(-1, (await new CpuExecutor(2).RunAsync(plan))["position"].Span<long>()[0]);
    }

    [Fact]
    public async Task PartialResults_MoveForward()
    {
        using var source = new ArraySource<ushort>(
            Enumerable.Range(0, 40 * 4).Select(static i => (ushort)(i / 4)).ToArray(), new DataShape(new Extent(40), new Extent(2, 2)));
        var plan = RunPlan.Create(source, [new SignalMonitor()], options: new RunOptions { Partitions = 10 });
        var last = -1L;
        await foreach (var results in new InlineExecutor().RunPartsAsync(plan))
        {
            var position = results["position"].Span<long>()[0];
            Assert.True(position > last || results.IsComplete);
            Assert.Equal((ushort)position, results["frame"].Span<ushort>()[3]);
            last = position;
        }

        Assert.Equal(39, last);
    }

    private static async Task CheckAsync<T>(string name, int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var values = new T[23 * 15];
        for (var i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating(random.Next(T.IsZero(T.MinValue) ? 0 : -50, 50));
        var masked = PixelSet.From(15, static pixel => pixel == 4);
        using var source = new ArraySource<T>(
            values, new DataShape(new Extent(23), new Extent(3, 5)), new Validity { MaskedPixels = masked });
        var executor = name switch
        {
            "threads" => (Executor)new CpuExecutor(3),
            "inline" => new InlineExecutor(),
            "delayed" => new DelayedExecutor(3),
            _ => new PipelinedExecutor(3),
        };
        var plan = RunPlan.Create(
            source, [new SignalMonitor(), new PartitionMonitor()], options: new RunOptions { Partitions = 4, TileFrames = 2 });
        var first = plan.Items[^1].Runs[0].Start;
        var results = await executor.RunAsync(plan);

        var frame = results.Of(0).First(static result => result.Name == "frame");
        Assert.All(
            Enumerable.Range(0, 15),
            pixel => Assert.True(pixel == 4 ? !frame.IsMeasured(pixel) : values[(22 * 15) + pixel] == frame.Raw<T>()[pixel]));
        Assert.All(
            results.Where(static result => result.Name == "position"), static position => Assert.Equal(22, position.Span<long>()[0]));
        Assert.Equal(23 - first, results["frames"].Span<long>()[0]);
        for (var pixel = 0; pixel < 15; pixel++)
        {
            var expected = pixel == 4
                ? results["intensity"].ElementType.IsFloat() ? double.NaN : 0
                : Enumerable.Range((int)first, 23 - (int)first).Sum(frame => double.CreateTruncating(values[(frame * 15) + pixel]));
            Assert.Equal(expected, Convert.ToDouble(results["intensity"].Values.GetValue(pixel), null));
        }
    }
}
