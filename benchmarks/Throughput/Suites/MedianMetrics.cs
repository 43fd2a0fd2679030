using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// Medians over raw u16 frames of 192 × 192, page cache warm: processor time as a multiple of that of the sum of the same file, turn by
/// turn; part of the suite <c>engine</c>.
/// </summary>
internal static class MedianMetrics
{
    private const int Side = 192;
    private const int Pixels = Side * Side;
    private const int PeerFrames = 512;

    public static void Measure(SuiteRun suite, string folder)
    {
        Compare(suite, folder, "median-counts", 4, Counts);
        Compare(suite, folder, "median-u16", 10, static (random, frame) => random.Fill(MemoryMarshal.AsBytes(frame)));
    }

    private static void Compare(SuiteRun suite, string folder, string metric, double target, Filling fill)
    {
        if (!suite.Wants(metric))
            return;
        int side = suite.Size == SuiteSize.Full ? 128 : 48;
        string path = Path.Combine(folder, "median.raw");
        Write(path, side * side, fill);
        using var source = SourceOpener.Open(
            path,
            new OpenOptions
            {
                ScanShape = new Extent(side, side),
                OfFormats = [new RawOptions(new Extent(Side, Side), ElementType.U16)],
            });
        double[] best = ProcessorRounds.Best(TimeSpan.FromSeconds(2), Runner(source, new Median()), Runner(source, new Sum()));
        suite.Record(metric, best[0] / best[1], "× sum", Better.Lower, target);
        string setup = string.Create(
            CultureInfo.InvariantCulture, $"import numpy as n; a = n.memmap('{path}', '<u2', 'r', shape=({PeerFrames}, {Side}, {Side}))");
        Anchor? numpy = PythonPeer.BestSeconds(setup, "n.median(a, axis=0)") is { } theirs
            ? new Anchor(
                string.Create(CultureInfo.InvariantCulture, $"NumPy, {PeerFrames} frames, one thread"),
                theirs / (PeerFrames * Pixels * 2e-9),
                "same run")
            : null;
        suite.Record($"{metric}-cost", best[0] / (side * side * (double)Pixels * 2e-9), "CPU-s/GB", Better.Lower, null, numpy);
        File.Delete(path);
    }

    private static Action Runner(IFrameSource source, Udf udf) =>
        () => new CpuExecutor().RunAsync(RunPlan.Create(source, [udf])).GetAwaiter().GetResult();

    private static void Write(string path, int frames, Filling fill)
    {
        using var file = File.Create(path);
        var random = new Noise();
        ushort[] frame = new ushort[Pixels];
        for (int i = 0; i < frames; i++)
        {
            fill(random, frame);
            file.Write(MemoryMarshal.AsBytes(frame.AsSpan()));
        }
    }

    // Binomial: 2 counts at the rim, 32 in the middle.
    private static void Counts(Noise random, Span<ushort> frame)
    {
        for (int pixel = 0; pixel < frame.Length; pixel++)
        {
            double y = (pixel / Side) - 95.5, x = (pixel % Side) - 95.5;
            int bits = (int)Math.Clamp(64 - (0.6 * Math.Sqrt((y * y) + (x * x))), 4, 64);
            frame[pixel] = (ushort)BitOperations.PopCount(random.Next() >> (64 - bits));
        }
    }

    private delegate void Filling(Noise random, Span<ushort> frame);

    /// <summary>xorshift64*: fast, and good enough in its upper bits.</summary>
    private sealed class Noise
    {
        private ulong _state = 88172645463325252;

        public ulong Next()
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            return _state * 2685821657736338717;
        }

        public void Fill(Span<byte> bytes)
        {
            foreach (ref ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
                word = Next();
        }
    }
}
