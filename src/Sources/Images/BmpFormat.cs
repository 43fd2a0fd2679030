using Ronchi.Frames;

namespace Ronchi.Sources.Images;

/// <summary>Windows bitmaps of 1 to 32 bits a pixel.</summary>
public sealed class BmpFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "BMP";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    /// <remarks>Two letters are too few to tell: the length of the header behind them must be one of those that there are.</remarks>
    public override bool Recognizes(FileHead file) =>
        file.Has("BM"u8) && file.Bytes.Length >= 18 && file.Bytes.Span[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124
            && file.Bytes.Span[15..18].IndexOfAnyExcept((byte)0) < 0;

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => new PictureSource(DecodedPicture.OpenBmp(path, options));
}
