using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Store;

namespace Ronchi.Throughput.Suites;

/// <summary>A scan that is held in memory: virtual images, frames and loading of 256 × 256 × 96 × 96.</summary>
internal static class StoreSuite
{
    private const int Side = 96;
    private const int Pixels = Side * Side;

    public static void Run(SuiteRun suite)
    {
        var shape = new DataShape(suite.Size == SuiteSize.Full ? new Extent(256, 256) : new Extent(64, 64), new Extent(Side, Side));
        Resident(suite, shape, "", isNarrow: false);
        Resident(suite, shape, "-u8", isNarrow: true);
    }

    private static void Resident(SuiteRun suite, DataShape shape, string type, bool isNarrow)
    {
        string[] names = [$"store-load-96{type}", $"store-bf-96{type}", $"store-adf-96{type}", $"store-frame-96{type}"];
        if (!names.Any(suite.Wants))
            return;
        ushort[] values = new ushort[shape.Full.Count];
        uint state = 1;
        for (int i = 0; i < values.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            values[i] = (ushort)(state >> (isNarrow ? 25 : 17));
        }

        using var source = new ArraySource<ushort>(values, shape);
        if (suite.Wants(names[0]))
        {
            double seconds = Rounds.Interleaved(TimeSpan.FromSeconds(3), () => ScanBlockedCube.LoadAsync(source).GetAwaiter().GetResult().Dispose())[0].Best;
            suite.Record(names[0], seconds * 1e3, "ms", Better.Lower, isNarrow ? null : 250.0 * shape.Full.Count * 2 / 1.4e9);
        }

        using var cube = ScanBlockedCube.LoadAsync(source).GetAwaiter().GetResult();
        var bright = Ring(0, 10.05);
        var annular = Ring(14, 22.4);
        Image(suite, names[1], cube, bright, isNarrow ? null : 1.6);
        Image(suite, names[2], cube, annular, isNarrow ? null : 4.5);
        if (suite.Wants(names[3]))
        {
            ushort[] frame = [];
            int position = 0;
            double best = Rounds.Interleaved(TimeSpan.FromSeconds(0.5), () => frame = cube.Frame<ushort>(position = (int)((position + 40503) % shape.FrameCount)))[0].Best;
            suite.Record(names[3], best * 1e6, "µs", Better.Lower, 50);
            GC.KeepAlive(frame);
        }
    }

    private static void Image(SuiteRun suite, string metric, ScanBlockedCube cube, PixelSet detector, double? target)
    {
        if (!suite.Wants(metric))
            return;
        ulong[] image = new ulong[cube.Shape.FrameCount];
        double best = Rounds.Interleaved(TimeSpan.FromSeconds(2), () => cube.VirtualImage(detector, image))[0].Best;
        suite.Record(metric, best * 1e3, "ms", Better.Lower, suite.Size == SuiteSize.Full ? target : null);
        suite.Record($"{metric}-rate", (double)detector.Count * cube.Memory.Used / Pixels / best / 1e9, "GB/s", Better.Higher);
    }

    private static PixelSet Ring(double inner, double outer) => PixelSet.From(Pixels, pixel =>
    {
        double row = (pixel / Side) - ((Side - 1) / 2.0), column = (pixel % Side) - ((Side - 1) / 2.0), distance = Math.Sqrt((row * row) + (column * column));
        return distance >= inner && distance <= outer;
    });
}
