using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>A scan whose frames lie at equal distances in one file or several: uncompressed, or packed in as many bytes each.</summary>
internal sealed class FlatFrameSource : IFrameSource
{
    private readonly IReadOnlyList<FlatFile> _files;
    private readonly FrameDecoder? _decoder;
    private readonly FlatFrames? _single;
    private readonly long[] _starts;

    /// <summary>Opens the file, or the first of several.</summary>
    /// <param name="info">What is known of the data.</param>
    /// <param name="shape">Their shape. The scan may have other positions than frames: what comes behind is left out, what is missing not
    /// recorded.</param>
    /// <param name="type">Type of the pixels.</param>
    /// <param name="files">Where the frames lie, in their order; all with frames of as many bytes.</param>
    /// <param name="isMapped">Whether a single file is mapped instead of read.</param>
    /// <param name="decoder">Makes pixels of what is stored of a frame. Null: the pixels are stored.</param>
    /// <exception cref="SourceException">The file cannot be opened.</exception>
    public FlatFrameSource(
        SourceInfo info,
        DataShape shape,
        ElementType type,
        IReadOnlyList<FlatFile> files,
        bool isMapped = false,
        FrameDecoder? decoder = null)
    {
        var stored = files[0].Layout.FrameBytes;
        if (files.Any(file => file.Layout.FrameBytes != stored))
            throw new ArgumentException("Frames of one scan are stored in as many bytes each.", nameof(files));
        if ((decoder?.FrameBytes ?? stored) != shape.FrameElements * type.Size())
            throw new ArgumentException($"Frames of {shape.Detector} {type.Name()} have other bytes.", nameof(shape));
        (Info, Shape, ElementType) = (info, shape, type);
        (_files, _decoder) = (files, decoder);
        _starts = new long[files.Count + 1];
        for (var i = 0; i < files.Count; i++)
            _starts[i + 1] = checked(_starts[i] + files[i].Frames);
        Validity = _starts[^1] < shape.FrameCount ? new() { RecordedFrames = _starts[^1] } : Validity.Everything;
        if (files.Count > 1)
            return;
        try
        {
            _single = new(files[0].Path, files[0].Layout, isMapped);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(files[0].Path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => _files[0].Layout.FrameBytes;

    /// <inheritdoc/>
    public bool GivesViews => _single is { IsMapped: true } && _decoder is null;

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        if (request.Form != TileForm.Pixels)
            throw new ArgumentException($"Uncompressed frames are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));
        var frames = Math.Min(_starts[^1], Shape.FrameCount);
        // Packed pixels are elsewhere than those asked for.
        var stored = _decoder is null ? request : request with { Support = null };
        var reader = _single?.OpenReader(stored, frames) ?? new FlatFilesReader(_files, _starts, frames, stored);
        return _decoder is null ? reader : new DecodedFrameReader(reader, _decoder);
    }

    /// <inheritdoc/>
    public void Dispose() => _single?.Dispose();
}
