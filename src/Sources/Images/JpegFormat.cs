using Ronchi.Frames;

namespace Ronchi.Sources.Images;

/// <summary>JPEG pictures of 8 bits (ISO/IEC 10918), decoded by the library that draws, without any colour profile.</summary>
public sealed class JpegFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "JPEG";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => file.Has([0xFF, 0xD8, 0xFF]);

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => new PictureSource(DecodedPicture.OpenJpeg(path, options));
}
