using Ronchi.Frames;

namespace Ronchi.Sources.K2InSitu;

/// <summary>Frames of the Gatan K2 IS as the camera writes them: a <c>.gtg</c> file and eight <c>.bin</c> files, one for each sector of the
/// detector. Any of them opens all.</summary>
public sealed class K2Format : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "Gatan K2 IS";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    /// <remarks>The pixels of one block alone have no mark: only their number tells.</remarks>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Has(K2Block.Mark) || K2Files.IsReference(file.Path) || IsPayload(file);
    }

    /// <inheritdoc/>
    public override FileRole RoleOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return K2Files.IsReference(name) ? FileRole.Scan : FileRole.Unknown;
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var head = FileHead.Read(path);
        if (IsPayload(head))
            return K2SingleBlock.Open(path, 0, options);
        return head.Length == K2Block.Bytes && head.Has(K2Block.Mark)
            ? K2SingleBlock.Open(path, K2Block.HeaderBytes, options)
            : K2Source.Open(path, options);
    }

    private static bool IsPayload(FileHead file) => file.Extension == ".raw" && file.Length == K2Block.PixelBytes;
}
