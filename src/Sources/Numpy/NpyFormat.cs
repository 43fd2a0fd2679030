using Ronchi.Frames;

namespace Ronchi.Sources.Numpy;

/// <summary>NumPy arrays on disk: <c>.npy</c> of versions 1 to 3 (NumPy Enhancement Proposal 1).</summary>
public sealed class NpyFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "NumPy (.npy)";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.LeaveOut | SourceOptions.Follow | SourceOptions.DetectorAxes;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [MapOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => file.Has([0x93, .. "NUMPY"u8]);

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => NpySource.Open(path, options);
}
