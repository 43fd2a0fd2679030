using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Raw;

/// <summary>Files without a header, opened as the user says, or as the file beside says that <c>ronchi convert</c> wrote.</summary>
public sealed class RawFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "raw";

    /// <inheritdoc/>
    public override bool IsAskedFor(OpenOptions options) => options.Of<RawOptions>().Layout is not null;

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.Follow;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [RawOptions.Kind, MapOptions.Kind];

    /// <inheritdoc/>
    /// <remarks>Only a file of <c>ronchi convert</c> beside it tells such a file; else the user says it.</remarks>
    public override bool Recognizes(FileHead file) => Sidecar.LayoutOf(file.Path) is not null;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The options do not say how frames lie in the file.</exception>
    public override IFrameSource Open(string path, OpenOptions options) =>
        RawSource.Open(
            path,
            options.Of<RawOptions>().Layout ?? Sidecar.LayoutOf(path)
                ?? throw new ArgumentException("A file without a header needs the shape and type of its frames.", nameof(options)),
            options);
}
