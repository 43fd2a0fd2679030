using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using System.Diagnostics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Sources.Dectris;
using Ronchi.Sources.Synthetic;
using Ronchi.Store;

namespace Ronchi.Throughput.Suites;

/// <summary>From files of a detector into memory: one scan binned, a series, and a scan held compressed.</summary>
internal static class StoreLoadMetrics
{
    private const int Side = 192;

    public static void Run(SuiteRun suite)
    {
        string[] names = [
            "looking-part", "load-arina-bin4", "load-arina-bin1", "series-bin8", "series-bin4",
            "series-switch", "compressed-image", "compressed-first", "compressed-memory"];
        if (!names.Any(suite.Wants))
            return;
        bool isFull = suite.Size == SuiteSize.Full;
        string folder = Directory.CreateTempSubdirectory("ronchi-bench-").FullName;
        try
        {
            int side = isFull ? 512 : 48, members = isFull ? 10 : 3, memberSide = isFull ? 256 : 32;
            Load(suite, Path.Combine(folder, "scan_master.h5"), side, isFull);
            Series(suite, folder, members, memberSide, isFull);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Load(SuiteRun suite, string path, int side, bool isFull)
    {
        Write(path, side);
        using var probe = (ICompressedSource)SourceOpener.Open(path);
        foreach (int bin in (ReadOnlySpan<int>)[4, 1])
        {
            string metric = $"load-arina-bin{bin}";
            if (!suite.Wants(metric) || (bin == 1 && MemoryBudget.ForData() < probe.Shape.Full.Count))
                continue;
            double best = Rounds.Interleaved(TimeSpan.FromSeconds(1), () =>
            {
                using var binned = KnownFrameOperations.Path(new BinDetectorParameters { DetectorBinning = bin })
                    .From(SourceOpener.Open(path));
                ScanBlockedCube.LoadAsync(
                    binned, new CubeOptions { RingCenter = (Side / 2.0 / bin, Side / 2.0 / bin) }).GetAwaiter().GetResult().Dispose();
            })[0].Best;
            suite.Record(
                metric, probe.Shape.FrameCount / best, "frames/s", Better.Higher, isFull && bin == 4 ? 150_000 : null,
                new Anchor("quantem.widget on an M5 GPU", 145_000, "published"));
        }

        if (suite.Wants("looking-part"))
        {
            double least = 1;
            for (int round = 0; round < 5; round++)
            {
                using var scan = ResidentScan.LoadAsync(
                    () => SourceOpener.Open(path),
                    KnownFrameOperations.Path(new BinDetectorParameters { DetectorBinning = 4 })).GetAwaiter().GetResult();
                least = Math.Min(least, scan.LoadTime.Looking / scan.LoadTime.Total);
            }

            suite.Record("looking-part", least * 100, "% of the load", Better.Lower, isFull ? 5 : null);
        }

        if (!suite.Wants("compressed"))
            return;
        using var held = CompressedScan.LoadAsync((ICompressedSource)SourceOpener.Open(path)).GetAwaiter().GetResult();
        var disk = VirtualDetector.Disk(95.5, 95.5, 30).On(held.Shape.Detector);
        var plan = RunPlan.Create(held, [new VirtualImage(disk)]);
        double seconds = Rounds.Interleaved(
            TimeSpan.FromSeconds(3), () => new CpuExecutor().RunAsync(plan).GetAwaiter().GetResult())[0].Best;
        suite.Record(
            "compressed-image", seconds, "s", Better.Lower, isFull ? 0.45 : null, new Anchor("quantem.widget on a GPU", 0.39, "published"));
        suite.Record("compressed-first", FirstPart(plan) * 1e3, "ms", Better.Lower, isFull ? 100 : null);
        long stored = probe.Info.Files.Sum(static file => new FileInfo(file).Length);
        suite.Record("compressed-memory", (double)held.Memory.Reserved / stored, "×", Better.Lower, isFull ? 1.1 : null);
    }

    private static double FirstPart(RunPlan plan)
    {
        double best = double.MaxValue;
        for (int round = 0; round < 7; round++)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (var part in new CpuExecutor().RunPartsAsync(plan).ToBlockingEnumerable())
            {
                if (part[0].Valid?.Contains(true) != false)
                    break;
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static void Series(SuiteRun suite, string folder, int members, int side, bool isFull)
    {
        if (!suite.Wants("series"))
            return;
        string series = Directory.CreateDirectory(Path.Combine(folder, "series")).FullName,
            first = Directory.CreateDirectory(Path.Combine(series, "scan_1")).FullName;
        Write(Path.Combine(first, "a_master.h5"), side);
        for (int member = 2; member <= members; member++)
        {
            string other = Directory.CreateDirectory(Path.Combine(series, $"scan_{member}")).FullName;
            foreach (string file in Directory.EnumerateFiles(first))
                File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        }

        foreach (int bin in (ReadOnlySpan<int>)[8, 4])
        {
            if (!suite.Wants($"series-bin{bin}") && !suite.Wants("series-switch"))
                continue;
            long start = Stopwatch.GetTimestamp();
            var resident = ResidentSeries.LoadAsync(
                series, readPath: KnownFrameOperations.Path(new BinDetectorParameters { DetectorBinning = bin })).GetAwaiter().GetResult();
            var image = resident.MemberAsync(0)
                .GetAwaiter()
                .GetResult()
                .VirtualImagesAsync([VirtualDetector.Disk(96.0 / bin, 96.0 / bin, 30.0 / bin).On(resident[0]!.Scan.Shape.Detector)])
                .GetAwaiter()
                .GetResult();
            suite.Record(
                $"series-bin{bin}",
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                "s",
                Better.Lower,
                isFull ? (bin == 8 ? 6 : 8) : null,
                new Anchor("quantem.widget on an M5", bin == 8 ? 11.0 : 16.3, "published"));
            GC.KeepAlive(image);
            if (bin == 4)
            {
                int member = 0;
                ResidentScan? scan = null;
                double best = Rounds.Interleaved(
                    TimeSpan.FromSeconds(0.3),
                    () => scan = resident.MemberAsync(member = (member + 1) % members).GetAwaiter().GetResult())[0].Best;
                suite.Record(
                    "series-switch", best * 1e6, "µs", Better.Lower, isFull ? 10 : null,
                    new Anchor("quantem.widget on an M5", 7.5, "published"));
                GC.KeepAlive(scan);
            }

            resident.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    // A few hundred simulated frames over and over: what matters is how they are stored.
    private static void Write(string path, int side)
    {
        var settings = SimulationPresets.Benchmark with { ScanRows = 16, ScanColumns = 16, DetectorRows = Side, DetectorColumns = Side };
        var simulation = new Simulation(settings);
        ushort[][] frames = [.. Enumerable.Range(0, 256).Select(i =>
        {
            ushort[] counts = new ushort[Side * Side];
            simulation.Record<ushort>(0, i / 16, i % 16, counts);
            return counts;
        })];
        using var writer = new EigerFileWriter(path, new EigerRecording(side, side, Side, Side));
        Parallel.For(0, side * side, i => writer.Write(i, frames[i % frames.Length]));
        writer.Complete();
    }
}
