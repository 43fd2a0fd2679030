using System.Globalization;
using System.Numerics;
using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>
/// Writes frames to one HDF5 dataset, <c>/entry/data/data</c> (NeXus NXdata): scan axes, then detector axes; a chunk a frame,
/// bitshuffle+LZ4.
/// </summary>
/// <remarks>What NeXus has a place for lies there: calibrated axes (NXdata), the pixel mask (NXdetector). The largest value of the type as
/// "no data" is the attribute <c>missing_value</c>, as in netCDF. The rest lies in <c>/entry/ronchi</c>, what an HDF5 source said besides
/// in <c>/entry/origin</c>.</remarks>
public sealed class Hdf5FrameSink : IResumableSink
{
    /// <summary>Path of the frames.</summary>
    internal const string Frames = "/entry/data/data";

    /// <summary>Path of the pixel mask.</summary>
    internal const string Mask = "/entry/instrument/detector/pixel_mask";

    /// <summary>Attribute of the frames: the value that means "no data".</summary>
    internal const string MissingValue = "missing_value";

    private const uint Dead = 2;   // a flag of NXdetector's pixel_mask

    private readonly SinkDescription _data;
    private readonly FrameFile _file;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="isResumable">Whether writing can go on where it is interrupted.</param>
    /// <exception cref="ArgumentException">The type cannot be written.</exception>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    public Hdf5FrameSink(string path, SinkDescription data, bool overwrite = false, bool isResumable = false)
    {
        _data = data;
        _file = new(path, overwrite, new(data.ElementType, data.FrameBytes), isResumable ? data : null);
        try
        {
            var entry = _file.Root.Group("entry");
            entry.Attribute("NX_class", "NXentry");
            var group = entry.Group("data");
            group.Attribute("NX_class", "NXdata");
            group.Attribute("signal", "data");
            var frames = _file.Begin(group, data.ElementType, data.Shape.Full, data.Shape.Detector.Rank);
            if (data.MaximumIsNoData)
                data.ElementType.Dispatch<Marking, bool>(new(frames));
            Axes(group, data);
            if (data.MaskedPixels is { } masked)
                PixelMask(entry, masked, data.Shape.Detector);
            Losses = OriginTree.Write(entry, data);
            CarriedGroup.Write(entry, CarriedScan.Of(data) with { Losses = [.. data.Losses, .. Losses] });
            Files = [Path.GetFullPath(path)];
            _file.GoOn();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "HDF5",
        FileNames = ".h5",
        Takes = static name => name.EndsWith(".h5", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase),
        Begin = static (path, data, overwrite, isResumable) => new Hdf5FrameSink(path, data, overwrite, isResumable),
        Parts =
        [
            new(ScanPart.Shape, Keeping.InFile, "shape of `/entry/data/data`, any number of axes"),
            new(ScanPart.MaskedPixels, Keeping.InFile, "`/entry/instrument/detector/pixel_mask` (NXdetector)"),
            new(ScanPart.NoData, Keeping.InFile, "attribute `missing_value` of the frames (netCDF)"),
            new(ScanPart.Axes, Keeping.InFile, "NXdata axes next to the frames; `/entry/ronchi`"),
            new(ScanPart.Facts, Keeping.InFile, "`/entry/ronchi/facts`: name, value, unit"),
            new(ScanPart.SourceObjects, Keeping.InFile, "`/entry/origin`, as they were"),
            new(ScanPart.Recorded, Keeping.InFile, "`/entry/ronchi/recorded`: first and one past the last of each range"),
            new(ScanPart.Notes, Keeping.InFile, "`/entry/ronchi/notes`, `/entry/ronchi/not_kept`"),
        ],
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Losses { get; }

    /// <inheritdoc/>
    public FrameSet Saved => _file.Saved;

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        _data.Check(frame, pixels.Length);
        _file.Write(frame, pixels);
    }

    /// <inheritdoc/>
    public void Save() => _file.Save();

    /// <inheritdoc/>
    public void Complete() => _file.Complete();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // NXdata: the group names a dataset of coordinates for each axis of the signal.
    private static void Axes(GroupWriter group, SinkDescription data)
    {
        if (data.Info.Axes.Length != data.Shape.Full.Rank)
            return;
        var names = new List<string>();
        for (var i = 0; i < data.Info.Axes.Length; i++)
        {
            var axis = data.Info.Axes[i];
            var name = NameOf(axis.Name, i, names);
            names.Add(name);
            var coordinates = new double[data.Shape.Full[i]];
            for (var index = 0; index < coordinates.Length; index++)
                coordinates[index] = axis.At(index);
            var written = group.Dataset<double>(name, [coordinates.Length], coordinates);
            written.Attribute("units", axis.Unit);
            written.Attribute("long_name", axis.Name);
        }

        group.Attribute("axes", names);
    }

    private static string NameOf(string axis, int number, List<string> taken)
    {
        var name = string.Concat(axis.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_'));
        return name.Length is 0 or > 64 || name == "data" || taken.Contains(name)
            ? string.Create(CultureInfo.InvariantCulture, $"axis_{number}")
            : name;
    }

    private static void PixelMask(GroupWriter entry, PixelSet masked, Extent shape)
    {
        var instrument = entry.Group("instrument");
        instrument.Attribute("NX_class", "NXinstrument");
        var detector = instrument.Group("detector");
        detector.Attribute("NX_class", "NXdetector");
        var flags = new uint[masked.Pixels];
        for (var pixel = 0; pixel < flags.Length; pixel++)
            flags[pixel] = masked[pixel] ? Dead : 0;
        detector.Dataset<uint>("pixel_mask", shape.Lengths.AsSpan(), flags);
    }

    private readonly struct Marking(ObjectWriter dataset) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            dataset.Attribute(MissingValue, T.MaxValue);
            return true;
        }
    }
}
