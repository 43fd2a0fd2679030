using Ronchi.Analyses;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Xunit;
using static Ronchi.Tests.Analyses.AnalysisRuns;

namespace Ronchi.Tests.Analyses;

/// <summary>Analyses of frames whose number nobody knows before the last one has come.</summary>
public sealed class GrowingAnalysisTests
{
    // The scan had room for 40 rows: what is made of a position and its neighbours, or of the size of the scan, is of the rows that came.
    [Theory]
    [MemberData(nameof(Analyses))]
    public async Task FramesOfUnknownNumber_GiveWhatTheFinishedScanGives(string name)
    {
        var analysis = KnownAnalyses.All.First(known => known.Name == name);
        var room = Shape with { Scan = new Extent(40, Columns) };
        var values = new double[room.Full.Count];
        Values().CopyTo(values, 0);
        using var growing = new ScriptedSource<double>(values, room, knowsTotal: false);
        var plan = RunPlan.Create(growing, [analysis.Create(Context(growing), ArgumentsOf(analysis))], options: new() { TileFrames = 4 });
        var run = new CpuExecutor(2).RunAsync(plan);
        for (var frame = 0; frame < FrameCount; frame++)
            growing.Deliver(new FrameRange(frame, 1));
        growing.End();
        using var finished = Source(Values(), ElementType.F64);
        var found = await run;
        foreach (var expected in (await RunAsync(name, finished)).Where(static result => result.Use == BufferUse.Result))
        {
            // The last partition is another one.
            if (name == "partition-monitor" && expected.Name != "position")
                continue;
            var result = found[expected.Name];
            Assert.Equal(expected.Shape, result.Shape);
            Assert.Equal(expected.ValidMask(), result.ValidMask());
            foreach (var (one, other) in Numbers(expected).Zip(Numbers(result)))
                Assert.True(one.Equals(other) || Math.Abs(one - other) <= 1e-6 * Math.Max(1, Math.Abs(one)),
                    $"{expected.Name}: {one}, got {other}");
        }
    }

    // Those that begin at the end see plain frames.
    public static TheoryData<string> Analyses =>
        [.. KnownAnalyses.All.Where(static analysis => !analysis.BeginsAtEnd(new Arrivals())).Select(static analysis => analysis.Name)];
}
