using Ronchi.Frames;

namespace Ronchi.Sources.Norpix;

/// <summary>Sequences of NorPix StreamPix (<c>.seq</c>), which Direct Electron cameras write as well.</summary>
public sealed class SeqFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "NorPix SEQ";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [MapOptions.Kind, SeqOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return SeqHeader.Is(file);
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => SeqOpening.Open(path, options);
}
