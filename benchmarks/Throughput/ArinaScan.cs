using Ronchi.Sources.Dectris;

namespace Ronchi.Throughput;

/// <summary>A scan on disk in the layout of a DECTRIS ARINA: the benchmark frames over and over, in a temporary folder.</summary>
internal sealed class ArinaScan : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-bench-").FullName;

    /// <param name="side">Rows and columns of the scan.</param>
    /// <param name="counts">Mean counts in the bright-field disk.</param>
    public ArinaScan(int side, double counts)
    {
        FrameCount = side * side;
        Master = Path.Combine(_folder, "bench_master.h5");
        var frames = BenchmarkFrames.WithCounts(counts);
        using var writer = new EigerFileWriter(Master, new EigerRecording(side, side, BenchmarkFrames.Side, BenchmarkFrames.Side));
        Parallel.For(0, FrameCount, frame => writer.Write(frame, frames.Pixels(frame % frames.Count)));
        writer.Complete();
    }

    /// <summary>Path of the master file.</summary>
    public string Master { get; }

    /// <summary>Frames of the scan.</summary>
    public int FrameCount { get; }

    /// <summary>A path in the scan's folder.</summary>
    public string Beside(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
