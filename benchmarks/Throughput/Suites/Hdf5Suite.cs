using System.Diagnostics;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;

namespace Ronchi.Throughput.Suites;

/// <summary>Chunk indexes: open the file, find the dataset, learn where every chunk is; and chunks that span many frames.</summary>
internal static class Hdf5Suite
{
    private const string Python = "/usr/bin/python3";
    private const int AskedChunks = 16;

    // One filtered chunk a frame, as detectors write; written by h5py so that the library lays out its own indexes.
    private const string Script = """
        import sys, h5py, numpy as np
        data = np.random.default_rng(1).integers(0, 3, (65536, 8, 8)).astype("u2")
        for name, libver, most in (("earliest", "earliest", None), ("latest", "latest", None), ("growing", "latest", (None, 8, 8)), ("tree", "latest", (None, None, 8))):
            with h5py.File(f"{sys.argv[1]}/{name}.h5", "w", libver=libver) as file:
                file.create_dataset("entry/data/data", data=data, chunks=(1, 8, 8), maxshape=most, compression="lzf")
        """;

    public static void Run(SuiteRun suite)
    {
        ScanBlockMetrics.Measure(suite);
        string folder = Directory.CreateTempSubdirectory("ronchi-hdf5-").FullName;
        try
        {
            if (WriteByH5py(folder))
            {
                Index(suite, "hdf5-index-65536", Path.Combine(folder, "earliest.h5"), 65536);
                Index(suite, "hdf5-index-65536-latest", Path.Combine(folder, "latest.h5"), 65536);
                Index(suite, "hdf5-index-65536-growing", Path.Combine(folder, "growing.h5"), 65536);
                Index(suite, "hdf5-index-65536-tree", Path.Combine(folder, "tree.h5"), 65536);
            }
            else
            {
                Console.Error.WriteLine("  h5py is missing (Debian: apt install python3-h5py): only our own file is measured");
            }
            string ours = Path.Combine(folder, "ours.h5");
            WriteOurs(ours, 300_000);
            Index(suite, "hdf5-index-300000-ours", ours, 300_000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Index(SuiteRun suite, string metric, string path, long chunks)
    {
        if (!suite.Wants(metric))
            return;
        var peer = chunks % AskedChunks == 0 ? Library(path, chunks) : null;
        suite.Time(metric, Unit.Milliseconds, chunks, () => Load(path, chunks), target: 15, peer);
    }

    // For chunk n the library walks over n others: asking for all would take minutes, so some are asked for, evenly spread over the index.
    private static Peer? Library(string path, long chunks)
    {
        var stride = chunks / AskedChunks;
        var seconds = PythonPeer.BestSeconds(
            $"import h5py; d = h5py.File('{path}')['entry/data/data'].id",
            $"[d.get_chunk_info(i) for i in range({stride / 2}, {chunks}, {stride})]");
        return seconds is { } asked
            ? Peer.OfProgram($"libhdf5, get_chunk_info of {AskedChunks} chunks × {stride}", asked * stride * 1e3)
            : null;
    }

    private static void Load(string path, long chunks)
    {
        using var file = Hdf5File.Open(path);
        var index = file.Root.OpenDataset("entry/data/data").ReadChunkIndex();
        if (index.StoredCount != chunks)
            throw new InvalidDataException($"{path}: {index.StoredCount} chunks, {chunks} were written.");
    }

    private static void WriteOurs(string path, int chunks)
    {
        using var writer = new Hdf5Writer(path);
        var data = writer.Root.Group("entry")
            .Group("data")
            .Chunked<ushort>("data", [chunks, 192, 192], [1, 192, 192], new Hdf5Filter(32008, "bitshuffle", false, [0, 3, 2, 0, 2]));
        var chunk = new byte[24];
        for (int i = 0; i < chunks; i++)
            data.AppendEncoded(chunk);
        writer.Complete();
    }

    private static bool WriteByH5py(string folder)
    {
        if (!File.Exists(Python))
            return false;
        using var process = Process.Start(
            new ProcessStartInfo(Python, ["-c", Script, folder]) { UseShellExecute = false, RedirectStandardError = true });
        process!.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
