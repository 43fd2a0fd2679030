using System.Globalization;
using Ronchi.Analyses.HotPixels;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>What a request says of the way of frames: files are read and pixels are looked for when the source is there.</summary>
internal static class ReadPathOfRequest
{
    private const string Masked = "masked";

    /// <param name="request">What is asked for.</param>
    /// <param name="note">Takes sentences on what was decided or changes nothing.</param>
    public static ReadPath Of(ScanRequest request, Action<string> note) => new()
    {
        SyncOffset = request.SyncOffset,
        BadPixels = BadPixels(request),
        Corrections = Corrections(request, note),
        Crop = request.Crop is { } crop ? (crop.Row0, crop.Column0, crop.Row1, crop.Column1) : null,
        DetectorBin = request.DetectorBinning.Factor,
        ChooseDetectorBin = request.DetectorBinning.IsAuto ? source => ChooseBin(request, source, note) : null,
        ScanBin = request.ScanBinning,
    };

    private static int ChooseBin(ScanRequest request, IFrameSource source, Action<string> note)
    {
        if (source.Shape.Detector.Rank != 2)
            return 1;
        var scanBin = Math.Max(request.ScanBinning, 1);
        var shape = scanBin == 1 ? source.Shape : source.Shape with { Scan = new Extent([.. source.Shape.Scan.Lengths.Select((length, axis) => axis < source.Shape.Scan.Rank - 2 ? length : length / scanBin)]) };
        var (factor, reason) = ResidenceEstimate.DetectorBin(shape, bin => BinDetector.TypeOf(source.ElementType, bin * scanBin), request.MemoryBytes ?? MemoryBudget.ForData());
        note($"--det-bin auto: {factor}, {reason}");
        return factor;
    }

    private static Func<IFrameSource, PixelSet?>? BadPixels(ScanRequest request) => request is { PixelMask: null, HotPixels: null } ? null : source =>
    {
        var bad = request.PixelMask is { } file ? FromFile(file.Path, source, "--pixel-mask") : PixelSet.None((int)source.Shape.FrameElements);
        return request.HotPixels switch
        {
            HotPixelRule.Fix => bad.Union(HotPixelSearch.FindAsync(source).GetAwaiter().GetResult()),
            HotPixelRule.Quantem => bad.Union(QuantemHotPixels.FindAsync(source).GetAwaiter().GetResult()),
            _ => bad,
        };
    };

    private static Func<IFrameSource, Corrections?>? Corrections(ScanRequest request, Action<string> note) => request is { Dark: null, Gain: null, Repair: null } ? null : source =>
    {
        var detector = source.Shape.Detector;
        var excluded = request.Repair?.Path switch
        {
            null => null,
            Masked => source.Validity.MaskedPixels,
            var file => FromFile(file, source, "--repair"),
        };
        if (request.Repair?.Path == Masked && excluded is null)
        {
            note("note: --repair masked changes nothing: no pixel is masked.");
            if (request is { Dark: null, Gain: null })
                return null;
        }

        return Engine.Corrections.OfDoubles(
            detector,
            request.Dark is { } dark ? Frame("--dark", dark.Path, detector, request.Formats, note) : null,
            request.Gain is { } gain ? Frame("--gain", gain.Path, detector, request.Formats, note) : null,
            excluded);
    };

    private static PixelSet FromFile(string file, IFrameSource source, string option)
    {
        var (marked, shape) = WeightsFile.ReadMask(file);
        return shape == source.Shape.Detector
            ? PixelSet.From(marked.Length, pixel => marked[pixel])
            : throw new ArgumentException($"{option}: {file} has shape {shape}, but frames have {source.Shape.Detector}.");
    }

    // An array, or the mean of the frames of any file that opens.
    private static double[] Frame(string option, string path, Extent detector, IReadOnlyList<SourceFormat> formats, Action<string> note)
    {
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var (values, shape) = WeightsFile.Read(path);
            if (shape == detector)
                return values;
        }

        using var source = SourceOpener.Open(path, new OpenOptions { Formats = formats });
        if (source.Shape.Detector != detector)
            throw new ArgumentException($"{option}: {path} has frames of {source.Shape.Detector}, but the data have {detector}.");
        var sum = NamedArray.Of(new CpuExecutor().RunAsync(RunPlan.Create(source, [new Sum()])).GetAwaiter().GetResult()[Sum.Result]).ToDoubles();
        var frames = Math.Max(source.Validity.RecordedCount(source.Shape.FrameCount), 1);
        if (frames > 1)
            note(string.Create(CultureInfo.InvariantCulture, $"note: {option} is the mean of {frames:N0} frames of {path}."));
        return Array.ConvertAll(sum, value => value / frames);
    }
}
