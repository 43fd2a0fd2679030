using Ronchi.Analyses.Statistics;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

public sealed class GrowingStageTests
{
    public static TheoryData<string> Stages =>
        ["sync-offset 5", "sync-offset -7", "select", "bin-scan", "reshape", "crop", "bin-detector", "several"];

    public static TheoryData<string> StagesOfAnyNumber => [.. Stages.Where(static stage => stage.Data != "reshape")];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task StageBehindFramesThatArrive_IsTheStageBehindThoseThatCame(string stage)
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var shape = new DataShape(new Extent(9, 8), new Extent(4, 6));
            var values = Enumerable.Range(0, (int)shape.Full.Count).Select(_ => (ushort)random.Next(100)).ToArray();
            var growing = new ScriptedSource<ushort>(values, shape);
            using var derived = Behind(stage, growing);
            var run = new CpuExecutor(2).RunAsync(RunPlan.Create(derived, [new PortionUdf<double>(UdfMethod.Stack)]));
            var came = FrameSet.None;
            foreach (var frame in Enumerable.Range(0, 72).OrderBy(_ => random.Next()))
            {
                if (seed > 0 && random.Next(6) == 0)
                    continue;
                growing.Deliver(new FrameRange(frame, 1));
                came = came.With(new(frame, 1));
            }

            growing.End();
            var found = await run;
            using var finished = Behind(stage, new ArraySource<ushort>(values, shape, Validity.Everything.WithRecorded(came.Runs, 72)));
            var expected = await new CpuExecutor(2).RunAsync(RunPlan.Create(finished, [new PortionUdf<double>(UdfMethod.Stack)]));
            Assert.Equal(expected["frame_sum"].ValidMask(), found["frame_sum"].ValidMask());
            foreach (var (one, other) in expected.Zip(found).Where(static pair => pair.First.Name != "number"))
                Assert.Equal(one.Values, other.Values);
            Assert.Equal(
                FrameSet.Of(finished.Validity.Recorded(finished.Shape.FrameCount)),
                FrameSet.Of(derived.Validity.Recorded(derived.Shape.FrameCount)));
        }
    }

    // Nobody says how many will come: there is room for more.
    [Theory]
    [MemberData(nameof(StagesOfAnyNumber))]
    public async Task StageBehindFramesOfUnknownNumber_EndsWithTheLastOne(string stage)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var room = new DataShape(new Extent(24, 8), new Extent(4, 6));
            var values = Enumerable.Range(0, (int)room.Full.Count).Select(_ => (ushort)random.Next(100)).ToArray();
            var growing = new ScriptedSource<ushort>(values, room, knowsTotal: false);
            using var derived = Behind(stage, growing);
            var run = new CpuExecutor(2).RunAsync(RunPlan.Create(derived, [new PortionUdf<double>(UdfMethod.Stack), new Sum()]));
            var came = FrameSet.None;
            var count = random.Next(70, 90);
            foreach (var frame in Enumerable.Range(0, count).OrderBy(frame => frame + random.Next(5)))
            {
                if (seed > 0 && random.Next(6) == 0)
                    continue;
                growing.Deliver(new FrameRange(frame, 1));
                came = came.With(new(frame, 1));
                Assert.Equal(derived.Growth!.Now.End is null, derived.Growth.Now.Total is null);
            }

            growing.End();
            var found = await run;
            var scan = growing.Growth.Now.ScanOf(room.Scan);
            using var finished = Behind(stage, new ArraySource<ushort>(values[..(int)(scan.Count * 24)], room with { Scan = scan },
                Validity.Everything.WithRecorded(came.Runs, scan.Count)));
            var expected = await new CpuExecutor(2).RunAsync(
                RunPlan.Create(finished, [new PortionUdf<double>(UdfMethod.Stack), new Sum()]));
            Assert.Equal(finished.Shape.Scan, derived.Growth!.Now.ScanOf(derived.Shape.Scan));
            Assert.Equal(growing.Growth.Now, derived.Growth.Now.OfData);
            Assert.Equal(growing.Growth.Now.Extent, derived.Growth.Now.Extent);
            Assert.Equal(expected["frame_sum"].Shape, found["frame_sum"].Shape);
            Assert.Equal(expected["frame_sum"].ValidMask(), found["frame_sum"].ValidMask());
            foreach (var (one, other) in expected.Zip(found).Where(static pair => pair.First.Name != "number"))
                Assert.Equal(one.Values, other.Values);
        }
    }

    [Fact]
    public void StagesThatReadAgain_RefuseFramesThatAreHeldForAWhile()
    {
        using var growing = new ScriptedSource<ushort>(new ushort[100], new DataShape(new Extent(5, 5), new Extent(4)), window: 3);
        Assert.Contains("last 3 frames", Assert.Throws<ArgumentException>(() => new BinScan(growing, 2)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "scan binned 2× (sums); the last 0 rows and 1 columns do not fill a block and are left out.")]
    [InlineData(false, "scan binned 2× (sums); rows and columns at the end that do not fill a block are left out.")]
    public void NoteOfABinnedScan_StaysTrue_WhateverComes(bool knowsTotal, string note)
    {
        var shape = new DataShape(new Extent(24, 7), new Extent(4));
        using var binned = new BinScan(new ScriptedSource<ushort>(new ushort[shape.Full.Count], shape, knowsTotal: knowsTotal), 2);
        Assert.Equal(note, binned.Info.Notes[^1]);
    }

    [Fact]
    public void LayingOutAnUnknownNumberOfFrames_IsRefused()
    {
        using var growing = new ScriptedSource<ushort>(new ushort[100], new DataShape(new Extent(25), new Extent(4)), knowsTotal: false);
        Assert.Contains("open data that are still being written with --scan-shape",
            Assert.Throws<ArgumentException>(() => new ReshapeScan(growing, new Extent(5, 5))).Message, StringComparison.Ordinal);
    }

    // Squares that lack a frame behind the last whole one are no holes between recorded ones.
    [Fact]
    public void RecordedPositionsOfAStage_AreThoseWithAllTheirFrames()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var shape = new DataShape(new Extent(random.Next(2, 9), random.Next(2, 9)), new Extent(1));
            var recorded = FrameSet.Of(Enumerable.Range(0, random.Next(1, (int)shape.FrameCount + 1)).Where(_ => random.Next(5) > 0)
                .Select(static frame => new FrameRange(frame, 1)));
            IFrameSource Source() => new ArraySource<ushort>(
                new ushort[shape.FrameCount], shape, Validity.Everything.WithRecorded(recorded.Runs, shape.FrameCount));
            using var binned = new BinScan(Source(), 2);
            var columns = shape.Scan[1];
            var whole = Enumerable.Range(0, (int)binned.Shape.FrameCount).Where(square =>
            {
                var corner = (square / (columns / 2) * 2 * columns) + (square % (columns / 2) * 2);
                return new[] { corner, corner + 1, corner + columns, corner + columns + 1 }.All(recorded.Contains);
            });
            AssertRecorded(whole.Select(static square => (long)square), binned);
            var offset = random.Next(-1, 2) * random.Next((int)shape.FrameCount);
            using var shifted = new SyncOffset(Source(), offset);
            AssertRecorded(Enumerable.Range(0, (int)shape.FrameCount).Select(static frame => (long)frame)
                .Where(frame => recorded.Contains(frame + offset)), shifted);
        }

        static void AssertRecorded(IEnumerable<long> expected, IFrameSource source)
        {
            var (frames, validity) = (source.Shape.FrameCount, source.Validity);
            Assert.Equal(FrameSet.Of(expected.Select(static frame => new FrameRange(frame, 1))), FrameSet.Of(validity.Recorded(frames)));
            Assert.Equal(expected.Count(), validity.RecordedCount(frames));
            Assert.Equal(expected, Enumerable.Range(0, (int)frames).Select(static frame => (long)frame).Where(validity.IsRecorded));
        }
    }

    private static IFrameSource Behind(string stage, IFrameSource source) => stage switch
    {
        "sync-offset 5" => new SyncOffset(source, 5),
        "sync-offset -7" => new SyncOffset(source, -7),
        "select" => new SelectPositions(source, ScanSelection.Rectangle(source.Shape.Scan, 1, 2, 7, 5)),
        "bin-scan" => new BinScan(source, 2),
        "reshape" => new ReshapeScan(source, new Extent(source.Shape.FrameCount / 4, 4)),
        "crop" => new CropDetector(source, 1, 1, 2, 4),
        "bin-detector" => new BinDetector(source, 2),
        _ =>
            new CropDetector(
                new SelectPositions(new SyncOffset(source, -3), ScanSelection.Rectangle(source.Shape.Scan, 0, 1, 6, 6)), 0, 0, 1, 1),
    };
}
