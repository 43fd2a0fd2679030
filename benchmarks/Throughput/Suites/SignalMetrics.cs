using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.Steps;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Throughput.Suites;

/// <summary>What frame operations cost between a compressed scan and a virtual image; part of the suite <c>sources</c>.</summary>
internal static class SignalMetrics
{
    private const int Side = BenchmarkFrames.Side;

    public static readonly string[] Names = ["image-behind-kept-forms", "image-of-half-in-one-scan", "sum-behind-correction"];

    public static void Measure(SuiteRun suite, ArinaScan scan, int side)
    {
        if (!Names.Any(suite.Wants))
            return;
        using var session = new Session();
        using var data = session.OpenAsync(new ScanRequest(scan.Master)).GetAwaiter().GetResult();
        var image = new VirtualImage(VirtualDetector.Disk(95.5, 95.5, 30).On(data.Shape.Detector));
        double[] none = new double[Side * Side], bad = new double[Side * Side];
        bad[0] = 1;
        var detector = new Extent(Side, Side);

        // A mask and another shape of the scan: bit planes stay bit planes.
        var kept = data.Derive(new MaskPixelsParameters { PixelMask = SignalInput.Of(bad, detector) })
            .Derive(new ReshapeScanParameters { ScanShape = new Extent(data.Shape.FrameCount) });
        Record("image-behind-kept-forms", Runner(kept, image), Runner(data, image), 1.05);

        // Half of the scan as a scan of its own, against the same half as a region.
        var upper = ScanSelection.Rectangle(data.Shape.Scan, 0, 0, (side / 2) - 1, side - 1);
        var half = data.Derive(new SelectPositionsParameters { Region = new($"rect:0,0,{(side / 2) - 1},{side - 1}") });
        Record("image-of-half-in-one-scan", Runner(half, image), Runner(data, image, upper), 1.05);

        // What needs pixels pays for them: every value becomes a float.
        var corrected = data.Derive(new CorrectFramesParameters { Dark = SignalInput.Of(none, detector) });
        Record("sum-behind-correction", Runner(corrected, new Sum()), Runner(data, new Sum()), target: null);

        void Record(string metric, Action derived, Action direct, double? target)
        {
            if (!suite.Wants(metric))
                return;
            double[] best = ProcessorRounds.Best(TimeSpan.FromSeconds(suite.Size == SuiteSize.Full ? 5 : 1), derived, direct);
            suite.Record(metric, best[0] / best[1], "× direct", Better.Lower, target);
        }
    }

    private static Action Runner(Scan scan, Udf udf, ScanSelection? selection = null) =>
        () => new CpuExecutor().RunAsync(RunPlan.Create(scan.Source, [udf], selection)).GetAwaiter().GetResult();
}
