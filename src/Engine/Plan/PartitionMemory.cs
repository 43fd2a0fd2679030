using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>
/// What a partition takes in memory when it is given as a whole: one array, whatever the frames take where they are stored.
/// </summary>
internal static class PartitionMemory
{
    private const long MostBytes = 256 << 20;   // of a partition that the engine cuts itself

    /// <summary>Bytes of a frame in the widest type in which a UDF takes whole partitions; 0: none does.</summary>
    public static long FrameBytes(IReadOnlyList<UdfPlan> udfs, DataDescription data) =>
        udfs.Where(static udf => udf.Method == UdfMethod.Partition)
            .Select(udf => data.Shape.FrameElements * Math.Max(Math.Max(udf.Data.ElementType.Size(), data.ElementType.Size()), 1))
            .DefaultIfEmpty(0).Max();

    /// <summary>So many frames, or fewer where they would not fit.</summary>
    public static int Fit(int frames, long frameBytes) =>
        frameBytes == 0 ? frames : (int)Math.Clamp(MostBytes / frameBytes, 1, frames);

    /// <summary>Refuses partitions that do not fit into an array.</summary>
    /// <exception cref="ArgumentException">One does not.</exception>
    public static void Check(IReadOnlyList<WorkItem> items, IReadOnlyList<UdfPlan> udfs, long frameBytes)
    {
        if (frameBytes == 0 || items.Count == 0)
            return;
        var most = items.Max(static item => item.Runs.Sum(static run => (long)run.Count));
        var fit = Array.MaxLength / frameBytes;
        if (most <= fit)
            return;
        var name = udfs.First(static udf => udf.Method == UdfMethod.Partition).Udf.Name;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"'{name}' takes whole partitions, and one of {most:N0} frames of {frameBytes:N0} bytes exceeds the 2 GiB of an array: "
            + $"{(fit == 0 ? "process these frames by tile or by frame" : $"ask for partitions of at most {fit:N0} frames")}."));
    }
}
