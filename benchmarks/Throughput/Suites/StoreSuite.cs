using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// A scan that is held in memory: virtual images, drags, patterns and frames of 256 × 256 × 96 × 96 and 256 × 256 × 192 × 192.
/// </summary>
internal static class StoreSuite
{
    // The peers hold f32, as quantem.widget does, and use both threads.
    private const string Peer =
        "import torch, numpy as np\ntorch.manual_seed(1)\nd = torch.randint(0, 32768, (65536, 9216), "
        + "dtype=torch.int16).float()\nm = torch.zeros(9216)\n";

    public static void Run(SuiteRun suite)
    {
        bool isFull = suite.Size == SuiteSize.Full;
        var scan = isFull ? new Extent(256, 256) : new Extent(64, 64);
        Resident(suite, new NoiseSource(new(scan, new(96, 96)), bits: 15), "96", 10.05, (14, 22.4), isFull);
        Resident(suite, new NoiseSource(new(scan, new(96, 96)), bits: 7), "96-u8", 10.05, (14, 22.4), isFull: false);
        Resident(suite, new NoiseSource(new(scan, new(192, 192)), bits: 15), "192", 20.03, (28, 44.8), isFull);
        StoreLoadMetrics.Run(suite);
    }

    private static void Resident(
        SuiteRun suite, NoiseSource source, string name, double brightRadius, (double Inner, double Outer) ring, bool isFull)
    {
        string[] names = [
            $"load-{name}", $"extremes-{name}", $"bf-{name}", $"adf-{name}", $"drag-bf-{name}",
            $"ring-{name}", $"frame-{name}", $"pattern-{name}", $"pattern-moved-{name}", $"cancel-{name}"];
        if (!names.Any(suite.Wants))
            return;
        int side = (int)source.Shape.Detector[0], pixels = side * side;
        double gigabytes = source.Shape.Full.Count * 2 / 1e9;
        bool isSmallFrame = side == 96;
        if (suite.Wants(names[0]))
        {
            double seconds = Best(isSmallFrame ? 3 : 6, () => ScanBlockedCube.LoadAsync(source).GetAwaiter().GetResult().Dispose());
            suite.Record(
                names[0],
                seconds * 1e3,
                "ms",
                Better.Lower,
                isFull ? (isSmallFrame ? 250 * gigabytes / 1.4 : 1500 * gigabytes / 5.6) : null);
        }

        double middle = (side - 1) / 2.0;
        using var cube = ScanBlockedCube.LoadAsync(source, new CubeOptions { RingCenter = (middle, middle) }).GetAwaiter().GetResult();
        suite.Record(
            names[1], Best(0.3, () => cube.Extremes<ushort>()) * 1e3, "ms", Better.Lower, isFull ? (isSmallFrame ? 60 : 200) : null);
        var bright = Ring(side, 0, brightRadius, 0);
        Image(suite, names[2], cube, bright, isFull ? (isSmallFrame ? 1.6 : 6) : null);
        Image(suite, names[3], cube, Ring(side, ring.Inner, ring.Outer, 0), isFull && isSmallFrame ? 4.5 : null);
        var live = new DetectorImage<ulong>(cube);
        int step = 0;
        PixelSet[] drag = [.. Enumerable.Range(20, 9).Select(shift => Ring(side, 0, brightRadius, shift))],
            rings = [.. Enumerable.Range(0, 35).Select(i => Ring(side, ring.Inner + (i % 7 * 0.13), ring.Outer + (i % 5 * 0.17), 0))];
        if (suite.Wants(names[4]))
            suite.Record(
                names[4], Best(1, () => live.Update(drag[Math.Abs((++step % 16) - 8)])) * 1e3,
                "ms", Better.Lower, isFull && isSmallFrame ? 0.5 : null);
        if (suite.Wants(names[5]))
            suite.Record(
                names[5], Best(1, () => live.Update(rings[++step % rings.Length])) * 1e3,
                "ms", Better.Lower, isFull && isSmallFrame ? 0.3 : null);
        if (suite.Wants(names[6]))
        {
            ushort[] frame = [];
            long position = 0;
            suite.Record(
                names[6],
                Best(0.5, () => frame = cube.Frame<ushort>(position = (position + 40503) % source.Shape.FrameCount)) * 1e6,
                "µs",
                Better.Lower,
                isFull ? (isSmallFrame ? 50 : 160) : null);
            GC.KeepAlive(frame);
        }

        Pattern(suite, names[7], names[8], cube, isFull && isSmallFrame);
        Cancel(suite, names[9], cube, isFull);
    }

    // What the same detector took on u16 that cannot be narrowed.
    private static readonly Dictionary<string, double> Wide = [];

    private static void Image(SuiteRun suite, string metric, ScanBlockedCube cube, PixelSet detector, double? target)
    {
        if (!suite.Wants(metric))
            return;
        ulong[] image = new ulong[cube.Shape.FrameCount];
        double best = Best(2, () => cube.VirtualImage(detector, image));
        suite.Record(metric, best * 1e3, "ms", Better.Lower, target);
        Wide[metric] = best;
        if (metric.EndsWith("-u8", StringComparison.Ordinal) && Wide.TryGetValue(metric[..^3], out double wide))
            suite.Record($"{metric}-of-u16", best / wide, "×", Better.Lower, suite.Size == SuiteSize.Full ? 0.6 : null);
        double rate = (double)detector.Count * cube.Shape.FrameCount * (cube.NarrowedBlocks > 0 ? 1 : 2) / best / 1e9;
        suite.Record($"{metric}-rate", rate, "GB/s", Better.Higher);
        if (target is null || cube.Shape.Detector[0] != 96)
            return;
        suite.Record($"{metric}-of-read-bandwidth", rate / Machine.Measure().ReadGBs, "×", Better.Higher, metric == "bf-96" ? 0.6 : null);
        string mask = $"m[:{detector.Count}] = 1; m = m[torch.randperm(9216)]; i = m.nonzero()[:, 0]\n";
        Against("torch-sparse", "torch, index and sum", Peer + mask, "d[:, i].sum(1)", metric == "bf-96" ? 35 : null);
        Against(
            "numpy-tensordot", "NumPy, tensordot", Peer + mask + "d = d.numpy(); m = m.numpy()\n",
            "np.tensordot(d, m, 1)", metric == "bf-96" ? 25 : null);

        void Against(string name, string peer, string setup, string statement, double? atLeast)
        {
            if (PythonPeer.BestSeconds(setup, statement, threads: Environment.ProcessorCount) is { } theirs)
                suite.Record(
                    $"{metric}-{name}", theirs / best, "×", Better.Higher, atLeast,
                    new Anchor($"{peer}, ms", 1, $"same run: {theirs * 1e3:0.0} ms"));
        }
    }

    private static void Pattern(SuiteRun suite, string full, string moved, ScanBlockedCube cube, bool hasTargets)
    {
        if (!suite.Wants(full) && !suite.Wants(moved))
            return;
        var scan = cube.Shape.Scan;
        suite.Record(
            full,
            Best(0.7, () => cube.PatternSum<ulong>(ScanSelection.Rectangle(scan, 20, 13, 51, 44))) * 1e3,
            "ms",
            Better.Lower,
            hasTargets ? 15 : null);
        var region = new RegionPattern<ulong>(cube);
        int step = 0;
        suite.Record(
            moved,
            Best(0.7, () => region.Update(ScanSelection.Rectangle(scan, 20, 13 + (++step % 2), 51, 44 + (step % 2)))) * 1e3,
            "ms",
            Better.Lower,
            hasTargets ? 2 : null);
    }

    // From the request to stop until the image gives up.
    private static void Cancel(SuiteRun suite, string metric, ScanBlockedCube cube, bool hasTarget)
    {
        if (!suite.Wants(metric))
            return;
        var everything = PixelSet.All((int)cube.Shape.FrameElements);
        ulong[] image = new ulong[cube.Shape.FrameCount];
        var times = new List<double>();
        for (int round = 0; round < 25; round++)
        {
            using var stop = new CancellationTokenSource();
            var work = Task.Run(() => cube.VirtualImage(everything, image, stop.Token));
            Thread.Sleep(3);
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            stop.Cancel();
            try
            {
                work.GetAwaiter().GetResult();
                continue;   // it was faster
            }
            catch (OperationCanceledException)
            {
                double milliseconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (round >= 5)
                    times.Add(milliseconds);   // exceptions are slow the first time
            }
        }

        if (times.Count == 0)
            return;
        times.Sort();
        suite.Record(metric, times[times.Count / 2], "ms", Better.Lower, hasTarget ? 2 : null);
        suite.Record($"{metric}-worst", times[^1], "ms", Better.Lower);
    }

    private static double Best(double seconds, Action call) => Rounds.Interleaved(TimeSpan.FromSeconds(seconds), call)[0].Best;

    private static PixelSet Ring(int side, double inner, double outer, double shift) => PixelSet.From(side * side, pixel =>
    {
        double row = (pixel / side) - ((side - 1) / 2.0), column = (pixel % side) - ((side - 1) / 2.0) - shift,
            distance = Math.Sqrt((row * row) + (column * column));
        return distance >= inner && distance <= outer;
    });
}
