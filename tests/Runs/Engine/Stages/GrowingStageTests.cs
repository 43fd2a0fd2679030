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

    [Fact]
    public void StagesThatReadAgain_RefuseFramesThatAreHeldForAWhile()
    {
        using var growing = new ScriptedSource<ushort>(new ushort[100], new DataShape(new Extent(5, 5), new Extent(4)), window: 3);
        Assert.Contains("last 3 frames", Assert.Throws<ArgumentException>(() => new BinScan(growing, 2)).Message, StringComparison.Ordinal);
    }

    private static IFrameSource Behind(string stage, IFrameSource source) => stage switch
    {
        "sync-offset 5" => new SyncOffset(source, 5),
        "sync-offset -7" => new SyncOffset(source, -7),
        "select" => new SelectPositions(source, ScanSelection.Rectangle(source.Shape.Scan, 1, 2, 7, 5)),
        "bin-scan" => new BinScan(source, 2),
        "reshape" => new ReshapeScan(source, new Extent(6, 12)),
        "crop" => new CropDetector(source, 1, 1, 2, 4),
        "bin-detector" => new BinDetector(source, 2),
        _ =>
            new CropDetector(
                new SelectPositions(new SyncOffset(source, -3), ScanSelection.Rectangle(source.Shape.Scan, 0, 1, 6, 6)), 0, 0, 1, 1),
    };
}
