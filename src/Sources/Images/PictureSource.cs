using System.Buffers;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Images;

/// <summary>A picture as a single frame. Its file is open only while it is read: folders hold many.</summary>
internal sealed class PictureSource(Picture picture) : IFrameSource
{
    /// <inheritdoc/>
    public SourceInfo Info => picture.Info;

    /// <inheritdoc/>
    public DataShape Shape { get; } = new(new Extent([]), picture.Frame);

    /// <inheritdoc/>
    public ElementType ElementType => picture.ElementType;

    /// <inheritdoc/>
    public Validity Validity => Validity.Everything;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => picture.FileBytes;

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => request.Form == TileForm.Pixels
        ? new Reader(picture, checked((int)(picture.Frame.Count * picture.ElementType.Size())))
        : throw new ArgumentException($"Pictures are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Reader(Picture picture, int frameBytes) : ITileReader
    {
        private byte[] _pixels = [];
        private RemainingFrames _rest;

        public void Seek(FrameRange frames) => _rest.Begin(frames, 1);

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (_rest.IsEmpty)
                return false;
            var frames = _rest.Take(1);
            if (_pixels.Length == 0)
                _pixels = ArrayPool<byte>.Shared.Rent(frameBytes);
            var file = ArrayPool<byte>.Shared.Rent(checked((int)picture.FileBytes));
            try
            {
                var bytes = file.AsSpan(0, (int)picture.FileBytes);
                var start = StageMeter.Now;
                Fill(bytes);
                StageMeter.WasRead(start);
                start = StageMeter.Now;
                picture.Decode(bytes, _pixels.AsSpan(0, frameBytes));
                StageMeter.WasDecoded(start);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(file);
            }

            tile = new(frames, _pixels.AsSpan(0, frameBytes), frameBytes);
            return true;
        }

        public void Dispose()
        {
            if (_pixels.Length > 0)
                ArrayPool<byte>.Shared.Return(_pixels);
            _pixels = [];
        }

        private void Fill(Span<byte> bytes)
        {
            try
            {
                using var handle = File.OpenHandle(picture.Info.Path, options: FileOptions.SequentialScan);
                PositionedRead.Fill(handle, picture.Info.Path, bytes, 0);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceException(picture.Info.Path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
            }
        }
    }
}
