using Ronchi.Frames;

namespace Ronchi.Sources.Timepix;

/// <summary>Raw events of Timepix3 detectors (<c>.tpx3</c>, as SERVAL records them), made into frames by time or by triggers.</summary>
public sealed class TpxFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "Timepix3 events";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [TpxOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Has("TPX3"u8) && file.Bytes.Length >= sizeof(ulong);
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => TpxSource.Open(path, options);
}
