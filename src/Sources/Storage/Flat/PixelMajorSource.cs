using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>A scan whose values are stored pixel by pixel, so that no frame lies in one piece.</summary>
internal sealed class PixelMajorSource : IFrameSource
{
    /// <summary>Why reading takes longer, and what helps.</summary>
    public const string Note = "the values are stored pixel by pixel, which takes longer to read as frames: 'ronchi convert' writes the "
        + "frames one after the other.";

    // Each reader has a block: the larger, the fewer reads; all together they are bounded.
    private static readonly long BlockBytes = Math.Clamp((128L << 20) / Environment.ProcessorCount, 16 << 20, 64 << 20);

    private readonly string _path;
    private readonly PixelMajorLayout _layout;
    private readonly SafeFileHandle _file;
    private readonly int _blockFrames;

    /// <summary>Opens the file.</summary>
    /// <param name="info">What is known of the data.</param>
    /// <param name="shape">Their shape, with as many positions as are stored.</param>
    /// <param name="type">Type of the pixels.</param>
    /// <param name="path">The file.</param>
    /// <param name="layout">Where the values lie.</param>
    /// <exception cref="SourceException">The file cannot be opened.</exception>
    public PixelMajorSource(SourceInfo info, DataShape shape, ElementType type, string path, PixelMajorLayout layout)
    {
        if (shape.FrameCount != layout.Positions || shape.FrameElements != layout.Pixels || type.Size() != layout.ElementBytes)
            throw new ArgumentException($"{shape} {type.Name()} are not what is stored.", nameof(shape));
        (Info, Shape, ElementType, _path, _layout) = (info, shape, type, path, layout);
        _blockFrames = (int)Math.Clamp(BlockBytes / Math.Max(layout.FrameBytes, 1), 1, Math.Max(layout.Positions, 1));
        ScanBlock = BlockOf(shape.Scan, _blockFrames);
        _file = RegularFile.OpenHandle(path);
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
    public long StoredFrameBytes => _layout.FrameBytes;

    /// <inheritdoc/>
    public Extent? ScanBlock { get; }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => request.Form == TileForm.Pixels
        ? new PixelMajorReader(_file, _path, _layout, _blockFrames, request)
        : throw new ArgumentException($"Uncompressed frames are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Whole lines of the scan as far as they fit, or else a part of one.
    private static Extent? BlockOf(Extent scan, long frames)
    {
        if (scan.Rank == 0)
            return null;
        var block = new long[scan.Rank];
        for (var axis = scan.Rank - 1; axis >= 0; axis--)
        {
            block[axis] = Math.Clamp(frames, 1, Math.Max(scan[axis], 1));
            frames /= Math.Max(scan[axis], 1);
        }

        return new Extent(block);
    }
}
