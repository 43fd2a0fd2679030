using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.K2InSitu;

/// <summary>Frames of 1860×2048 pixels, in eight files.</summary>
internal sealed class K2Source : IFrameSource
{
    private const int Rows = 2 * K2Block.Rows;
    private const int Columns = K2Block.Sectors * K2Block.SectorColumns;
    private readonly IReadOnlyList<K2Sector> _sectors;
    private readonly long _frames;

    private K2Source(string path, IReadOnlyList<K2Sector> sectors, OpenOptions options)
    {
        _sectors = sectors;
        var synchronization = K2Synchronization.Of(sectors);
        _frames = synchronization.Frames;
        var scan = ScanShape.Decide(_frames, options.ScanShape, told: null, triggered: null);
        Shape = new(scan.Scan, new Extent(Rows, Columns));
        Info = new SourceInfo("Gatan K2 IS", path)
        {
            Files = [.. sectors.Select(static sector => sector.Path).Prepend(path).Distinct()],
            Storage = "packed, 12 bits",
            StoredBytes = _frames * StoredFrameBytes,
            ValueUnit = "counts",
            Facts = [new("bit_depth_image", "12")],
            Notes = [.. options.Remarks, .. synchronization.Notes, .. scan.Note is { } note ? [note] : (string[])[]],
            UnknownScanShape = scan.Unknown,
        };
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType => ElementType.U16;

    /// <inheritdoc/>
    public Validity Validity => Validity.Everything;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => (long)K2Block.Sectors * K2Block.OfAFrame * K2Block.Bytes;

    /// <inheritdoc/>
    public Extent? BaseBlock => new(K2Block.Rows, K2Block.Columns);

    /// <summary>Opens a recording.</summary>
    /// <exception cref="SourceException">A file is damaged or missing, or they do not belong together.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static K2Source Open(string path, OpenOptions options)
    {
        var sectors = new List<K2Sector>();
        try
        {
            foreach (var file in K2Files.Of(path, options))
                sectors.Add(K2Sector.Open(file));
            return new(path, sectors, options);
        }
        catch
        {
            sectors.ForEach(static sector => sector.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => request.Form == TileForm.Pixels
        ? new K2Reader(_sectors, Math.Min(_frames, Shape.FrameCount), Rows, Columns, request)
        : throw new ArgumentException($"Frames of a K2 IS are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var sector in _sectors)
            sector.Dispose();
    }
}
