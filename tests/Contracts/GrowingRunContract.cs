using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Contracts;

/// <summary>
/// What every executor owes to data that are still arriving: each frame goes in once, and the results are those of a run over what came.
/// </summary>
public abstract class GrowingRunContract
{
    /// <summary>The executor.</summary>
    protected abstract Executor Create(int threads);

    [Fact]
    public async Task AnyOrderOfArrival_GivesThePlainRun()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var (values, shape) = Data(random);
            using var finished = new ArraySource<ushort>(values, shape);
            using var growing = new ScriptedSource<ushort>(values, shape);
            var options = new RunOptions
            {
                Partitions = random.Next(1, 20),
                TileFrames = random.Next(1, 9),
                IsOrdered = random.Next(3) == 0,
            };
            var roi = random.Next(2) == 0
                ? null
                : ScanSelection.FromMask(shape.Scan, [.. Enumerable.Range(0, (int)shape.FrameCount).Select(_ => random.Next(3) > 0)]);
            var run = Create(random.Next(1, 5)).RunAsync(RunPlan.Create(growing, Portions(), roi, options));
            foreach (var part in InAnyOrder(random, shape.FrameCount))
            {
                growing.Deliver(part);
                if (random.Next(4) == 0)
                    await Task.Yield();
            }

            growing.End();
            AssertEqual(
                await new InlineExecutor().RunAsync(RunPlan.Create(finished, Portions(), roi, options)),
                await run,
                $"seed {seed}, {shape}");
        }
    }

    [Fact]
    public async Task LostFrames_AreUnmeasuredAsThoseThatWereNotRecorded()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var (values, shape) = Data(random);
            using var growing = new ScriptedSource<ushort>(values, shape);
            var options = new RunOptions { Partitions = random.Next(1, 20), IsOrdered = random.Next(3) == 0 };
            var run = Create(random.Next(1, 5)).RunAsync(RunPlan.Create(growing, Portions(), options: options));
            var came = FrameSet.None;
            foreach (var part in InAnyOrder(random, shape.FrameCount))
            {
                switch (random.Next(4))
                {
                    case 0: growing.Lose(part); break;
                    case 1: break;   // nobody says anything
                    default:
                        growing.Deliver(part);
                        came = came.With(part);
                        break;
                }
            }

            growing.End("the writer stopped.");
            using var finished = new ArraySource<ushort>(values, shape, Validity.Everything.WithRecorded(came.Runs, shape.FrameCount));
            AssertEqual(
                await new InlineExecutor().RunAsync(RunPlan.Create(finished, Portions(), options: options)),
                await run,
                $"seed {seed}, {shape}, {came}",
                leaveOut: "number");
        }
    }

    [Fact]
    public async Task SumsOfFloatsInScanOrder_DoNotDependOnArrival()
    {
        var random = new Random(5);
        var shape = new DataShape(new Extent(16, 16), new Extent(3, 5));
        var values = Enumerable.Range(0, (int)shape.Full.Count)
            .Select(_ => (float)(random.NextDouble() * Math.Pow(10, random.Next(-8, 8)))).ToArray();
        var options = new RunOptions { Partitions = 23, IsOrdered = true };
        using var finished = new ArraySource<float>(values, shape);
        var expected = await Create(1).RunAsync(RunPlan.Create(finished, [new PortionUdf<float>(UdfMethod.Stack)], options: options));
        for (var round = 0; round < 10; round++)
        {
            using var growing = new ScriptedSource<float>(values, shape);
            var run = Create(3).RunAsync(RunPlan.Create(growing, [new PortionUdf<float>(UdfMethod.Stack)], options: options));
            foreach (var part in InAnyOrder(random, shape.FrameCount))
                growing.Deliver(part);
            growing.End();
            Assert.Equal(expected["pattern"].Values, (await run)["pattern"].Values);
        }
    }

    [Fact]
    public async Task FramesThatAreHeldForAWhile_GoInOnceOrNotAtAll()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var (values, shape) = Data(random);
            using var growing = new ScriptedSource<ushort>(values, shape, window: random.Next(1, 20));
            var run = Create(2)
                .RunAsync(RunPlan.Create(
                    growing, [new PortionUdf<ushort>(UdfMethod.Stack)], options: new RunOptions { Partitions = random.Next(1, 20) }));
            foreach (var part in InAnyOrder(random, shape.FrameCount))
            {
                growing.Deliver(part);
                if (random.Next(3) == 0)
                    await Task.Delay(1);
            }

            growing.End();
            var results = await run;
            var (sums, visited) = (results["frame_sum"].Span<double>().ToArray(), results["frame_sum"].ValidMask());
            var pattern = new double[shape.FrameElements];
            for (var frame = 0; frame < visited.Length; frame++)
            {
                var pixels = values.AsSpan(frame * pattern.Length, pattern.Length);
                for (var i = 0; i < pixels.Length && visited[frame]; i++)
                    pattern[i] += pixels[i];
                Assert.Equal(visited[frame] ? pixels.ToArray().Sum(static value => (double)value) : double.NaN, sums[frame]);
            }

            Assert.Equal(pattern, results["pattern"].Span<double>().ToArray());
            Assert.True(visited[^1] || visited.Contains(true), $"seed {seed}: nothing went in");
        }
    }

    [Fact]
    public async Task WhatIsThere_IsSeenWhileTheRestIsWaitedFor()
    {
        var (values, shape) = (
            Enumerable.Range(0, 100 * 4).Select(static i => (ushort)i).ToArray(), new DataShape(new Extent(100), new Extent(4)));
        using var growing = new ScriptedSource<ushort>(values, shape);
        growing.Deliver(new FrameRange(10, 20), new FrameRange(77, 1));
        RunProgress latest = default;
        var progress = new DirectProgress<RunProgress>(value => latest = value);
        var isSeen = false;
        ResultSet? last = null;
        await foreach (var results in Create(2)
            .RunPartsAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Frame)]), TimeSpan.FromMilliseconds(1), progress))
        {
            last = results;
            if (isSeen || results["frame_sum"].ValidMask().Count(static valid => valid) < 21)
                continue;
            isSeen = true;
            Assert.False(results.IsComplete);
            Assert.Equal(21, latest.Arrived);
            growing.Deliver(new FrameRange(0, 100));
            growing.End();
        }

        Assert.True(isSeen);
        Assert.True(last!.IsComplete);
        Assert.All(last["frame_sum"].ValidMask(), Assert.True);
    }

    [Fact]
    public async Task CancelledWhileItWaits_GivesWhatWentIn()
    {
        using var growing = new ScriptedSource<ushort>(new ushort[100], new DataShape(new Extent(50), new Extent(2)));
        growing.Deliver(new FrameRange(3, 4));
        using var cancel = new CancellationTokenSource();
        var progress = new DirectProgress<RunProgress>(value =>
        {
            if (value.Frames == 4)
                cancel.Cancel();
        });
        var e = await Assert.ThrowsAsync<RunCanceledException>(
            () => Create(2).RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)]), progress, cancel.Token)
                .WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(4, e.Partial["frame_sum"].ValidMask().Count(static valid => valid));
    }

    [Fact]
    public async Task SourceThatBreaksDown_EndsTheRunWithItsSentence()
    {
        using var growing = new ScriptedSource<ushort>(new ushort[100], new DataShape(new Extent(50), new Extent(2)));
        growing.Deliver(new FrameRange(0, 9));
        var run = Create(2).RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)]));
        growing.Break("the detector was unplugged.");
        var e = await Assert.ThrowsAsync<SourceException>(() => run.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("unplugged", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RoomForMoreThanCame_IsNoPartOfTheResults()
    {
        var (values, shape) = (
            Enumerable.Range(0, 60 * 4).Select(static i => (ushort)i).ToArray(), new DataShape(new Extent(12, 5), new Extent(4)));
        using var growing = new ScriptedSource<ushort>(values, shape, knowsTotal: false);
        var run = Create(2).RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)]));
        growing.Deliver(new FrameRange(0, 3), new FrameRange(5, 6));
        growing.End();
        var results = await run;
        var came = new DataShape(new Extent(3, 5), shape.Detector);
        using var finished = new ArraySource<ushort>(
            values[..(15 * 4)], came, Validity.Everything.WithRecorded([new FrameRange(0, 3), new FrameRange(5, 6)], 15));
        AssertEqual(
            await Create(2).RunAsync(RunPlan.Create(finished, [new PortionUdf<ushort>(UdfMethod.Stack)])),
            results,
            "3×5",
            leaveOut: "number");
    }

    [Fact]
    public async Task WhatIsThereSoFar_OfAnUnknownNumber_IsAllThatResultsAreMadeOf()
    {
        var (values, shape) = (
            Enumerable.Range(0, 60 * 4).Select(static i => (ushort)i).ToArray(), new DataShape(new Extent(12, 5), new Extent(4)));
        using var growing = new ScriptedSource<ushort>(values, shape, knowsTotal: false);
        growing.Deliver(new FrameRange(0, 3), new FrameRange(5, 6));
        using var finished = new ArraySource<ushort>(
            values[..(15 * 4)], new DataShape(new Extent(3, 5), shape.Detector),
            Validity.Everything.WithRecorded([new FrameRange(0, 3), new FrameRange(5, 6)], 15));
        var expected = await Create(2).RunAsync(RunPlan.Create(finished, [new PortionUdf<ushort>(UdfMethod.Stack)]));
        var isSeen = false;
        await foreach (var results in Create(2)
            .RunPartsAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)]), TimeSpan.FromMilliseconds(1)))
        {
            if (isSeen || results["frame_sum"].ValidMask().Count(static valid => valid) < 9)
                continue;
            isSeen = true;
            AssertEqual(expected, results, "so far", leaveOut: "number");
            growing.End();
        }

        Assert.True(isSeen);
    }

    [Fact]
    public async Task RegionBehindTheEnd_IsRefused_OnceTheEndIsKnown()
    {
        var shape = new DataShape(new Extent(50), new Extent(2));
        using var growing = new ScriptedSource<ushort>(new ushort[100], shape, knowsTotal: false);
        var region = ScanSelection.FromIndices(shape.Scan, [12, 40]);
        var run = Create(2).RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)], region));
        growing.Deliver(new FrameRange(0, 10));
        growing.End();

        var e = await Assert.ThrowsAsync<ArgumentException>(() => run.WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal("The data ended as a scan of 10, in which no position of the region lies.", e.Message);
        Assert.Equal(
            "the data ended as a scan of 13: 1 of the 2 positions of the region lie behind its end.", region.BehindEnd(new Extent(13)));
        Assert.Null(region.BehindEnd(new Extent(41)));
        Assert.Null(ScanSelection.All(shape.Scan).BehindEnd(new Extent(13)));
    }

    [Fact]
    public async Task RunAfterTheEnd_VisitsWhatCame()
    {
        using var growing = new ScriptedSource<ushort>(new ushort[100], new DataShape(new Extent(50), new Extent(2)));
        growing.Deliver(new FrameRange(7, 5));
        growing.End("enough.");
        var results = await Create(2).RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)]));
        Assert.Equal(5, results["frame_sum"].ValidMask().Count(static valid => valid));
    }

    [Fact]
    public async Task ChangedParametersThatBeginAgain_VisitEveryFrame()
    {
        using var growing = new ScriptedSource<ushort>(
            [.. Enumerable.Repeat((ushort)1, 200)], new DataShape(new Extent(100), new Extent(2)));
        growing.Deliver(new FrameRange(0, 50));
        var control = new RunControl();
        var progress = new DirectProgress<RunProgress>(value =>
        {
            if (value.Frames >= 50 && control.Version == 0)
                Restart();
        });
        var results = await Create(2)
            .RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)]), progress, control: control)
            .WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([100.0, 100.0], results["pattern"].Span<double>().ToArray());

        void Restart()
        {
            control.Update([static udf => udf], restart: true);
            growing.Deliver(new FrameRange(50, 50));
            growing.End();
        }
    }

    private static (ushort[] Values, DataShape Shape) Data(Random random)
    {
        long[] scan = random.Next(2) == 0 ? [random.Next(1, 200)] : [random.Next(1, 15), random.Next(1, 15)];
        var shape = new DataShape(new Extent(scan), new Extent(random.Next(1, 5), random.Next(1, 5)));
        var values = new ushort[shape.Full.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (ushort)random.Next(200);
        return (values, shape);
    }

    private static IReadOnlyList<Udf> Portions() =>
        [.. ((UdfMethod[])[UdfMethod.Tile, UdfMethod.Stack, UdfMethod.Frame]).Select(static method => new PortionUdf<ushort>(method))];

    // Runs of a few frames; each frame is in one of them.
    private static List<FrameRange> InAnyOrder(Random random, long frames)
    {
        var parts = new List<FrameRange>();
        for (var start = 0L; start < frames; start = parts[^1].End)
            parts.Add(new(start, (int)Math.Min(random.Next(1, 12), frames - start)));
        if (random.Next(3) > 0)
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts));
        return parts;
    }

    private static void AssertEqual(ResultSet expected, ResultSet found, string what, string? leaveOut = null)
    {
        Assert.Equal(expected.Count, found.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (expected[i].Name == leaveOut)
                continue;
            Assert.True(expected[i].Shape == found[i].Shape, $"{what}: {expected[i].Name} of {found[i].Shape}, not {expected[i].Shape}");
            Assert.True(
                expected[i].ValidMask().AsSpan().SequenceEqual(found[i].ValidMask()), $"{what}: {expected[i].Name} is valid elsewhere");
            Assert.True(
                expected[i].Values.Cast<object>().SequenceEqual(found[i].Values.Cast<object>()), $"{what}: {expected[i].Name} differs");
        }
    }
}
