using Ronchi.Frames;

namespace Ronchi.Sources.Video;

/// <summary>Videos and animated GIFs: a scan of one axis, time. They are decoded by the program <c>ffmpeg</c>.</summary>
public sealed class VideoFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "video";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.DetectorAxes;

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => VideoContainer.Of(file) is not null;

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => VideoSource.Open(path, options);
}
