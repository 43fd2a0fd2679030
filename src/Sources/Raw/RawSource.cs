using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Raw;

/// <summary>Frames in a file without a header: the user says shape and type.</summary>
/// <remarks>A last frame that is cut off is left out and said; the scan's shape is the user's, or square.</remarks>
public sealed class RawSource : IFrameSource
{
    private readonly FlatFrames _frames;

    private RawSource(string path, FlatFrames file, RawLayout raw, long length, OpenOptions options)
    {
        _frames = file;
        var layout = file.Layout;
        var room = length - layout.Offset;
        var frames = room < layout.FrameBytes ? 0 : 1 + ((room - layout.FrameBytes) / layout.Stride);
        if (frames == 0)
            throw new SourceException(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the file has {length} bytes, too few for a frame of {raw.Frame} {raw.ElementType.Name()} ({layout.FrameBytes} "
                    + $"bytes) after offset {layout.Offset}: check --frame-shape, --dtype and --offset."));
        var (carried, whyNot) = Sidecar.Beside(path, new DataShape(new Extent(frames), raw.Frame), raw.ElementType, options);
        var scan = options.Follow is null
            ? ScanShape.Decide(frames, options.ScanShape, carried?.ScanOf(frames), triggered: null)
            : ScanShape.Growing(frames, options.ScanShape, carried?.ScanOf(frames), triggered: null);
        var rest = room - layout.FrameBytes - ((frames - 1) * layout.Stride);
        ElementType = raw.ElementType;
        Shape = new(scan.Scan, raw.Frame);
        Info = new SourceInfo("raw", path)
        {
            Files = [path],
            UnknownScanShape = scan.Unknown,
            IsOpenEnded = scan.IsOpenEnded,
            Notes =
            [
                .. options.Remarks,
                .. options.Follow is null && rest > layout.Stride - layout.FrameBytes
                    ? [string.Create(CultureInfo.InvariantCulture, $"{rest} bytes at the end do not make a whole frame and are left out.")]
                    : (string[])[],
            ],
        };
        if (whyNot is not null)
            Info = Info with { Notes = [.. Info.Notes, whyNot] };
        if (options.Follow is not null && frames < Shape.FrameCount)
            Validity = new() { RecordedFrames = frames };
        if (carried is null)
            return;
        Validity = carried.ValidityOf(Validity, Shape);
        Info = carried.InfoOf(Info, Shape, Validity);
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    /// <remarks>As the file says that <c>ronchi convert</c> wrote beside it.</remarks>
    public Validity Validity { get; } = Validity.Everything;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => _frames.Layout.FrameBytes;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="raw">How frames lie in it.</param>
    /// <param name="options">The scan's shape (null: as the file beside says, or square), and whether the file is mapped instead of
    /// read.</param>
    /// <exception cref="SourceException">The file is too short for one frame, or cannot be read.</exception>
    /// <exception cref="ArgumentException">The layout is absurd, or the scan shape does not fit the frames.</exception>
    public static RawSource Open(string path, RawLayout raw, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegularFile.Require(path);
        if (raw.ElementType.IsComplex() || raw.ElementType == ElementType.Bool)
            throw new ArgumentException(
                $"--dtype: frames of {raw.ElementType.Name()} are not supported; use integers of 8 to 64 bits or floats of 32 or 64 bits.");
        ArgumentOutOfRangeException.ThrowIfNegative(raw.Offset);
        ArgumentOutOfRangeException.ThrowIfNegative(raw.Gap);
        if (raw.Frame.Count is 0 or > 1 << 30 || raw.Frame.Count * raw.ElementType.Size() > 1 << 30 || raw.Gap > 1 << 30)
            throw new ArgumentException($"--frame-shape {raw.Frame}: a frame must have 1 byte to 1 GiB, and a gap at most 1 GiB.");
        var bytes = (int)raw.Frame.Count * raw.ElementType.Size();
        var layout = new FlatLayout(raw.Offset, bytes, bytes + raw.Gap, raw.ElementType.Size(), raw.IsBigEndian);
        var file = new FlatFrames(path, layout, options.Of<MapOptions>().Map);
        try
        {
            return new(path, file, raw, RegularFile.Behind(path).Length, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool GivesViews => _frames.IsMapped;

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => _frames.OpenReader(request, Shape.FrameCount);

    /// <inheritdoc/>
    public void Dispose() => _frames.Dispose();
}
