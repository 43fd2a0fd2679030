using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Raw;

/// <summary>Files without a header, opened as the user says, or as the file beside says that <c>ronchi convert</c> wrote.</summary>
public sealed class RawFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "raw";

    /// <inheritdoc/>
    public override bool IsAskedFor(OpenOptions options) => options.Of<RawOptions>().IsAnyGiven;

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
            LayoutOf(path, options.Of<RawOptions>()),
            options);

    private static RawLayout LayoutOf(string path, RawOptions given)
    {
        if (given.Layout is { } layout)
            return layout;
        if (Sidecar.LayoutOf(path) is not { } beside)
            throw new ArgumentException(
                "A file without a header needs both --frame-shape and --dtype, as in --frame-shape 128x128 --dtype u16.");
        return given.IsAnyGiven
            ? throw new ArgumentException(
                $"{path}: {Path.GetFileName(Sidecar.FileFor(path))} beside it says how its frames lie: leave {given.Names} out, or give "
                + "--frame-shape and --dtype as well to read it in another way.")
            : beside;
    }
}
