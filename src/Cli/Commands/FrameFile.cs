using System.Globalization;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>Reads a frame that an option names, a dark or gain reference: an array, or the mean of the frames of any file that opens.</summary>
internal static class FrameFile
{
    /// <exception cref="SourceException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="ArgumentException">Its frames have another shape.</exception>
    public static double[] Read(string option, string path, Extent detector)
    {
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var (values, shape) = WeightsFile.Read(path);
            if (shape == detector)
                return values;
        }

        using var source = SourceOpener.Open(path);
        if (source.Shape.Detector != detector)
            throw new ArgumentException($"{option}: {path} has frames of {source.Shape.Detector}, but the data have {detector}.");
        var sum = NamedArray.Of(new CpuExecutor().RunAsync(RunPlan.Create(source, [new Sum()])).GetAwaiter().GetResult()[Sum.Result]).ToDoubles();
        var frames = Math.Max(source.Validity.RecordedCount(source.Shape.FrameCount), 1);
        if (frames > 1)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"note: {option} is the mean of {frames:N0} frames of {path}."));
        return Array.ConvertAll(sum, value => value / frames);
    }
}
