using System.Numerics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Contracts;

/// <summary>
/// What every executor owes: the results of a plain loop, whatever the methods, types, tile shapes, partitions and regions of interest.
/// </summary>
public abstract class ExecutorContract
{
    /// <summary>The executor.</summary>
    protected abstract Executor Create(int threads);

    [Fact]
    public async Task AnyPortions_GiveThePlainLoop()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            switch (seed % 6)
            {
                case 0: await CheckAsync<byte, byte>(random, seed); break;
                case 1: await CheckAsync<ushort, ushort>(random, seed); break;
                case 2: await CheckAsync<ushort, float>(random, seed); break;
                case 3: await CheckAsync<short, double>(random, seed); break;
                case 4: await CheckAsync<float, float>(random, seed); break;
                default: await CheckAsync<uint, double>(random, seed); break;
            }
        }
    }

    [Fact]
    public async Task RegionOfZeroFrames_GivesStartValues()
    {
        using var source = new ArraySource<ushort>(new ushort[4 * 5 * 6], new DataShape(new Extent(4, 5), new Extent(2, 3)));
        var results = await Create(2)
            .RunAsync(RunPlan.Create(source, [new PortionUdf<ushort>(UdfMethod.Frame)], ScanSelection.FromIndices(source.Shape.Scan, [])));
        Assert.True(results.IsComplete);
        Assert.All(results["pattern"].Span<double>().ToArray(), static value => Assert.Equal(0, value));
        Assert.All(results["frame_sum"].Span<double>().ToArray(), static value => Assert.True(double.IsNaN(value)));
        Assert.Empty(results["frame_sum"].Raw<double>());
    }

    [Fact]
    public async Task FailingUdf_IsNamedAndStopsTheRun()
    {
        using var source = new ArraySource<ushort>(new ushort[400], new DataShape(new Extent(100), new Extent(4)));
        var udf = new Map<ushort, int>(static frame => frame.Length == 4 && frame[0] == 0 ? throw new InvalidDataException("broken") : 1);
        var e = await Assert.ThrowsAsync<RunException>(() => Create(2).RunAsync(RunPlan.Create(source, [udf])));
        Assert.Equal("map", e.Udf);
        Assert.Equal(1, e.Frames!.Value.Count);
        Assert.Contains("broken", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PartialResults_GrowToTheWhole()
    {
        var values = Enumerable.Range(0, 500 * 4).Select(static i => (ushort)(i % 97)).ToArray();
        using var source = new ArraySource<ushort>(values, new DataShape(new Extent(500), new Extent(4)));
        var udf = new Map<ushort, int>(static frame =>
        {
            Thread.SpinWait(20_000);
            return frame[0];
        });
        var seen = 0;
        ResultSet? last = null;
        await foreach (var results in Create(2).RunPartsAsync(RunPlan.Create(source, [udf]), TimeSpan.FromMilliseconds(1)))
        {
            var result = results["result"];
            var mask = result.ValidMask();
            var count = mask.Count(static valid => valid);
            Assert.True(count >= seen);
            seen = count;
            for (var i = 0; i < mask.Length; i++)
            {
                if (mask[i])
                    Assert.Equal(values[4 * i], result.Span<int>()[i]);
            }

            last = results;
        }

        Assert.True(last!.IsComplete);
        Assert.Equal(500, seen);
    }

    [Fact]
    public async Task ChangedParameters_AreTakenUpBetweenPartitions()
    {
        using var source = new ArraySource<ushort>(new ushort[2000], new DataShape(new Extent(2000), new Extent(1)));
        foreach (var restart in (bool[])[false, true])
        {
            var control = new RunControl();
            using var updated = new ManualResetEventSlim();
            var first = 0;
            var udf = new Stamp(1, () =>
            {
                // The first frame of the run changes the parameter of those that follow.
                if (Interlocked.Exchange(ref first, 1) != 0)
                {
                    updated.Wait();
                    return;
                }

                control.Update([_ => new Stamp(2, null)], restart);
                updated.Set();
            });
            var results = await Create(2)
                .RunAsync(RunPlan.Create(source, [udf], options: new RunOptions { Partitions = 100 }), control: control);
            var stamps = results["stamp"].Span<int>().ToArray();
            var versions = results["stamp"].Versions!;
            Assert.Equal(1, control.Version);
            Assert.Equal(stamps.Select(static stamp => stamp - 1), versions);
            Assert.Equal(2, stamps[^1]);
            for (var partition = 0; partition < 100; partition++)
                Assert.Single(stamps.Skip(partition * 20).Take(20).Distinct());
            if (restart)
                Assert.All(stamps, static stamp => Assert.Equal(2, stamp));
            else
                Assert.Equal(1, stamps[0]);
            Assert.Equal(restart ? (1, 1) : (0, 1), results["stamp"].VersionRange);
            Assert.Equal(2000, results["count"].Span<int>()[0]);
        }
    }

    private async Task CheckAsync<TStored, T>(Random random, int seed)
        where TStored : unmanaged, INumber<TStored>, IMinMaxValue<TStored>
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long[] scan = random.Next(3) switch
        {
            0 => [random.Next(1, 60)],
            1 => [random.Next(1, 9), random.Next(1, 9)],
            _ => [2, random.Next(1, 5), random.Next(1, 5)],
        };
        long[] detector = random.Next(3) switch
        {
            0 => [random.Next(1, 30)],
            1 => [random.Next(1, 9), random.Next(1, 9)],
            _ => [2, random.Next(1, 5), random.Next(1, 5)],
        };
        var shape = new DataShape(new Extent(scan), new Extent(detector));
        var values = new TStored[shape.Full.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = TStored.CreateTruncating(random.Next(200));
        using var source = new ArraySource<TStored>(values, shape);
        var mask = Enumerable.Range(0, (int)shape.FrameCount).Select(_ => random.Next(3) > 0).ToArray();
        var roi = random.Next(2) == 0 ? ScanSelection.FromMask(shape.Scan, mask) : null;
        var block = new Extent([.. detector.Select(length => (long)random.Next(1, (int)length + 1))]);
        var options = new RunOptions
        {
            Partitions = random.Next(3) == 0 ? null : random.Next(1, 20),
            TileFrames = random.Next(3) == 0 ? null : random.Next(1, 9),
            TileBlock = random.Next(2) == 0 ? null : block,
            IsOrdered = random.Next(2) == 0,
        };
        UdfMethod[] methods = [UdfMethod.Tile, UdfMethod.Stack, UdfMethod.Frame, UdfMethod.Partition];
        var plan = RunPlan.Create(source, [.. methods.Select(static method => new PortionUdf<T>(method))], roi, options);
        var results = await Create(random.Next(1, 5)).RunAsync(plan);
        var width = (int)shape.FrameElements;
        for (var udf = 0; udf < methods.Length; udf++)
        {
            var what = $"seed {seed}, {methods[udf]}, {shape}";
            var found = results.Of(udf).ToDictionary(static result => result.Name, StringComparer.Ordinal);
            var pattern = new double[width];
            var largest = double.MinValue;
            var number = 0L;
            for (var frame = 0; frame < shape.FrameCount; frame++)
            {
                var isIn = roi is null || mask[frame];
                var sum = 0.0;
                for (var pixel = 0; pixel < width && isIn; pixel++)
                {
                    var value = double.CreateTruncating(values[(frame * width) + pixel]);
                    sum += value;
                    pattern[pixel] += value;
                    largest = Math.Max(largest, value);
                }

                Assert.True(
                    isIn ? found["frame_sum"].Span<double>()[frame] == sum : double.IsNaN(found["frame_sum"].Span<double>()[frame]), what);
                if (!isIn)
                    continue;
                Assert.True(found["number"].Span<long>()[frame] == number++, what);
                var coordinates = found["coordinates"].Span<long>().Slice(frame * scan.Length, scan.Length).ToArray();
                Assert.True(shape.Scan.IndexOf(coordinates) == frame, what);
            }

            Assert.True(pattern.AsSpan().SequenceEqual(found["pattern"].Span<double>()), what);
            Assert.True(largest == found["largest"].Span<double>()[0], what);
            Assert.True(number == found["number"].Raw<long>().Length, what);
            for (var pixel = 0; pixel < width; pixel++)
                Assert.True(
                    found["pairs"].Span<int>()[2 * pixel] == number && found["pairs"].Span<int>()[(2 * pixel) + 1] == 2 * number, what);
        }
    }

    private sealed class Stamp(int stamp, Action? onFrame) : Udf, IFrameUdf
    {
        public override string Name => "stamp";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("stamp", ResultKind.Scan, ElementType.I32), new("count", ResultKind.Single, ElementType.I32)];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
            task.View<int>(0)[0] = stamp;
            task.View<int>(1)[0]++;
            onFrame?.Invoke();
        }
    }
}
