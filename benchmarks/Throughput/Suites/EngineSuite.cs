using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Fourier;
using Ronchi.Analyses.Masks;
using Ronchi.Analyses.Picking;
using Ronchi.Analyses.Radial;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Memory;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// UDFs over raw u16 frames of 128 × 128, page cache warm: processor seconds per GB of stored data, and what a run costs besides.
/// </summary>
internal static class EngineSuite
{
    private const int Side = 128;
    private const int Pixels = Side * Side;
    private const string Published = "published";

    public static void Run(SuiteRun suite)
    {
        string folder = Directory.CreateTempSubdirectory("ronchi-bench-").FullName;
        try
        {
            var shape = new DataShape(suite.Size == SuiteSize.Full ? new Extent(256, 256) : new Extent(48, 48), new Extent(Side, Side));
            string path = Path.Combine(folder, "scan.raw");
            WriteFrames(path, (int)shape.FrameCount);
            using var file = SourceOpener.Open(
                path, new OpenOptions { ScanShape = shape.Scan, OfFormats = [new RawOptions(shape.Detector, ElementType.U16)] });
            FromFile(suite, file);
            InMemory(suite, shape);
            MedianMetrics.Measure(suite, folder);
            Overheads(suite, file, path, shape);
            if (suite.Wants("sparse-mask"))
                SparseMask(suite);
            if (suite.Wants("bslz4-sum") || suite.Wants("scaling-bslz4"))
                Bslz4(suite);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void FromFile(SuiteRun suite, IFrameSource source)
    {
        Cpu(suite, "sum", source, 0.075, 0.25, threads: 0, new Sum());
        Cpu(suite, "sum-sig", source, 0.075, 0.27, threads: 0, FrameSumAnalysis.Of(DataDescription.Of(source)));
        Cpu(suite, "max", source, 0.07, 0.06, threads: 0, new Envelope(isMaximum: true));
        Cpu(suite, "mask-1", source, 0.09, 0.34, threads: 0, Masks(1));
        Cpu(suite, "mask-4", source, 0.11, 0.34, threads: 0, Masks(4));
        Cpu(suite, "mask-16", source, 0.15, 0.43, threads: 0, Masks(16));
        Cpu(suite, "com", source, 0.10, 0.38, threads: 0, new CenterOfMass());
        Cpu(suite, "stddev", source, 0.11, 1.23, threads: 0, new StandardDeviation());
        Cpu(suite, "log-sum", source, 0.30, 0.82, threads: 0, new LogSum());
        var middle = ((Side - 1) / 2.0, (Side - 1) / 2.0);
        Cpu(suite, "radial-256", source, 0.15, null, threads: 0, new RadialProfile(new() { Center = middle, Bins = 64 }));
        Cpu(suite, "radial-fourier-24", source, 0.8, null, threads: 0, new RadialFourier(source.Shape.Detector, middle, maxOrder: 24));
        Cpu(suite, "five-in-one-pass", source, 0.35, 2.2, threads: 0, Five(source));
        foreach (var (name, target, published, udf) in new (string, double, double, Udf)[]
        {
            ("sum", 24, 7.6, new Sum()),
            ("mask-1", 20, 5.8, Masks(1)),
            ("com", 16, 5.1, new CenterOfMass()),
            ("stddev", 12, 1.6, new StandardDeviation()),
        })
            suite.Time(
                $"wall-{name}", Unit.GigabytesPerSecond, Bytes(source), Runner(source, new CpuExecutor(), udf),
                target, Peer.FromPublication("LiberTEM, 2 threads", published));
    }

    private static void InMemory(SuiteRun suite, DataShape shape)
    {
        string[] names = [
            "memory-sum", "memory-mask-1", "memory-mask-4", "memory-mask-16", "memory-stddev",
            "sum-dark-gain", "empty-frame-udf", "unmeasured-rule", "unmeasured-present", "unmeasured-loop"];
        if (!names.Any(suite.Wants))
            return;
        // An array holds at most 2 G elements: half of the file's frames.
        var half = shape with { Scan = new Extent(shape.Scan[0] / 2, shape.Scan[1]) };
        ushort[] values = new ushort[half.Full.Count];
        for (int i = 0; i < half.FrameCount; i++)
            Fill(values.AsSpan(i * Pixels, Pixels), i % 64);
        using var source = new ArraySource<ushort>(values, half);
        Cpu(suite, "memory-sum", source, 0.035, null, threads: 1, new Sum());
        Cpu(suite, "memory-mask-1", source, 0.035, null, threads: 1, Masks(1));
        Cpu(suite, "memory-mask-4", source, 0.055, null, threads: 1, Masks(4));
        Cpu(suite, "memory-mask-16", source, 0.10, null, threads: 1, Masks(16));
        Cpu(suite, "memory-stddev", source, 0.065, null, threads: 1, new StandardDeviation());
        if (suite.Wants("sum-dark-gain"))
        {
            float[] dark = new float[Pixels], gain = new float[Pixels];
            Array.Fill(gain, 1.25f);
            Array.Fill(dark, 0.5f);
            using var corrected = new CorrectFrames(source, new Corrections(half.Detector, dark, gain));
            var rounds = Rounds.Interleaved(
                TimeSpan.FromSeconds(2), Runner(corrected, new CpuExecutor(), new Sum()), Runner(source, new CpuExecutor(), new Sum()));
            suite.Record("sum-dark-gain", rounds[0].Best / rounds[1].Best, "× plain sum", Better.Lower, 1.3);
        }

        suite.Time(
            "empty-frame-udf", Unit.MicrosecondsPer("frame"), half.FrameCount,
            Runner(source, new InlineExecutor(), new Nothing()), 0.15, Peer.FromPublication("LiberTEM", 6.2));
        UnmeasuredMetrics.Measure(suite, values, half);
    }

    private static void Overheads(SuiteRun suite, IFrameSource file, string path, DataShape shape)
    {
        var one = ScanSelection.FromIndices(file.Shape.Scan, [file.Shape.FrameCount / 2]);
        suite.Time(
            "pick-one",
            Unit.Milliseconds,
            1,
            () => new InlineExecutor().RunAsync(RunPlan.Create(file, [new Pick(one)], one)).GetAwaiter().GetResult(),
            0.1,
            Peer.FromPublication("LiberTEM", 2.6));
        if (suite.Wants("first-result"))
        {
            string small = path + ".small";
            WriteFrames(small, (int)(100e6 / (Pixels * sizeof(ushort))));
            string[] command = ["run", "sum", small, "--frame-shape", $"{Side}x{Side}", "--dtype", "u16"];
            suite.Time(
                "first-result", Unit.Seconds, 1, () => RonchiProcess.Run(command), 0.35, Peer.FromPublication("LiberTEM, warm", 0.8));
        }

        ScriptMetrics.Run(suite, path);
        if (suite.Wants("crystallinity"))
            Crystallinity(suite, file, path);

        if (suite.Wants("scaling-stddev"))
            Scaling(suite, "scaling-stddev", file, new StandardDeviation());
        if (suite.Wants("cancellation"))
            suite.Record("cancellation", Cancellation(file), "ms", Better.Lower, 50);
        if (suite.Wants("partial-results"))
            suite.Record("partial-results", PartialResults(file), "a second", Better.Higher, 20);
    }

    // The same 2 048 frames, one thread each.
    private static void Crystallinity(SuiteRun suite, IFrameSource source, string path)
    {
        var some = ScanSelection.FromIndices(
            source.Shape.Scan, [.. Enumerable.Range(0, suite.Size == SuiteSize.Full ? 2048 : 128).Select(static frame => (long)frame)]);
        var plan = RunPlan.Create(source, [FourierMasks.Crystallinity(10, 40, new(63.5, 63.5, 8))], some);
        double best = Rounds.Interleaved(TimeSpan.FromSeconds(2), () => new CpuExecutor(1).RunAsync(plan).GetAwaiter().GetResult())[0].Best;
        string setup = $$"""
            import numpy as np
            try:
                import scipy.fft as f
            except ImportError:
                f = np.fft
            d = np.fromfile('{{path}}', '<u2', {{some.FrameCount * Pixels}}).reshape(-1, {{Side}}, {{Side}})
            y, x = np.mgrid[0:{{Side}}, 0:{{Side}}]
            real = ((y - 63.5)**2 + (x - 63.5)**2 > 64).astype(np.float32)
            u = np.fft.fftfreq({{Side}}, 1/{{Side}})[:, None]; v = np.arange({{Side}}//2 + 1)[None]
            ring = ((u*u + v*v >= 100) & (u*u + v*v <= 1600)).astype(np.float32)
            """;
        double? theirs = PythonPeer.BestSeconds(setup, "[(np.abs(f.rfft2(frame * real)) * ring).sum() for frame in d]");
        if (theirs is { } peer)
            suite.Record("crystallinity", peer / best, "× SciPy, one thread each", Better.Higher, 5);
        suite.Record("crystallinity-frames", some.FrameCount / best, "frames/s", Better.Higher);
    }

    private static void SparseMask(SuiteRun suite)
    {
        var shape = new DataShape(suite.Size == SuiteSize.Full ? new Extent(256, 128) : new Extent(64, 64), new Extent(Side, Side));
        ushort[] values = new ushort[shape.Full.Count];
        var random = new Random(1);
        for (int i = 0; i < values.Length / 100; i++)
            values[random.Next(values.Length)] = 1;
        using var dense = new ArraySource<ushort>(values, shape);
        using var sparse = new HeldSparse(values, shape);
        var rounds = Rounds.Interleaved(
            TimeSpan.FromSeconds(2), Runner(sparse, new CpuExecutor(1), Masks(1)), Runner(dense, new CpuExecutor(1), Masks(1)));
        suite.Record("sparse-mask", rounds[1].Best / rounds[0].Best, "× dense", Better.Higher, 10);
    }

    private static void Bslz4(SuiteRun suite)
    {
        using var scan = new ArinaScan(suite.Size == SuiteSize.Full ? 256 : 64, 5);
        using var source = SourceOpener.Open(scan.Master);
        Cpu(suite, "bslz4-sum", source, 0.12, 1.4, threads: 0, new Sum());
        if (suite.Wants("scaling-bslz4"))
            Scaling(suite, "scaling-bslz4", source, new Sum());
    }

    private static void Scaling(SuiteRun suite, string metric, IFrameSource source, Udf udf)
    {
        var rounds = Rounds.Interleaved(
            TimeSpan.FromSeconds(4), Runner(source, new CpuExecutor(1), udf), Runner(source, new CpuExecutor(2), udf));
        suite.Record(metric, rounds[0].Best / rounds[1].Best, "× one thread", Better.Higher, 1.85);
    }

    // Processor time of this process, all threads, best of seven or more. In memory one thread: two wait for the memory bus more than they
    // compute.
    private static void Cpu(
        SuiteRun suite, string metric, IFrameSource source, double target, double? published, int threads, params Udf[] udfs)
    {
        if (!suite.Wants(metric))
            return;
        double best = ProcessorRounds.Best(
            TimeSpan.FromSeconds(suite.Size == SuiteSize.Full ? 2 : 0.4), Runner(source, new CpuExecutor(threads), udfs))[0];
        suite.Record(
            metric,
            best / (Bytes(source) / 1e9),
            "CPU-s/GB",
            Better.Lower,
            target,
            published is { } figure ? new Anchor("LiberTEM", figure, Published) : null);
    }

    private static double Bytes(IFrameSource source) => (double)source.Shape.Full.Count * source.ElementType.Size();

    private static Action Runner(IFrameSource source, Executor executor, params Udf[] udfs) =>
        () => executor.RunAsync(RunPlan.Create(source, udfs)).GetAwaiter().GetResult();

    private static Udf[] Five(IFrameSource source) =>
        [new Sum(), FrameSumAnalysis.Of(DataDescription.Of(source)), new CenterOfMass(), new StandardDeviation(), Masks(4)];

    private static ApplyMasks Masks(int count)
    {
        var random = new Random(count);
        return new(MaskStack.Of([.. Enumerable.Range(0, count)
            .Select(_ => new Func<float[]>(() => [.. Enumerable.Range(0, Pixels).Select(_ => random.NextSingle())]))]));
    }

    private static double Cancellation(IFrameSource source)
    {
        double worst = 0;
        for (int i = 0; i < 7; i++)
        {
            using var cancel = new CancellationTokenSource();
            var run = new CpuExecutor().RunAsync(RunPlan.Create(source, [new LogSum()]), cancellationToken: cancel.Token);
            Thread.Sleep(5);
            var clock = Stopwatch.StartNew();
            cancel.Cancel();
            try
            {
                run.GetAwaiter().GetResult();
            }
            catch (RunCanceledException)
            {
                worst = Math.Max(worst, clock.Elapsed.TotalMilliseconds);
            }
        }

        return worst;
    }

    private static double PartialResults(IFrameSource source)
    {
        int count = 0;
        var clock = Stopwatch.StartNew();
        async Task CountAsync()
        {
            await foreach (var _ in new CpuExecutor()
                .RunPartsAsync(RunPlan.Create(source, [new LogSum(), new StandardDeviation()]), TimeSpan.FromMilliseconds(10)))
                count++;
        }

        CountAsync().GetAwaiter().GetResult();
        return count / clock.Elapsed.TotalSeconds;
    }

    private static void WriteFrames(string path, int frames)
    {
        using var file = File.Create(path);
        ushort[] frame = new ushort[Pixels];
        for (int i = 0; i < frames; i++)
        {
            Fill(frame, i % 64);
            file.Write(MemoryMarshal.AsBytes(frame.AsSpan()));
        }
    }

    // Values that no narrower type holds.
    private static void Fill(Span<ushort> frame, int seed)
    {
        uint state = (uint)(seed * 2654435761u) + 1;
        for (int i = 0; i < frame.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            frame[i] = (ushort)(state >> 17);
        }
    }

    private sealed class Nothing : Udf, IFrameUdf
    {
        public override string Name => "nothing";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
            // What is measured is the way to here.
        }
    }
}
