using System.Runtime.InteropServices;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// HDF5 chunks that span blocks of the scan, as HyperSpy writes them, against a chunk for each frame: the same values, deflated, page cache
/// warm; part of the suite <c>hdf5</c>.
/// </summary>
internal static class ScanBlockMetrics
{
    private const int Detector = 48;
    private static readonly (string Name, int[] Chunk)[] s_layouts = [
        ("hdf5-scan-block-chunks", [32, 32, 12, 12]),
        ("hdf5-scan-block-chunks-line", [1, 16, Detector, Detector]),
        ("hdf5-scan-block-chunks-whole-scan", [0, 0, 8, 8])];

    public static void Measure(SuiteRun suite)
    {
        if (!s_layouts.Any(layout => suite.Wants(layout.Name)))
            return;
        string folder = Directory.CreateTempSubdirectory("ronchi-blocks-").FullName;
        try
        {
            int side = suite.Size == SuiteSize.Full ? 128 : 64;
            ushort[] values = Values(side);
            string byFrame = Path.Combine(folder, "frames.h5");
            Write(byFrame, values, side, [1, 1, Detector, Detector]);
            foreach (var (name, chunk) in s_layouts)
            {
                if (suite.Wants(name))
                    Compare(
                        suite, name, values, side, [.. chunk.Select(length => length == 0 ? side : length)],
                        byFrame, Path.Combine(folder, "blocks.h5"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(SuiteRun suite, string name, ushort[] values, int side, int[] chunk, string byFrame, string byBlock)
    {
        Write(byBlock, values, side, chunk);
        var rounds = Rounds.Interleaved(TimeSpan.FromSeconds(4), () => Sum(byBlock), () => Sum(byFrame));
        suite.Record(name, rounds[0].Best / rounds[1].Best, "×", Better.Lower, 1.3, new Anchor("one chunk a frame", 1, "same run"));
        double frames = side * side;
        double? theirs = PythonPeer.BestSeconds(
            $"import h5py, numpy; d = h5py.File('{byBlock}')['data']", "d[()].sum(axis=(0, 1), dtype='u8')");
        suite.Record(
            $"{name}-frames",
            frames / rounds[0].Best,
            "frames/s",
            Better.Higher,
            null,
            theirs is { } seconds ? new Anchor("h5py, all at once (its library lets one thread in)", frames / seconds, "same run") : null);
    }

    // Opened anew each time: nothing is left from the round before.
    private static void Sum(string path)
    {
        using var source = SourceOpener.Open(path);
        new CpuExecutor().RunAsync(RunPlan.Create(source, [new Sum()])).GetAwaiter().GetResult();
    }

    private static ushort[] Values(int side)
    {
        var random = new Random(3);
        ushort[] values = new ushort[side * side * Detector * Detector];
        for (int i = 0; i < values.Length; i++)
            values[i] = (ushort)(random.Next(8) * random.Next(2));
        return values;
    }

    private static void Write(string path, ushort[] values, int side, int[] chunk)
    {
        using var writer = new Hdf5Writer(path, overwrite: true);
        var dataset = writer.Root.Chunked<ushort>(
            "data", [side, side, Detector, Detector], [.. chunk.Select(length => (long)length)],
            new Hdf5Filter(2, "shuffle", IsOptional: true, [2]), new Hdf5Filter(1, "deflate", IsOptional: true, [1]));
        ushort[] box = new ushort[chunk.Aggregate(1, (product, length) => product * length)];
        for (int row = 0; row < side; row += chunk[0])
        {
            for (int column = 0; column < side; column += chunk[1])
            {
                for (int y = 0; y < Detector; y += chunk[2])
                {
                    for (int x = 0; x < Detector; x += chunk[3])
                    {
                        Copy(values, side, (row, column, y, x), chunk, box);
                        dataset.Append(MemoryMarshal.AsBytes(box.AsSpan()));
                    }
                }
            }
        }
        writer.Complete();
    }

    private static void Copy(ushort[] values, int side, (int Row, int Column, int Y, int X) at, int[] chunk, ushort[] box)
    {
        int to = 0;
        for (int i = 0; i < chunk[0]; i++)
        {
            for (int j = 0; j < chunk[1]; j++)
            {
                for (int k = 0; k < chunk[2]; k++, to += chunk[3])
                    values.AsSpan((((((at.Row + i) * side) + at.Column + j) * Detector) + at.Y + k) * Detector + at.X, chunk[3])
                        .CopyTo(box.AsSpan(to));
            }
        }
    }
}
