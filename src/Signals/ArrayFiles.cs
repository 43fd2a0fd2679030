using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>Reads the files that parameters of operations name.</summary>
/// <param name="resolve">Gives the full path of a file; null: it may not be read. Without it, paths are taken as they are.</param>
/// <param name="formats">The formats of scans whose frames are averaged.</param>
internal sealed class ArrayFiles(Func<string, string?>? resolve, IReadOnlyList<SourceFormat> formats)
{
    private const long MostListBytes = 1 << 30;

    /// <summary>What a frame operation on a source can ask for.</summary>
    /// <param name="source">The source.</param>
    /// <param name="chooseDetectorBin">See <see cref="OperationContext.ChooseDetectorBin"/>; null: the memory is not known.</param>
    public OperationContext ContextOf(IFrameSource source, Func<int>? chooseDetectorBin = null)
    {
        return new(DataDescription.Of(source))
        {
            Weights = Weights,
            ComplexWeights = ComplexWeights,
            Lines = Lines,
            MeanFrame = path => MeanFrame(path, source.Shape.Detector),
            ChooseDetectorBin = chooseDetectorBin,
        };
    }

    /// <inheritdoc cref="WeightsFile.Read"/>
    public (double[] Values, Extent Shape) Weights(string path) => WeightsFile.Read(Readable(path));

    /// <inheritdoc cref="WeightsFile.ReadComplex"/>
    public (Complex[] Values, Extent Shape)? ComplexWeights(string path) => WeightsFile.ReadComplex(Readable(path));

    /// <summary>The lines of a list of positions.</summary>
    /// <exception cref="SourceException">There is no such file, or it is too large.</exception>
    public IEnumerable<string> Lines(string path)
    {
        path = Readable(path);
        RegularFile.Require(path);
        if (RegularFile.Behind(path).Length > MostListBytes)
            throw new SourceException(path, "a list of positions cannot be larger than 1 GiB; use mask:FILE.npy.");
        return File.ReadLines(path);
    }

    /// <summary>
    /// An array, or the mean of the frames of any file that opens: of each pixel over the frames in which it was measured, 0 where it never
    /// was.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="detector">Axes of the frames for which it is read.</param>
    /// <returns>The values, the axes of its frames, and how many frames were averaged. Frames with other axes are not read: whoever asked
    /// says what does not fit.</returns>
    /// <exception cref="SourceException">It cannot be read.</exception>
    public (double[] Values, Extent Shape, long Frames) MeanFrame(string path, Extent detector)
    {
        path = Readable(path);
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var (values, shape) = WeightsFile.Read(path);
            if (Fits(shape))
                return (values, shape, 1);
        }

        using var source = Open(path, detector, Fits);
        var read = source.Shape.Detector;
        if (!Fits(read))
            return ([], read, 0);
        var frames = Math.Max(source.Validity.RecordedCount(source.Shape.FrameCount), 1);
        // A value that is no measurement counts in no mean.
        if (source.Validity.MaximumIsNoData)
            return (
                NamedArray.Of(Run(new StandardDeviation(), source)["mean"]).ToDoubles()
                    .Select(static mean => double.IsNaN(mean) ? 0 : mean).ToArray(),
                read,
                frames);
        return (Array.ConvertAll(NamedArray.Of(Run(new Sum(), source)[Sum.Result]).ToDoubles(), sum => sum / frames), read, frames);

        // One of rows and columns holds for each colour.
        bool Fits(Extent shape) => shape == detector || shape == FrameColors.Plane(detector);
    }

    // An array that does not say what its axes are is taken as the data are: spectra, images, or images in colour.
    private IFrameSource Open(string path, Extent detector, Func<Extent, bool> fits)
    {
        var options = new OpenOptions { Formats = formats };
        IFrameSource? plain = null;
        try
        {
            plain = SourceOpener.Open(path, options);
            if (fits(plain.Shape.Detector) || plain.Shape.Detector.Rank == detector.Rank)
                return plain;
        }
        catch (SourceException) when (detector.Rank != 2)
        {
            // As images it cannot be read.
        }

        try
        {
            var likewise = SourceOpener.Open(path, options with { DetectorAxes = detector.Rank });
            plain?.Dispose();
            return likewise;
        }
        catch (Exception e) when (plain is not null && e is (ArgumentException or SourceException))
        {
            return plain;   // its axes are told, or there are too few of them
        }
    }

    private static ResultSet Run(Udf udf, IFrameSource source) =>
        new CpuExecutor().RunAsync(RunPlan.Create(source, [udf])).GetAwaiter().GetResult();

    private string Readable(string path) =>
        resolve is null
            ? path
            : resolve(path) ?? throw new SourceException(path, "there is no such file below the folders that may be read here.");
}
