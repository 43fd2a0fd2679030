using Ronchi.Frames;

namespace Ronchi.Sources.Jeol;

/// <summary>Images (<c>.img</c>) and element maps (<c>.map</c>) of JEOL's Analysis Station.</summary>
public sealed class JeolFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "JEOL image or map";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [MapOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => file.Has("JED-2200:"u8, 4);

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => JeolPicture.Open(path, options);
}
