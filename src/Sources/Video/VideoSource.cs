using System.Buffers;
using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Video;

/// <summary>The first video stream of a file as a scan of one axis, time.</summary>
internal sealed class VideoSource : IFrameSource
{
    private const long MostFrameBytes = 1 << 30;
    private readonly VideoDecoder _decoder;
    private readonly int _frameBytes;

    private VideoSource(string path, VideoContainer container, long fileBytes, OpenOptions options)
    {
        if (options.DetectorAxes is 1)
            throw new ArgumentException($"--detector-axes 1: the frames in {path} have rows and columns: leave the option out.");
        var probe = VideoProbe.Of(path, container, fileBytes);
        var pixels = VideoPixels.Of(probe.PixelFormat, inColor: options.DetectorAxes == 3);
        if ((Int128)probe.Rows * probe.Columns * pixels.Colors * pixels.Type.Size() > MostFrameBytes)
            throw new SourceException(path, $"frames of {probe.Rows}×{probe.Columns}: a frame must have 1 byte to 1 GiB.");
        var scan = ScanShape.Decide(probe.Frames, asked: null, options.ScanShape ?? new Extent(probe.Frames), triggered: null);
        if (scan.Scan.Count > probe.Frames && !probe.IsEstimated)
            throw new ArgumentException(
                $"--scan-shape {scan.Scan} makes {Counted.Of(scan.Scan.Count, "position")}, but the video has {probe.Frames} frames.");
        Shape = new(
            scan.Scan,
            pixels.Colors == 1 ? new Extent(probe.Rows, probe.Columns) : new Extent(probe.Rows, probe.Columns, pixels.Colors));
        ElementType = pixels.Type;
        var time = probe.Rate > 0 ? Time(path, container, probe, fileBytes) : null;
        _frameBytes = checked((int)(Shape.FrameElements * ElementType.Size()));
        StoredFrameBytes = Math.Max(fileBytes / probe.Frames, 1);
        Info = new(container.Name, path)
        {
            Files = [path],
            Storage = probe.Codec,
            Axes = time is not null && scan.Scan == new Extent(probe.Frames) ? [.. Axes(time, Shape.Detector.Rank)] : [],
            Facts = probe.Rate > 0 ? [new("frame_rate", probe.Rate.ToString("R", CultureInfo.InvariantCulture), "1/s")] : [],
            Notes =
            [
                .. options.Remarks,
                .. Notes(probe, pixels, probe.IsUneven && time is { Values: null }, options),
                .. scan.Note is { } note ? [note] : (string[])[],
            ],
        };
        _decoder = new(path, container, pixels, Shape.FrameCount, _frameBytes);
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity => Validity.Everything;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is damaged, holds no video, or ffmpeg is not there.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public static VideoSource Open(string path, OpenOptions options)
    {
        var head = FileHead.Read(path);
        return new(path, VideoContainer.Of(head) ?? throw new SourceException(path, "this is no video."), head.Length, options);
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => request.Form == TileForm.Pixels
        ? new Reader(this, request.MaxFrames)
        : throw new ArgumentException($"Videos are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    private static IEnumerable<Axis> Axes(Axis time, int rank)
    {
        Axis[] axes = [time, new("detector row"), new("detector column"), new("color")];
        return axes.Take(1 + rank);
    }

    // Where frames come at unequal times, when each of them is shown, if that does not take long to find out.
    private static Axis Time(string path, VideoContainer container, VideoProbe probe, long fileBytes)
    {
        if (probe.IsUneven && fileBytes <= VideoProbe.MostWalkedBytes && VideoTimes.Of(path, container) is var times
            && times.Length == probe.Frames && times.Length <= AxisValues.Most)
            return Axis.Of("time", [.. times.Select(time => time - times[0])], "s");
        return new("time", 1 / probe.Rate, 0, "s");
    }

    private static IEnumerable<string> Notes(VideoProbe probe, VideoPixels pixels, bool isMean, OpenOptions options)
    {
        if (pixels.Note is { } note)
            yield return note;
        if (isMean)
            yield return "the frames come at unequal times: the time axis has their mean step.";
        if (probe.IsEstimated && options.ScanShape is null)
            yield return $"the number of frames ({probe.Frames}) is estimated from the length of the video; --scan-shape N says it.";
    }

    private sealed class Reader(VideoSource source, int maxFrames) : ITileReader
    {
        private readonly int _maxFrames = Math.Max(1, Math.Min(maxFrames, Array.MaxLength / source._frameBytes));
        private byte[] _buffer = [];
        private RemainingFrames _rest;

        public void Seek(FrameRange frames) => _rest.Begin(frames, source.Shape.FrameCount);

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (_rest.IsEmpty)
                return false;
            var frames = _rest.Take(_maxFrames);
            var bytes = frames.Count * source._frameBytes;
            if (_buffer.Length < bytes)
            {
                Dispose();
                _buffer = ArrayPool<byte>.Shared.Rent(bytes);
            }

            for (var i = 0; i < frames.Count; i++)
                source._decoder.Copy(frames.Start + i, _buffer.AsSpan(i * source._frameBytes, source._frameBytes));
            tile = new(frames, _buffer.AsSpan(0, bytes), source._frameBytes);
            return true;
        }

        public void Dispose()
        {
            if (_buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
