using Ronchi.Frames;

namespace Ronchi.Sources.Images;

/// <summary>PNG pictures of 1 to 16 bits (RFC 2083, ISO/IEC 15948), value by value as they are stored.</summary>
public sealed class PngFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "PNG";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.DetectorAxes;

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => file.Has([0x89, .. "PNG\r\n"u8]);

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => new PictureSource(PngPicture.Open(path, options));
}
