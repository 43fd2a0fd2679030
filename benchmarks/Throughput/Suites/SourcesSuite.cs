using System.Globalization;

namespace Ronchi.Throughput.Suites;

/// <summary>Whole commands on files: from the start of the process to the written result, page cache warm.</summary>
internal static class SourcesSuite
{
    private const double Counts = 5;
    private static readonly string[] s_names = [
        "run-virtual-image-arina", "run-sum-arina", "run-com-arina", "info-arina", "convert-npy-arina", "simulate-192", "peak-rss"];

    private const string Disk = "disk:95.5,95.5,30";

    // Published figure for full decoding on a GPU (quantem.gpu, RTX PRO 6000 Blackwell Max-Q, 262 144 frames of 192 × 192 u16 at 12.1 KB).
    private static readonly Peer s_gpuDecode = Peer.FromPublication("quantem.gpu on RTX PRO 6000, full decode at 12.1 KB a frame", 679_000);

    public static void Run(SuiteRun suite)
    {
        PlainSourceMetrics.Measure(suite);
        if (s_names.Concat(SignalMetrics.Names).Any(suite.Wants))
            Arina(suite);
    }

    private static void Arina(SuiteRun suite)
    {
        int side = suite.Size == SuiteSize.Full ? 512 : 96;
        using var scan = new ArinaScan(side, Counts);
        SignalMetrics.Measure(suite, scan, side);
        if (!s_names.Any(suite.Wants))
            return;
        string output = scan.Beside("out.npy");
        string[] image = ["run", "virtual-image", scan.Master, "--detector", Disk, "-o", output, "--force"];
        string[] sum = ["run", "sum", scan.Master, "-o", output, "--force"];
        string[] com = ["run", "com", scan.Master, "-o", scan.Beside("out.npz"), "--force"];
        string[] info = ["info", scan.Master];
        RonchiProcess.Run(sum);
        suite.Time(
            "run-virtual-image-arina", Unit.PerSecond("frames"), scan.FrameCount, () => RonchiProcess.Run(image), 400_000, s_gpuDecode);
        suite.Time("run-sum-arina", Unit.PerSecond("frames"), scan.FrameCount, () => RonchiProcess.Run(sum), 180_000, s_gpuDecode);
        suite.Time("run-com-arina", Unit.PerSecond("frames"), scan.FrameCount, () => RonchiProcess.Run(com), 180_000, s_gpuDecode);
        suite.Time("info-arina", Unit.Seconds, 1, () => RonchiProcess.Run(info), 0.12);
        string array = scan.Beside("array.npy"), copy = scan.Beside("copy_master.h5");
        RonchiProcess.Run("convert", scan.Master, array, "--roi", $"rect:0,0,63,{side - 1}");
        string[] convert = ["convert", array, copy, "--force"];
        suite.Time("convert-npy-arina", Unit.PerSecond("frames"), 64 * side, () => RonchiProcess.Run(convert), 40_000);
        int simulated = suite.Size == SuiteSize.Full ? 256 : 128;
        string[] simulate = [
            "simulate", "benchmark", scan.Beside("simulated_master.h5"), "--scan-shape", $"{simulated}x{simulated}", "--force"];
        suite.Time("simulate-192", Unit.PerSecond("frames"), simulated * simulated, () => RonchiProcess.Run(simulate), 5_000);
        if (suite.Wants("peak-rss"))
        {
            double peak = Math.Max(RonchiProcess.PeakAnonymousMegabytes(image), RonchiProcess.PeakAnonymousMegabytes(sum));
            suite.Record("peak-rss", peak, "MB", Better.Lower, 300);
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {scan.FrameCount} frames of {BenchmarkFrames.WithCounts(Counts).ContainerBytes:0} bytes"));
    }
}
