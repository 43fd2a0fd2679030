using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;
using Ronchi.Sources.Memory;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// What a user's UDF pays for getting 0 where nothing was measured: the same sum with and without values that are no measurement.
/// </summary>
internal static class UnmeasuredMetrics
{
    private const double Share = 0.001;   // of "no data" values

    /// <summary>Measures it.</summary>
    /// <param name="suite">Keeps the figures.</param>
    /// <param name="values">Frames in memory without the largest value; changed.</param>
    /// <param name="shape">Their shape.</param>
    public static void Measure(SuiteRun suite, ushort[] values, DataShape shape)
    {
        string[] names = ["unmeasured-rule", "unmeasured-present", "unmeasured-loop"];
        if (!names.Any(suite.Wants))
            return;
        int pixels = (int)shape.FrameElements;
        var mask = PixelSet.From(pixels, static pixel => pixel % 997 == 0);
        using var plain = new ArraySource<ushort>(values, shape);
        using var ruled = new ArraySource<ushort>(values, shape, new Validity { MaximumIsNoData = true });
        Record("unmeasured-rule", new KernelSum(), ruled);
        using var both = new ArraySource<ushort>(values, shape, new Validity { MaximumIsNoData = true, MaskedPixels = mask });
        var random = new Random(1);
        for (int i = 0; i < (int)(values.Length * Share); i++)
            values[random.Next(values.Length)] = ushort.MaxValue;
        Record("unmeasured-present", new KernelSum(), both);
        Record("unmeasured-loop", new LoopSum(), both);

        void Record(string metric, Udf udf, IFrameSource source)
        {
            if (!suite.Wants(metric))
                return;
            double[] best = ProcessorRounds.Best(
                TimeSpan.FromSeconds(suite.Size == SuiteSize.Full ? 3 : 1), Runner(source, udf), Runner(plain, udf));
            suite.Record(metric, best[0] / best[1], "× without", Better.Lower);
        }
    }

    private static Action Runner(IFrameSource source, Udf udf) =>
        () => new CpuExecutor(1).RunAsync(RunPlan.Create(source, [udf])).GetAwaiter().GetResult();

    private sealed class KernelSum : Udf, IStackUdf
    {
        public override string Name => "kernel-sum";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("sum", ResultKind.Detector, ElementType.U64)];

        public void ProcessStack(in Tile tile, UdfTask task) => PixelSum.Add(tile.Pixels<ushort>(), task.View<ulong>(0));
    }

    private sealed class LoopSum : Udf, IFrameUdf
    {
        public override string Name => "loop-sum";

        public override ElementType? PreferredType => ElementType.F64;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("sum", ResultKind.Detector, ElementType.F64)];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
            var pixels = frame.Pixels<double>();
            var sums = task.View<double>(0);
            for (int i = 0; i < pixels.Length; i++)
                sums[i] += pixels[i];
        }
    }
}
