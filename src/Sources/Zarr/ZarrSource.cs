using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>Frames in one array of a Zarr store: its last two axes are the detector (one of spectra, three of frames in colour), those
/// before it the scan.</summary>
internal sealed class ZarrSource : IFrameSource
{
    private const long MostFrameBytes = 1 << 30;

    private readonly ZarrStore _store;
    private readonly ZarrArray _array;
    private readonly ZarrChunks _chunks;
    private readonly bool _hasOwnShape;

    private ZarrSource(ZarrStore store, ZarrHierarchy hierarchy, ZarrArray array, string? note, OpenOptions options)
    {
        _store = store;
        _array = array;
        var stored = Axes(store, hierarchy, array);
        var carried = hierarchy.At(ZarrKey.GroupOf(array.Path)) is { } group ? ZarrCarried.Of(store, group.Attributes, array) : null;
        var rank = options.DetectorAxes ?? carried?.Detector.Length ?? (stored.SignalAxes is 1 or 2 ? stored.SignalAxes.Value : 2);
        if (array.Shape.Length < rank)
            throw new SourceException(
                store.Path, $"'/{array.Path}' has {array.Shape.Length} axes; {UntoldAxes.Needed(rank)}, and a scan one more.");
        if (options.Of<DatasetOptions>().Dataset is null && options.DetectorAxes is null && carried is null
            && stored.SignalAxes is { } signal and > 2)
            throw new SourceException(
                store.Path, $"'/{array.Path}' holds signals of {signal} axes, not frames, according to {stored.Kind}; "
                    + $"{(signal == 3 ? "--detector-axes 3 reads them as frames in color" : "they cannot be read")}.");
        var detector = new Extent(array.Shape.AsSpan()[^rank..]);
        var written = new Extent(array.Shape.AsSpan()[..^rank]);
        if (array.Count == 0 || detector.Count > MostFrameBytes / array.Type.Type.Size())
            throw new SourceException(store.Path, $"'/{array.Path}' has frames of {detector}; a frame must have 1 byte to 1 GiB.");
        var scan = options.ScanShape is { } asked ? ScanShape.Decide(written.Count, asked, told: null, triggered: null) : new(written);
        Shape = new(scan.Scan, detector);
        _hasOwnShape = scan.Scan == written;
        _chunks = new(
            store, array, rank, (int)detector.Count * array.Type.Bytes, options.MemoryBytes ?? DecodedBlocks.UsualBytes);
        StoredFrameBytes = Math.Max((_chunks.FirstStoredBytes() ?? array.ChunkBytes) / Math.Max(FramesOfChunk(rank), 1), 1);
        Info = new SourceInfo("Zarr", store.Path)
        {
            Files = [store.FileOf(array.DescriptionKey)],
            Storage = array.Storage,
            Axes = stored.On(Shape, written),
            Facts =
            [
                new("dataset", $"/{array.Path}"),
                .. array.Type.StoredAs is { } type ? [new Fact("stored type", type)] : (Fact[])[],
                .. stored.Facts,
            ],
            Notes =
            [
                .. options.Remarks,
                .. note is null ? (string[])[] : [note],
                .. stored.SignalAxes is null && carried is null
                    && UntoldAxes.Note(Shape, array.Type.Type, options) is { } untold ? (string[])[untold] : [],
            ],
        };
        Validity = _chunks.FrameCount < Shape.FrameCount ? new() { RecordedFrames = _chunks.FrameCount } : Validity.Everything;
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
    public ElementType ElementType => _array.Type.Type;

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <inheritdoc/>
    public Extent? ScanBlock => _hasOwnShape && !_chunks.IsOfSingleFrames ? _chunks.Grid.Block : null;

    /// <summary>Opens the array that the options name, or the largest.</summary>
    /// <param name="store">The store; disposed with the source.</param>
    /// <param name="options">What the store does not say.</param>
    /// <exception cref="SourceException">There is none, or it holds what is not supported.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static ZarrSource Open(ZarrStore store, OpenOptions options)
    {
        try
        {
            var hierarchy = new ZarrHierarchy(store);
            var (array, note) = ZarrSearch.Find(store, hierarchy, options.Of<DatasetOptions>().Dataset);
            return new ZarrSource(store, hierarchy, array, note, options);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Form != TileForm.Pixels)
            throw new ArgumentException($"Frames in Zarr are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));
        ITileReader reader = _chunks.IsOfSingleFrames
            ? new ZarrFrameReader(_chunks, request.MaxFrames)
            : new ScanBlockReader([_chunks], DecodedBlocks.Shared, request.MaxFrames);
        return _array.Type.IsHalf ? new HalfReader(reader) : reader;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DecodedBlocks.Shared.Forget(_chunks);
        _store.Dispose();
    }

    private long FramesOfChunk(int rank)
    {
        var frames = 1L;
        foreach (var length in _array.Chunk.AsSpan()[..^rank])
            frames *= length;
        return frames;
    }

    private static StoredAxes Axes(ZarrStore store, ZarrHierarchy hierarchy, ZarrArray array)
    {
        var group = ZarrKey.GroupOf(array.Path);
        if (array.Path.Length == 0 || hierarchy.At(group) is not { } holder)
            return StoredAxes.Unknown;
        return OmeAxes.Read(holder.Attributes, array.Path[(group.Length == 0 ? 0 : group.Length + 1)..], array.Shape)
            ?? HyperSpyAxes.Read(new ZarrAttributeTree(store, hierarchy, group), array.Shape)
            ?? StoredAxes.Unknown;
    }
}
