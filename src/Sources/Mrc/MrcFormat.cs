using Ronchi.Frames;

namespace Ronchi.Sources.Mrc;

/// <summary>MRC files (<c>.mrc</c>, <c>.mrcs</c>, <c>.map</c>, <c>.st</c>, <c>.rec</c>): images, stacks, volumes, and 4D-STEM scans of
/// Direct Electron cameras.</summary>
public sealed class MrcFormat : SourceFormat
{
    private static readonly string[] s_extensions = [".mrc", ".mrcs", ".map", ".st", ".rec", ".ali", ".preali"];

    /// <inheritdoc/>
    public override string Name => "MRC";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    /// <remarks>Before the format had a mark, files are known by lengths that fit, and by their names.</remarks>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Has("MAP "u8, 208) || file.Has("MAP\0"u8, 208)
            || (s_extensions.Contains(file.Extension, StringComparer.Ordinal) && MrcHeader.FitsWithoutMark(file));
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return MrcStack.Open(path, options);
    }
}
