using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Timepix;

/// <summary>Frames that are counted from the events of a Timepix3 while they are read.</summary>
internal sealed class TpxSource : IFrameSource
{
    private const int MostChips = 4;
    private readonly SafeFileHandle _file;
    private readonly TpxIndex _index;
    private readonly TpxDetector _detector;
    private readonly long _frames;

    private TpxSource(string path, SafeFileHandle file, TpxIndex index, OpenOptions options)
    {
        (_file, _index, _detector) = (file, index, new TpxDetector(index.Chips == 1 ? 1 : MostChips));
        var scan = ScanShape.Decide(index.Places.Count, options.ScanShape, told: null, triggered: null);
        Shape = new(scan.Scan, _detector.Shape);
        _frames = Math.Min(index.Places.Count, Shape.FrameCount);
        Validity = _frames < Shape.FrameCount ? new() { RecordedFrames = _frames } : Validity.Everything;
        var length = RandomAccess.GetLength(file);
        StoredFrameBytes = Math.Max(length / index.Places.Count, 1);
        Info = new SourceInfo("Timepix3 events", path)
        {
            Files = [path],
            Storage = "events",
            StoredBytes = length,
            ValueUnit = "hits",
            UnknownScanShape = scan.Unknown,
            Axes = options.Of<TpxOptions>().FrameTime is { } seconds && scan.Scan.Rank == 1
                ? [new("time", seconds, 0, "s"), new("detector row"), new("detector column")]
                : [],
            Facts =
            [
                new("hits", index.Hits.ToString(CultureInfo.InvariantCulture)),
                .. options.Of<TpxOptions>().FrameTime is { } time
                    ? [new Fact("frame_time", time.ToString("R", CultureInfo.InvariantCulture), "s")]
                    : (Fact[])[],
            ],
            Notes =
            [
                .. options.Remarks,
                .. new[]
                {
                    index.Outside > 0 ? $"{Counted.Of(index.Outside, "hit")} before the first frame are left out." : null,
                    index.IsCut ? "the file ends within a chunk of events: the recording was aborted, or the file is truncated." : null,
                    scan.Note,
                }.OfType<string>(),
            ],
        };
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType => ElementType.U16;

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <summary>Opens a file: walks over it once to find where the events of each frame lie.</summary>
    /// <exception cref="SourceException">It is damaged, or its events do not make frames.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames, or frames are described twice.</exception>
    public static TpxSource Open(string path, OpenOptions options)
    {
        var frames = options.Of<TpxOptions>();
        if (frames is { FrameTime: not null, FrameTrigger: not null })
            throw new ArgumentException(
                "Frames have either equal times (--frame-time) or begin with triggers (--frame-trigger), not both.");
        if (frames is { FrameTime: null, FrameTrigger: null })
            throw new SourceException(
                path,
                "Timepix3 events are no frames: make them with --frame-time SECONDS, or with --frame-trigger where pulses begin them.");
        var file = RegularFile.OpenHandle(path);
        try
        {
            var index = TpxIndex.Build(file, path, frames);
            return index.Chips <= MostChips
                ? new(path, file, index, options)
                : throw new SourceException(path, $"events of {index.Chips} chips; up to {MostChips} are read.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => request.Form == TileForm.Pixels
        ? new TpxFrameReader(_file, Info.Path, _index, _detector, _frames, request.MaxFrames)
        : throw new ArgumentException($"Timepix3 events are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
