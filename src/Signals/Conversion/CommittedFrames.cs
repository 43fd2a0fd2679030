using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Signals.Conversion;

/// <summary>Frames that were computed, read from the file that they were written to; all that is known of them stays as it was.</summary>
internal sealed class CommittedFrames : SourceStage
{
    private readonly (string Path, long Bytes, DateTime Written)[] _files;

    /// <param name="file">The file.</param>
    /// <param name="computed">The frames as they are computed.</param>
    /// <exception cref="SourceException">The file holds others.</exception>
    public CommittedFrames(IFrameSource file, IFrameSource computed)
        : base(file)
    {
        if (file.Shape.FrameCount != computed.Shape.FrameCount || file.Shape.Detector != computed.Shape.Detector
            || file.ElementType != computed.ElementType)
            throw new SourceException(
                file.Info.Path,
                $"it holds {file.Shape} {file.ElementType.Name()}, not {computed.Shape} {computed.ElementType.Name()}.");
        Info = computed.Info with { Files = [.. computed.Info.Files, .. file.Info.Files], Storage = file.Info.Storage };
        (Shape, Validity) = (computed.Shape, computed.Validity);
        _files = [.. file.Info.Files.Select(Stamp)];
        File = file.Info.Path;
    }

    /// <summary>Where they are.</summary>
    public string File { get; }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    public override DataShape Shape { get; }

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => Inner.Forms;

    /// <inheritdoc/>
    /// <exception cref="SourceException">Another program has changed the file: what it holds now are not these frames.</exception>
    public override ITileReader OpenReader(TileRequest request)
    {
        foreach (var file in _files)
        {
            if (Stamp(file.Path) != file)
                throw new SourceException(file.Path, "it has changed since these frames were written to it: open the data again.");
        }

        return Inner.OpenReader(request);
    }

    private static (string Path, long Bytes, DateTime Written) Stamp(string path)
    {
        var file = new FileInfo(path);
        return (path, file.Exists ? file.Length : -1, file.LastWriteTimeUtc);
    }
}
