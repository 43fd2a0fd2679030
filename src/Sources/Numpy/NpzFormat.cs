using Ronchi.Frames;

namespace Ronchi.Sources.Numpy;

/// <summary>NumPy archives, <c>.npz</c>: a ZIP file of <c>.npy</c> arrays, of which one holds the frames.</summary>
public sealed class NpzFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "NumPy archive (.npz)";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.DetectorAxes;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind, MapOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => file.Has("PK\x03\x04"u8) && NpzArchive.HasArrays(file.Path);

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => NpzArchive.Open(path, options);
}
