using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>TIFF and BigTIFF pictures and stacks (TIFF 6.0), also as ImageJ, OME, tifffile, DigitalMicrograph and others write
/// them.</summary>
public sealed class TiffFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "TIFF";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind, MapOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) =>
        file.Has("II*\0"u8) || file.Has("MM\0*"u8) || file.Has("II+\0"u8) || file.Has("MM\0+"u8);

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => TiffSource.Open(path, options);
}
