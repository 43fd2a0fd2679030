using System.Globalization;
using System.Runtime.InteropServices;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources;

namespace Ronchi.Throughput.Suites;

/// <summary>Headerless files, NumPy arrays and deflated HDF5, page cache warm; part of the suite <c>sources</c>.</summary>
internal static class PlainSourceMetrics
{
    private const int FrameSide = 128;
    private const int FramePixels = FrameSide * FrameSide;

    public static void Measure(SuiteRun suite)
    {
        string folder = Directory.CreateTempSubdirectory("ronchi-bench-").FullName;
        try
        {
            if (suite.Wants("raw-mask1"))
                RawMask(suite, folder, suite.Size == SuiteSize.Full ? 256 : 48);
            if (suite.Wants("npy-sum"))
                NpySum(suite, folder, suite.Size == SuiteSize.Full ? 128 : 32);
            if (suite.Wants("hdf5-gzip-sum"))
                GzipSum(suite, folder, suite.Size == SuiteSize.Full ? 64 : 24);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Processor seconds of the whole command, start and all, per GB of pixels.
    private static void RawMask(SuiteRun suite, string folder, int side)
    {
        string path = Path.Combine(folder, "scan.raw");
        WriteFrames(path, side * side, header: []);
        string shape = string.Create(CultureInfo.InvariantCulture, $"{side}x{side}");
        string[] command = [
            "run", "virtual-image", path, "--frame-shape", $"{FrameSide}x{FrameSide}",
            "--dtype", "u16", "--scan-shape", shape, "--detector", "disk:63.5,63.5,30"];
        double gigabytes = new FileInfo(path).Length / 1e9;
        suite.Record(
            "raw-mask1",
            Enumerable.Range(0, 7).Min(_ => RonchiProcess.ProcessorSeconds(command)) / gigabytes,
            "CPU-s/GB",
            Better.Lower,
            0.10,
            new Anchor("LiberTEM, one mask", 0.28, "published"));
        File.Delete(path);
    }

    private static void NpySum(SuiteRun suite, string folder, int side)
    {
        string path = Path.Combine(folder, "scan.npy");
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<u2', 'fortran_order': False, 'shape': ({side}, {side}, {FrameSide}, {FrameSide}), }}")
            .PadRight(117)
            + "\n";
        WriteFrames(path, side * side, [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(text)]);
        using (var read = SourceOpener.Open(path))
        {
            var plan = RunPlan.Create(read, [new Sum()]);
            double best = Rounds.Interleaved(
                TimeSpan.FromSeconds(2), () => new CpuExecutor(1).RunAsync(plan).GetAwaiter().GetResult())[0].Best;
            suite.Record("npy-sum-read-frames", side * side / best, "frames/s", Better.Higher, null);
        }
        Compare(
            suite, "npy-sum", path, side * side, 5, threads: 1, map: true, "NumPy on a mapped array, one thread",
            $"import numpy; a = numpy.load('{path}', mmap_mode='r')", "a.sum(axis=(0, 1))");
    }

    private static void GzipSum(SuiteRun suite, string folder, int side)
    {
        string path = Path.Combine(folder, "scan.h5");
        using (var writer = new Hdf5Writer(path))
        {
            var dataset = writer.Root.Chunked<ushort>(
                "data", [side, side, FrameSide, FrameSide], [1, 1, FrameSide, FrameSide],
                new Hdf5Filter(2, "shuffle", IsOptional: true, [2]), new Hdf5Filter(1, "deflate", IsOptional: true, [4]));
            ushort[] frame = new ushort[FramePixels];
            for (int i = 0; i < side * side; i++)
            {
                Fill(frame, i);
                dataset.Append(MemoryMarshal.AsBytes(frame.AsSpan()));
            }
            writer.Complete();
        }

        Compare(
            suite,
            "hdf5-gzip-sum",
            path,
            side * side,
            3,
            threads: 0,
            map: false,
            "h5py row by row (its library lets one thread in)",
            $"import h5py, numpy; d = h5py.File('{path}')['data']",
            "s = numpy.zeros(d.shape[2:], 'u8')\nfor r in range(d.shape[0]): s += d[r].sum(axis=0, dtype='u8')");
    }

    private static void Compare(
        SuiteRun suite, string metric, string path, int frames, double target,
        int threads, bool map, string peer, string setup, string statement)
    {
        using var source = SourceOpener.Open(path, new OpenOptions { OfFormats = [new MapOptions { Map = map }] });
        var plan = RunPlan.Create(source, [new Sum()]);
        double best = Rounds.Interleaved(
            TimeSpan.FromSeconds(2), () => new CpuExecutor(threads).RunAsync(plan).GetAwaiter().GetResult())[0].Best;
        if (PythonPeer.BestSeconds(setup, statement) is not { } theirs)
            return;
        suite.Record($"{metric}-frames", frames / best, "frames/s", Better.Higher, null, new Anchor(peer, frames / theirs, "same run"));
        suite.Record(metric, theirs / best, "×", Better.Higher, target);
    }

    private static void WriteFrames(string path, int frames, byte[] header)
    {
        using var file = File.Create(path);
        file.Write(header);
        ushort[] frame = new ushort[FramePixels];
        for (int i = 0; i < frames; i++)
        {
            if (i < 64)
                Fill(frame, i);
            file.Write(MemoryMarshal.AsBytes(frame.AsSpan()));
        }
    }

    private static void Fill(ushort[] frame, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < frame.Length; i++)
            frame[i] = (ushort)(random.Next(8) * random.Next(4));
    }
}
