using System.Collections.Immutable;
using System.Numerics;
using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Carrying;

/// <summary>
/// An HDF5 file with all frames in one dataset, wherever the layout has its place, and with all else that Ronchi knows of the scan in the
/// group <c>/entry</c>: what other programs do not look for there does not disturb them.
/// </summary>
internal sealed class DatasetFile : IResumableSink
{
    /// <summary>Path of the pixel mask.</summary>
    public const string Mask = "/entry/instrument/detector/pixel_mask";

    /// <summary>Attribute of the frames: the value that means "no data".</summary>
    public const string MissingValue = "missing_value";

    private const uint Dead = 2;   // a flag of NXdetector's pixel_mask

    private readonly SinkDescription _data;
    private readonly FrameFile _file;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="isResumable">Whether writing can go on where it is interrupted.</param>
    /// <param name="encoder">Encodes the frames.</param>
    /// <param name="framesIn">Path of the group that holds the frames, which are called <c>data</c>.</param>
    /// <param name="layOut">Writes what the layout has besides: the root group, the group that holds the frames, and the frames.</param>
    /// <exception cref="ArgumentException">The type cannot be written.</exception>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    public DatasetFile(
        string path,
        SinkDescription data,
        bool overwrite,
        bool isResumable,
        FrameEncoder encoder,
        string framesIn,
        Action<GroupWriter, GroupWriter, ObjectWriter> layOut)
    {
        _data = data;
        _file = new(path, overwrite, encoder, isResumable ? data : null);
        try
        {
            var group = framesIn.Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(_file.Root, static (group, name) => group.Group(name));
            var frames = _file.Begin(group, data.ElementType, data.Shape.Full, data.Shape.Detector.Rank);
            layOut(_file.Root, group, frames);
            if (data.MaximumIsNoData)
                data.ElementType.Dispatch<Marking, bool>(new(frames));
            var entry = _file.Root.Group("entry");
            if (!entry.HasAttribute("NX_class"))
                entry.Attribute("NX_class", "NXentry");
            if (data.MaskedPixels is { } masked)
                PixelMask(entry, masked, data.Shape.Detector);
            Losses = OriginTree.Write(entry, data);
            CarriedGroup.Write(
                entry, CarriedScan.Of(data) with { Losses = [.. data.Losses, .. Losses], Frames = $"{framesIn}/data" });
            Files = [Path.GetFullPath(path)];
            _file.GoOn();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Losses { get; }

    /// <inheritdoc/>
    public FrameSet Saved => _file.Saved;

    /// <summary>What such a file keeps of a scan.</summary>
    /// <param name="frames">Path of the frames.</param>
    /// <param name="axes">Where the axes lie for other programs.</param>
    /// <param name="facts">Where facts lie for other programs, and which; empty: nowhere.</param>
    public static ImmutableArray<KeptPart> Parts(string frames, string axes, string facts) =>
    [
        new(ScanPart.Shape, Keeping.InFile, $"shape of `{frames}`, any number of axes"),
        new(ScanPart.MaskedPixels, Keeping.InFile, $"`{Mask}` (NXdetector)"),
        new(ScanPart.NoData, Keeping.InFile, $"attribute `{MissingValue}` of the frames (netCDF)"),
        new(ScanPart.Axes, Keeping.InFile, $"{axes}; `/entry/ronchi`"),
        new(ScanPart.Facts, Keeping.InFile, $"{facts}`/entry/ronchi/facts`: name, value, unit"),
        new(ScanPart.SourceObjects, Keeping.InFile, "`/entry/origin`, as they were"),
        new(ScanPart.Recorded, Keeping.InFile, "`/entry/ronchi/recorded`: first and one past the last of each range"),
        new(ScanPart.Notes, Keeping.InFile, "`/entry/ronchi/notes`, `/entry/ronchi/not_kept`"),
    ];

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
