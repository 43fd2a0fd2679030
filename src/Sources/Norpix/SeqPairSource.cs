using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Norpix;

/// <summary>Frames whose halves lie in two files.</summary>
internal sealed class SeqPairSource : IFrameSource
{
    private readonly SeqHalf _top;
    private readonly SeqHalf _bottom;
    private readonly long _frames;

    /// <param name="info">What is known of them.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="top">Top halves; disposed with this source.</param>
    /// <param name="bottom">Bottom halves of as many rows and columns; disposed with this source.</param>
    /// <param name="frames">Frames that both files hold.</param>
    public SeqPairSource(SourceInfo info, Extent scan, SeqHalf top, SeqHalf bottom, long frames)
    {
        (Info, _top, _bottom) = (info, top, bottom);
        Shape = new(scan, new Extent(2 * top.Header.Rows / top.Prebuffer, top.Header.Columns));
        _frames = Math.Min(frames, scan.Count);
        Validity = _frames < scan.Count ? new() { RecordedFrames = _frames } : Validity.Everything;
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType => _top.Header.Type;

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => 2L * _top.Bytes;

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => request.Form == TileForm.Pixels
        ? new SeqPairReader(_top, _bottom, _frames, request.MaxFrames)
        : throw new ArgumentException($"SEQ files are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));

    /// <inheritdoc/>
    public void Dispose()
    {
        _top.File.Dispose();
        _bottom.File.Dispose();
    }
}
