using Ronchi.Frames;

namespace Ronchi.Sources.Tvips;

/// <summary>Series of frames of TVIPS cameras (<c>X_000.tvips</c>, <c>X_001.tvips</c>, …).</summary>
public sealed class TvipsFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "TVIPS";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    /// <remarks>Only the first file of a series has a header; the others are known by their name and by that file beside them.</remarks>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (TvipsHeader.Is(file))
            return true;
        return TvipsFiles.NumberOf(file.Path) is > 0 && TvipsFiles.FirstOf(file.Path) is var first && File.Exists(first)
            && TvipsHeader.Is(FileHead.Read(first));
    }

    /// <inheritdoc/>
    public override FileRole RoleOf(string name) => TvipsFiles.NumberOf(name) switch
    {
        null => FileRole.Unknown,
        0 => FileRole.Scan,
        _ => FileRole.Part,
    };

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => TvipsOpening.Open(path, options);
}
