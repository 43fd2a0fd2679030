using System.CommandLine;
using System.Globalization;
using Ronchi.Analyses.HotPixels;
using Ronchi.Engine;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Store;

namespace Ronchi.Cli.Commands;

/// <summary>The file and the options that every command that opens data has.</summary>
internal sealed class SourceArguments
{
    private readonly Argument<string> _path = new("PATH") { Description = "The data file (for DECTRIS scans the master file); a folder or a quoted pattern opens a series" };
    private readonly Option<string?> _scanShape = new("--scan-shape") { HelpName = "RxC", Description = "Rows and columns of the scan, if the file does not give them" };
    private readonly Option<string?> _dataset = new("--dataset") { HelpName = "PATH", Description = "The dataset inside an HDF5 file, or the array inside an .npz file, if there are several" };
    private readonly Option<string?> _dataFolder = new("--data-folder") { HelpName = "FOLDER", Description = "Folder of the data files of a master file, if they are not next to it" };
    private readonly Option<string?> _frameShape = new("--frame-shape") { HelpName = "RxC", Description = "Rows and columns of a frame in a headerless file; needs --dtype" };
    private readonly Option<string?> _dtype = new("--dtype") { HelpName = "TYPE", Description = "Type of a headerless file: uint8 uint16 uint32 uint64 int8 int16 int32 int64 float32 float64, or short u16, f32 …; little-endian unless prefixed with >" };
    private readonly Option<long> _offset = new("--offset") { HelpName = "N", Description = "Bytes before the first frame of a headerless file" };
    private readonly Option<long> _gap = new("--gap") { HelpName = "N", Description = "Bytes between frames of a headerless file" };
    private readonly Option<string?> _seriesValues = new("--series-values") { HelpName = "FILE.csv", Description = "Time, tilt or focus of each member of a series: lines of VALUE or FILE,VALUE" };
    private readonly Option<bool> _leaveOut = new("--leave-out") { Description = "Leave out what is missing or damaged: members of a series (also those of another shape), data files of a scan, frames beyond the end of a truncated HDF5 or .npy file" };
    private readonly Option<bool> _map = new("--map") { Description = "Map uncompressed files into memory instead of reading them: less copying, but do not shorten the file while it is open" };
    private readonly Option<long> _syncOffset = new("--sync-offset") { HelpName = "N", Description = "Frames to skip at the start; negative: blank positions to insert there" };
    private readonly Option<string?> _pixelMask = new("--pixel-mask") { HelpName = "FILE.npy", Description = "More bad pixels: non-zero pixels are masked" };
    private readonly Option<string?> _hotPixels = new("--hot-pixels") { HelpName = "fix|quantem", Description = "fix: look for hot pixels in a thousand frames and mask them; quantem: mask those that quantem.widget's loader would, for comparison" };
    private readonly Option<string?> _dark = new("--dark") { HelpName = "FILE", Description = "Dark frame to subtract: an .npy array, or a scan whose frames are averaged" };
    private readonly Option<string?> _gain = new("--gain") { HelpName = "FILE", Description = "Gain map: every pixel is multiplied by its gain, after --dark" };
    private readonly Option<string?> _repair = new("--repair") { HelpName = "FILE.npy|masked", Description = "Pixels to replace by the mean of their neighbours: the non-zero pixels of a file, or those that the detector masks" };
    private readonly Option<string?> _crop = new("--crop") { HelpName = "ROW0,COL0,ROW1,COL1", Description = "Detector rectangle to keep, corners included" };
    private readonly Option<string> _detectorBin = new("--det-bin") { HelpName = "N|auto", Description = "Sum blocks of N×N detector pixels; auto: the smallest of 1, 2, 4 and 8 at which the data fit in memory", DefaultValueFactory = static _ => "1" };
    private readonly Option<int> _scanBin = new("--scan-bin") { HelpName = "N", Description = "Sum the frames of blocks of N×N scan positions", DefaultValueFactory = static _ => 1 };

    public void AddTo(Command command)
    {
        command.Add(_path);
        foreach (var option in new Option[] { _scanShape, _dataset, _dataFolder, _seriesValues, _leaveOut, _frameShape, _dtype, _offset, _gap, _map, _syncOffset, _pixelMask, _hotPixels, _dark, _gain, _repair, _crop, _detectorBin, _scanBin })
            command.Add(option);
    }

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string Path(ParseResult parsed) => parsed.GetValue(_path) is { Length: > 0 } path ? path : throw new ArgumentException("PATH: the name of the file is empty.");

    public OpenOptions Options(ParseResult parsed) => new()
    {
        ScanShape = Shape(_scanShape, parsed),
        Dataset = parsed.GetValue(_dataset),
        DataFolder = parsed.GetValue(_dataFolder),
        Raw = Raw(parsed),
        Map = parsed.GetValue(_map),
        SeriesValues = parsed.GetValue(_seriesValues),
        LeavesOutMisfits = parsed.GetValue(_leaveOut),
        MemoryBytes = MemorySize.Of(parsed),
    };

    public ReadPath ReadPath(ParseResult parsed) => new()
    {
        SyncOffset = parsed.GetValue(_syncOffset),
        BadPixels = BadPixels(parsed.GetValue(_pixelMask), HotPixels(parsed.GetValue(_hotPixels))),
        Corrections = Corrections(parsed.GetValue(_dark), parsed.GetValue(_gain), parsed.GetValue(_repair)),
        Crop = Crop(parsed.GetValue(_crop)),
        DetectorBin = Bin(parsed) ?? 1,
        ChooseDetectorBin = Bin(parsed) is null ? ChooseBin(parsed) : null,
        ScanBin = parsed.GetValue(_scanBin),
    };

    private static Extent? Shape(Option<string?> option, ParseResult parsed) => parsed.GetValue(option) switch
    {
        null => null,
        var text when Extent.TryParse(text, out var extent) => extent,
        var text => throw new FormatException($"{option.Name}: '{text}' is not a shape: expected RxC with whole numbers from 1, as in 256x256."),
    };

    private static (int Row0, int Column0, int Row1, int Column1)? Crop(string? text)
    {
        if (text is null)
            return null;
        var numbers = new int[4];
        var parts = text.Split(',');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts.Length != 4 || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                throw new FormatException($"--crop: '{text}' is not a rectangle: expected ROW0,COL0,ROW1,COL1 with whole numbers from 0, as in 32,32,159,159.");
        }

        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    // Null: as few pixels as needed are summed.
    private int? Bin(ParseResult parsed) => parsed.GetValue(_detectorBin) switch
    {
        "auto" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) => factor,
        var text => throw new FormatException($"--det-bin: '{text}' is not a binning factor: expected a whole number from 1, or auto."),
    };

    private Func<IFrameSource, int> ChooseBin(ParseResult parsed) => source =>
    {
        if (source.Shape.Detector.Rank != 2)
            return 1;
        var scanBin = Math.Max(parsed.GetValue(_scanBin), 1);
        var budget = MemorySize.Budget(parsed);
        var shape = scanBin == 1 ? source.Shape : source.Shape with { Scan = new Extent([.. source.Shape.Scan.Lengths.Select((length, axis) => axis < source.Shape.Scan.Rank - 2 ? length : length / scanBin)]) };
        var (factor, reason) = ResidenceEstimate.DetectorBin(shape, bin => BinDetector.TypeOf(source.ElementType, bin * scanBin), budget);
        Console.Error.WriteLine($"--det-bin auto: {factor}, {reason}");
        return factor;
    };

    private static Func<IFrameSource, Task<PixelSet>>? HotPixels(string? text) => text switch
    {
        null => null,
        "fix" => static source => HotPixelSearch.FindAsync(source),
        "quantem" => static source => QuantemHotPixels.FindAsync(source),
        _ => throw new FormatException($"--hot-pixels: '{text}' is not known: expected fix or quantem; without the option hot pixels are only reported by 'run sum'."),
    };

    private static Func<IFrameSource, PixelSet?>? BadPixels(string? file, Func<IFrameSource, Task<PixelSet>>? hotPixels) => file is null && hotPixels is null ? null : source =>
    {
        var bad = file is null ? PixelSet.None((int)source.Shape.FrameElements) : FromFile(file, source, "--pixel-mask");
        return hotPixels is null ? bad : bad.Union(hotPixels(source).GetAwaiter().GetResult());
    };

    private static Func<IFrameSource, Corrections?>? Corrections(string? dark, string? gain, string? repair) => dark is null && gain is null && repair is null ? null : source =>
    {
        var detector = source.Shape.Detector;
        var excluded = repair switch
        {
            null => null,
            "masked" => source.Validity.MaskedPixels,
            _ => FromFile(repair, source, "--repair"),
        };
        if (repair == "masked" && excluded is null)
        {
            Console.Error.WriteLine("note: --repair masked changes nothing: no pixel is masked.");
            if (dark is null && gain is null)
                return null;
        }

        return Engine.Corrections.OfDoubles(
            detector,
            dark is null ? null : FrameFile.Read("--dark", dark, detector),
            gain is null ? null : FrameFile.Read("--gain", gain, detector),
            excluded);
    };

    private static PixelSet FromFile(string file, IFrameSource source, string option)
    {
        var (marked, shape) = WeightsFile.ReadMask(file);
        return shape == source.Shape.Detector
            ? PixelSet.From(marked.Length, pixel => marked[pixel])
            : throw new ArgumentException($"{option}: {file} has shape {shape}, but frames have {source.Shape.Detector}.");
    }

    private RawLayout? Raw(ParseResult parsed)
    {
        var frame = Shape(_frameShape, parsed);
        var dtype = parsed.GetValue(_dtype);
        long offset = parsed.GetValue(_offset), gap = parsed.GetValue(_gap);
        if (frame is null && dtype is null && offset == 0 && gap == 0)
            return null;
        if (frame is not { } shape || dtype is null)
            throw new ArgumentException("A file without a header needs both --frame-shape and --dtype, as in --frame-shape 128x128 --dtype u16.");
        if (offset < 0 || gap < 0)
            throw new ArgumentException($"--offset and --gap count bytes from 0; {Math.Min(offset, gap)} was given.");
        var (type, isBigEndian) = TypeOf(dtype);
        return new(shape, type, isBigEndian, offset, gap);
    }

    private static (ElementType Type, bool IsBigEndian) TypeOf(string text)
    {
        try
        {
            return NpyType.Named(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"--dtype: {e.Message}", e);
        }
    }
}
