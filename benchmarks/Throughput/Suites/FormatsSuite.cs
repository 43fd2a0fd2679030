using System.Globalization;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// The sum pattern of one large file of each format, page cache warm, in bytes as stored a second: as a share of that of headerless
/// unsigned 16-bit frames, turn by turn with it.
/// </summary>
internal static class FormatsSuite
{
    private const int RandomFrames = 200;

    private static readonly (string Metric, string Kind, string File, double Target)[] s_flat =
    [
        ("mrc", "mrc", "scan.mrc", 0.6),
        ("dm4", "dm4", "scan.dm4", 0.6),
        ("blo", "blo", "scan.blo", 0.6),
        ("seq", "seq", "scan.seq", 0.6),
        ("tvips", "tvips", "scan_000.tvips", 0.6),
        ("empad", "empad", "scan.raw", 0.6),
        ("mib-12-bit", "mib12", "scan.mib", 0.5),
        ("mib-raw-6-bit", "mib6r", "scan.mib", 0.4),
        ("mib-raw-1-bit", "mib1r", "scan.mib", 0.4),
        ("tiff", "tiff", "scan.tif", 0.5),
    ];

    public static void Run(SuiteRun suite)
    {
        var folder = Directory.CreateTempSubdirectory("ronchi-bench-").FullName;
        try
        {
            var megabytes = suite.Size == SuiteSize.Full ? 1000 : 12;
            foreach (var format in s_flat)
                Flat(suite, folder, format.Metric, format.Kind, format.File, format.Target, megabytes);
            AgainstPeers(suite, folder, megabytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Flat(SuiteRun suite, string folder, string metric, string kind, string file, double target, int megabytes)
    {
        if (!suite.Wants($"{metric}-sum") && !suite.Wants($"{metric}-random") && !suite.Wants($"{metric}-memory"))
            return;
        string path = Path.Combine(folder, file), plain = Path.Combine(folder, "plain.bin");
        if (!PythonPeer.Run(Script, kind, path, Text(megabytes)) || !PythonPeer.Run(Script, "raw", plain, Text(megabytes)))
            return;
        path = Named(path, kind);
        using (var source = SourceOpener.Open(path))
        using (var raw = SourceOpener.Open(
            plain, new OpenOptions { OfFormats = [new RawOptions(new Extent(256, 256), ElementType.U16)] }))
        {
            RunPlan ours = RunPlan.Create(source, [new Sum()]), theirs = RunPlan.Create(raw, [new Sum()]);
            var rounds = Rounds.Interleaved(
                TimeSpan.FromSeconds(suite.Size == SuiteSize.Full ? 4 : 0.5),
                () => new CpuExecutor().RunAsync(ours).GetAwaiter().GetResult(),
                () => new CpuExecutor().RunAsync(theirs).GetAwaiter().GetResult());
            var rate = new FileInfo(path).Length / rounds[0].Best / 1e9;
            var anchor = new FileInfo(plain).Length / rounds[1].Best / 1e9;
            suite.Record($"{metric}-sum-rate", rate, "GB/s", Better.Higher, null, new Anchor("headerless u16", anchor, "same run"));
            suite.Record($"{metric}-sum", rate / anchor, "× headerless u16", Better.Higher, target);
            suite.Record($"{metric}-random", RandomFrame(source), "ms", Better.Lower, 1);
        }

        if (suite.Wants($"{metric}-memory"))
            suite.Record(
                $"{metric}-memory",
                RonchiProcess.PeakAnonymousMegabytes("run", "sum", path, "-o", Path.Combine(folder, "sum.npy"), "--force"),
                "MB",
                Better.Lower,
                300);
        File.Delete(path);
        File.Delete(plain);
    }

    private static void AgainstPeers(SuiteRun suite, string folder, int megabytes)
    {
        Against(
            suite, folder, "tiff-deflate", "tiffdeflate", "deflate.tif", megabytes / 4, "tifffile page by page",
            "import tifffile, numpy; t = tifffile.TiffFile({0})",
            "s = numpy.zeros((256, 256), 'u8')\nfor p in t.pages: s += p.asarray()");
        Against(
            suite, folder, "zarr-blosc-lz4", "zarr", "scan.zarr", megabytes / 2, "zarr-python row by row",
            "import zarr, numpy; z = zarr.open({0}, 'r')",
            "s = numpy.zeros(z.shape[2:], 'u8')\nfor r in range(z.shape[0]): s += z[r].sum(axis=0, dtype='u8')");
        Against(
            suite, folder, "png-folder", "pictures", "pictures", megabytes, "OpenCV imread, one after the other",
            "import cv2, glob, numpy; names = sorted(glob.glob({0} + '/*.png'))",
            "s = numpy.zeros((256, 256), 'u8')\nfor n in names: s += cv2.imread(n, cv2.IMREAD_UNCHANGED)",
            3.5);
    }

    private static void Against(
        SuiteRun suite, string folder, string metric, string kind, string file, int megabytes, string peer, string setup, string statement,
        double target = 3)
    {
        if (!suite.Wants(metric))
            return;
        var path = Path.Combine(folder, file);
        if (!PythonPeer.Run(Script, kind, path, Text(megabytes)))
            return;
        using var source = SourceOpener.Open(path);
        var plan = RunPlan.Create(source, [new Sum()]);
        var best = Rounds.Interleaved(
            TimeSpan.FromSeconds(2), () => new CpuExecutor().RunAsync(plan).GetAwaiter().GetResult())[0].Best;
        if (PythonPeer.BestSeconds(string.Format(CultureInfo.InvariantCulture, setup, $"'{path}'"), statement) is not { } theirs)
            return;
        var frames = source.Shape.FrameCount;
        suite.Record($"{metric}-frames", frames / best, "frames/s", Better.Higher, null, new Anchor(peer, frames / theirs, "same run"));
        suite.Record(metric, theirs / best, "×", Better.Higher, target);
    }

    private static double RandomFrame(IFrameSource source)
    {
        var random = new Random(3);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        var best = Rounds.Interleaved(TimeSpan.FromSeconds(0.5), () =>
        {
            for (var i = 0; i < RandomFrames; i++)
            {
                reader.Seek(new(random.NextInt64(source.Shape.FrameCount), 1));
                reader.TryRead(out _);
            }
        })[0].Median;
        return best / RandomFrames * 1e3;
    }

    // The shape of an EMPAD scan is in the name.
    private static string Named(string path, string kind)
    {
        if (kind != "empad")
            return path;
        var side = (long)Math.Sqrt(new FileInfo(path).Length / (130 * 128 * sizeof(float)));
        var named = Path.Combine(
            Path.GetDirectoryName(path)!, string.Create(CultureInfo.InvariantCulture, $"scan_x{side}_y{side}.raw"));
        File.Move(path, named, overwrite: true);
        return named;
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "make_formats.py");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
